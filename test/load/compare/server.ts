// PostgreSQL as it ships, with fsync, full_page_writes and synchronous_commit on, and what a comparison asks of it.
import * as PostgresServer from "@deciduous/testing/PostgresServer"
import * as fs from "node:fs"
import * as path from "node:path"

export interface Server {
  /** Of the process whose children are the backends. */
  readonly pid: number
  readonly url: (database: string) => string
  readonly stop: () => Promise<void>
}

/** In an empty folder. */
export const startDurable = async (folder: string): Promise<Server> => {
  const { data, host, port, stop } = await PostgresServer.start({ folder, listen: "tcp", durable: true })
  const [pid] = fs.readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n")
  return { pid: Number(pid), url: (database) => `postgres://postgres@${host}:${port}/${database}`, stop }
}
