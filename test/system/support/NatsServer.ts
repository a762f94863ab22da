// A real NATS server with JetStream in a folder of its own, which can be killed and come back. Debian's `nats-server`.
import { jetstreamManager } from "@nats-io/jetstream"
import { connect } from "@nats-io/transport-node"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs/promises"
import * as net from "node:net"
import * as os from "node:os"
import * as path from "node:path"

export interface NatsServer {
  readonly servers: string
  /** Runs it until the scope closes; it has what it had before. */
  readonly start: Effect.Effect<void>
  /** Ends it in the midst of everything. */
  readonly kill: Effect.Effect<void>
}

/** It does not run yet; its port is free. */
export const makeNatsServer: Effect.Effect<NatsServer, never, Scope.Scope> = Effect.gen(function*() {
  const folder = yield* Effect.acquireRelease(
    Effect.promise(() => fs.mkdtemp(path.join(os.tmpdir(), "deciduous-nats-"))),
    (folder) => Effect.promise(() => fs.rm(folder, { recursive: true, force: true }))
  )
  const port = yield* Effect.promise(freePort)
  const servers = `nats://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const kill = Effect.promise(async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const over = once(child, "exit")
    child.kill("SIGKILL")
    await over
  })
  yield* Effect.addFinalizer(() => kill)
  const start = Effect.promise(async () => {
    child = spawn("nats-server", ["-a", "127.0.0.1", "-p", String(port), "-js", "-sd", folder], { stdio: "ignore" })
    await once(child, "spawn")
    await managing(servers, (manager) => manager.getAccountInfo())
  })
  return { servers, start, kill }
})

/** Tells the server what to do, once it answers. */
export const managing = async <A>(
  servers: string,
  use: (manager: Awaited<ReturnType<typeof jetstreamManager>>) => Promise<A>
): Promise<A> => {
  const connection = await connect({
    servers,
    waitOnFirstConnect: true,
    reconnectTimeWait: 20,
    maxReconnectAttempts: -1
  })
  try {
    while (true) {
      // the server takes connections before its JetStream answers
      const manager = await jetstreamManager(connection, { timeout: 1000 }).catch(() => undefined)
      if (manager !== undefined) return await use(manager)
    }
  } finally {
    await connection.close()
  }
}

const freePort = async (): Promise<number> => {
  const server = net.createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, "close")
  return port
}
