// Runs what was asked for: rounds of all measurements, interleaved, so that what else the machine does falls on all alike.
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import type { Task } from "./child.ts"
import { contenders } from "./contenders.ts"
import { database } from "./database.ts"
import { inFreshProcess } from "./processes.ts"
import { failedRow, type Key, type Row, rowOf } from "./Row.ts"
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
  /** `PostgreSQL 18.4 on ...`, as the server says it, and the settings that make it durable. */
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
    const about = await admin.execute(
      `select split_part(version(), ' on ', 1), current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes')`
    )
    const [version, ...settings] = about[0]!
    if (!settings.every((setting) => setting === "on")) {
      throw new Error(`The server is not durable: ${settings.join()}.`)
    }
    const rows = await rounds(plan, server, admin.execute)
    return { rows, server: `${version}, fsync and synchronous_commit on`, loadBefore }
  } finally {
    await admin.close()
    await server.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

type Execute = Awaited<ReturnType<typeof database>>["execute"]

const rounds = async (plan: Plan, server: Server, execute: Execute): Promise<ReadonlyArray<Row>> => {
  const cells = plan.workloads.flatMap((workload) =>
    workload.concurrency.flatMap((concurrency) =>
      workload.contenders.filter((name) => plan.contenders.includes(name))
        .map((contender) => ({ workload, concurrency, contender, measured: new Array<Measured>() }))
    )
  )
  const failures = new Map<string, string>()
  const prepared = await prepare(plan, server, execute, failures)
  for (let round = 1; round <= plan.scale.rounds; round++) {
    for (const { concurrency, contender, measured, workload } of turned(cells, round)) {
      const id = `${workload.name} ${contender}`
      if (failures.has(id)) continue
      const database = prepared.get(id) ?? "bench_run"
      if (database === "bench_run") await execute(`create database bench_run`)
      // else the one who comes later pays for writing what the one before has left
      await execute("checkpoint")
      const answer = await inFreshProcess(
        taskOf("measure", { workload, contender, concurrency, server, database, scale: plan.scale }),
        plan.profiles
      )
      if (database === "bench_run") await execute(`drop database bench_run with (force)`)
      if ("failed" in answer) failures.set(id, answer.failed)
      else if (answer.measured !== undefined) measured.push(answer.measured)
      plan.say(
        `round ${round}/${plan.scale.rounds}  ${id} x ${concurrency}: ${
          "failed" in answer ? answer.failed : `${Math.round(answer.measured?.ops ?? 0).toLocaleString("en")} a second`
        }`
      )
    }
  }
  return cells.map(({ concurrency, contender, measured, workload }) => {
    const key: Key = { workload: workload.name, adapter: contender, concurrency, unit: workload.unit }
    const failure = failures.get(`${workload.name} ${contender}`)
    return failure === undefined ? rowOf(key, measured) : failedRow(key, failure)
  })
}

/** Every other round goes backwards, so that nobody always comes after the same one. */
const turned = <A>(cells: ReadonlyArray<A>, round: number): ReadonlyArray<A> =>
  round % 2 === 1 ? cells : cells.toReversed()

/** Writes the databases that all rounds read; answers with their names. */
const prepare = async (plan: Plan, server: Server, execute: Execute, failures: Map<string, string>) => {
  const prepared = new Map<string, string>()
  for (const workload of plan.workloads.filter(({ prepare }) => prepare !== undefined)) {
    for (const reader of workload.contenders.filter((name) => plan.contenders.includes(name))) {
      const contender = contenders[reader]!.reads ?? reader
      const database = `bench_${workload.name}_${contender}`.toLowerCase()
      const isThere = [...prepared.values()].includes(database)
      prepared.set(`${workload.name} ${reader}`, database)
      if (isThere) continue
      plan.say(`${workload.name} ${contender}: preparing`)
      await execute(`create database ${database}`)
      const answer = await inFreshProcess(
        taskOf("prepare", { workload, contender, concurrency: 8, server, database, scale: plan.scale }),
        undefined
      )
      if ("failed" in answer) failures.set(`${workload.name} ${reader}`, answer.failed)
      await vacuum(server.url(database))
    }
  }
  return prepared
}

/** Else the autovacuum would come during somebody's measurement. */
const vacuum = async (url: string): Promise<void> => {
  const { close, execute } = await database(url)
  await execute("vacuum (analyze)")
  await close()
}

const taskOf = (kind: Task["kind"], { concurrency, contender, database, scale, server, workload }: {
  readonly workload: Workload
  readonly contender: string
  readonly concurrency: number
  readonly server: Server
  readonly database: string
  readonly scale: Scale
}): Task => ({
  kind,
  workload: workload.name,
  contender,
  concurrency,
  url: server.url(database),
  postmaster: server.pid,
  scale
})
