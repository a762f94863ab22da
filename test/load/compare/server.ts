// The tests' PostgreSQL made durable: started once as they start it, and again without the settings that spare the disk.
import * as PostgresServer from "@deciduous/testing/PostgresServer"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"

export interface Server {
  /** Of the process whose children are the backends. */
  readonly pid: number
  readonly url: (database: string) => string
  readonly stop: () => Promise<void>
}

/** PostgreSQL as it ships, in an empty folder: fsync, full_page_writes and synchronous_commit are on. */
export const startDurable = async (folder: string): Promise<Server> => {
  const first = await PostgresServer.start({ folder, listen: "tcp" })
  const data = path.join(folder, "data")
  const { options, postgres } = commandLine(fs.readFileSync(path.join(data, "postmaster.opts"), "utf8"))
  await first.stop()

  const { gid, uid } = fs.statSync(data)
  const server = spawn(postgres, durable(options), {
    ...(process.getuid?.() === 0 ? { uid, gid } : {}),
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"]
  })
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
    pid: server.pid!,
    url: (database) => `postgres://postgres@${first.host}:${first.port}/${database}`,
    stop: async () => {
      server.kill("SIGINT")
      await exited
    }
  }
}

/** What PostgreSQL writes of its own start: the binary, and each option in quotes. */
const commandLine = (text: string): { readonly postgres: string; readonly options: ReadonlyArray<string> } => ({
  postgres: text.slice(0, text.indexOf(" \"")),
  options: Array.from(text.matchAll(/"([^"]*)"/g), ([, option]) => option!)
})

const durable = (options: ReadonlyArray<string>): ReadonlyArray<string> =>
  options.filter((option, index) => !isSparing(option) && !(option === "-c" && isSparing(options[index + 1] ?? "")))

const isSparing = (option: string): boolean => /^(fsync|synchronous_commit|full_page_writes)=/.test(option)
