// PostgreSQL's own load tool, where the system has it: one-row INSERTs, each its own transaction, from C.
import { execFile } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { promisify } from "node:util"
import type { Open } from "../Contender.ts"
import { database } from "../database.ts"
import { opened } from "../history.ts"

const run = promisify(execFile)

const table = `
create table rows (sequence bigint generated always as identity, stream_id uuid not null, version integer not null,
  type text not null, data json not null, recorded_at timestamptz not null default now(), unique (stream_id, version))`

const insert = `insert into rows (stream_id, version, type, data)
values (gen_random_uuid(), 1, 'AccountOpened', '${JSON.stringify(opened.data)}');
`.replace("\nvalues", " values")

export const open: Open<never> = async ({ url }) => {
  const { close, execute } = await database(url)
  await execute(table)
  return {
    perform: () => Promise.reject(new Error("pgbench drives itself.")),
    measureAppends: async (writers, seconds) => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-pgbench-"))
      fs.writeFileSync(path.join(folder, "insert.sql"), insert)
      const { hostname, pathname, port, username } = new URL(url)
      const options = ["-n", "-f", "insert.sql", "-M", "prepared", "-c", `${writers}`, "-j", "1", "-l"]
      const { stdout } = await run(
        "pgbench",
        [...options, "-T", `${seconds}`, "-h", hostname, "-p", port, "-U", username, pathname.slice(1)],
        { cwd: folder }
      )
      const latencies = fs.readdirSync(folder).filter((name) => name.startsWith("pgbench_log"))
        .flatMap((name) => fs.readFileSync(path.join(folder, name), "utf8").trim().split("\n"))
        .map((line) => Number(line.split(" ")[2]))
      fs.rmSync(folder, { recursive: true })
      return {
        perSecond: Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1] ?? Number.NaN),
        count: latencies.length,
        latencies
      }
    },
    close
  }
}
