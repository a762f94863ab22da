// Runs what was asked for: rounds of all measurements, interleaved, so that what else the machine does falls on all alike.
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { database } from "./database.ts"
import { type Execute, prepareAll, type Prepared } from "./prepared.ts"
import { inFreshProcess } from "./processes.ts"
import { failedRow, type Row, rowOf } from "./Row.ts"
import { type Server, startDurable } from "./server.ts"
import type { Measured, Scale, Workload } from "./Workload.ts"

export interface Plan {
  readonly workloads: ReadonlyArray<Workload>
  readonly contenders: ReadonlyArray<string>
  readonly scale: Scale
  /** Where the measured processes write their profiles. */
  readonly profiles: string | undefined
  readonly say: (line: string) => void
}

/** A run: its rows, and where they come from. */
export interface Outcome {
  readonly rows: ReadonlyArray<Row>
  /** `PostgreSQL 18.4`, as the server says it, and the settings that make it durable. */
  readonly server: string
  /** How many processes wanted a core in the minute before the run; figures are worth something where it was near zero. */
  readonly loadBefore: number
}

export const run = async (plan: Plan): Promise<Outcome> => {
  const [loadBefore = 0] = os.loadavg()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-bench-"))
  const server = await startDurable(folder)
  const admin = await database(server.url("postgres"))
  try {
    const version = await durableVersion(admin.execute)
    const prepared = await prepareAll(plan, server, admin.execute)
    const rows = await allRounds(plan, server, admin.execute, prepared)
    return { rows, server: `${version}, fsync and synchronous_commit on`, loadBefore }
  } finally {
    await admin.close()
    await server.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

const durableVersion = async (execute: Execute): Promise<string> => {
  const [settings] = await execute(
    "select split_part(version(), ' on ', 1), current_setting('fsync'), current_setting('synchronous_commit'), "
      + "current_setting('full_page_writes')"
  )
  const [version, ...durable] = settings!
  if (!durable.every((setting) => setting === "on")) throw new Error(`The server is not durable: ${durable.join()}.`)
  return String(version)
}

/** One row of the results while it is being measured. */
interface Cell {
  readonly workload: Workload
  readonly concurrency: number
  readonly contender: string
  readonly measured: Array<Measured>
  failed: string | undefined
}

const allRounds = async (
  plan: Plan,
  server: Server,
  execute: Execute,
  prepared: ReadonlyMap<string, Prepared>
): Promise<ReadonlyArray<Row>> => {
  const cells = plan.workloads.flatMap((workload) =>
    workload.concurrency.flatMap((concurrency) =>
      workload.contenders.filter((name) => plan.contenders.includes(name)).map((contender): Cell => {
        const failed = prepared.get(`${workload.name} ${contender}`)?.failed
        return { workload, concurrency, contender, measured: [], failed }
      })
    )
  )
  for (let round = 1; round <= plan.scale.rounds; round++) {
    for (const cell of turned(cells, round)) {
      if (cell.failed !== undefined) continue
      const { concurrency, contender, workload } = cell
      const ready = prepared.get(`${workload.name} ${contender}`)?.database
      const said = await measureCell(cell, plan, server, execute, ready)
      plan.say(`round ${round}/${plan.scale.rounds}  ${workload.name} ${contender} x ${concurrency}: ${said}`)
    }
  }
  return cells.map(({ concurrency, contender, failed, measured, workload }) => {
    const key = { workload: workload.name, adapter: contender, concurrency, unit: workload.unit }
    return failed === undefined ? rowOf(key, measured) : failedRow(key, failed)
  })
}

/** In the prepared database, or in an empty one that is dropped afterwards. */
const measureCell = async (
  cell: Cell,
  { profiles, scale }: Plan,
  server: Server,
  execute: Execute,
  ready: string | undefined
): Promise<string> => {
  const database = ready ?? "bench_run"
  if (ready === undefined) await execute(`create database ${database}`)
  // else the one who comes later pays for writing what the one before has left
  await execute("checkpoint")
  const { concurrency, contender, workload } = cell
  const task = {
    workload: workload.name,
    contender,
    concurrency,
    url: server.url(database),
    postmaster: server.pid,
    scale
  }
  const answer = await inFreshProcess({ kind: "measure", ...task }, profiles)
  if (ready === undefined) await execute(`drop database ${database} with (force)`)
  if ("failed" in answer) return cell.failed = answer.failed
  if (answer.measured === undefined) return cell.failed = "nothing was measured"
  cell.measured.push(answer.measured)
  return `${Math.round(answer.measured.ops).toLocaleString("en")} a second`
}

/** Every other round goes backwards, so that nobody always comes after the same one. */
const turned = <A>(cells: ReadonlyArray<A>, round: number): ReadonlyArray<A> =>
  round % 2 === 1 ? cells : cells.toReversed()
