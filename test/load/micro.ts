// How long our own things take on this machine, now: codegen, codecs, folds, and each store. Read cases/ beside it.
import { parse } from "@deciduous/example-loan-application/options"
import { PostgresEventStore } from "@deciduous/postgres"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { MemoryEventStore, type Projections, type SnapshotStore } from "@deciduous/runtime"
import * as PostgresServer from "@deciduous/testing/PostgresServer"
import { type Layer, ManagedRuntime, Result } from "effect"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { audit } from "./cases/audit.ts"
import { backlog } from "./cases/backlog.ts"
import { codegen } from "./cases/codegen.ts"
import { laws } from "./cases/laws.ts"
import { loan } from "./cases/loan.ts"
import { project } from "./cases/projecting.ts"
import { tail } from "./cases/tail.ts"
import { type Server, startDurable } from "./compare/server.ts"
import { type Case, measure, type Measured } from "./measure.ts"

export interface Options {
  /** Some of `names`; all where there are none. */
  readonly asked: ReadonlyArray<string>
  readonly jit: boolean
  readonly json: boolean
  readonly rounds: number | undefined
}

const names = ["codegen", "decode", "fold", "laws", "append", "handle", "load", "project", "audit"]

/** Minutes each, and so only where they are asked for. */
const long = ["loan", "tail", "backlog"]

/** Prints the figures, and answers with the exit code: 2 where a name is unknown. */
export const timeOurOwn = async ({ asked, jit, json, rounds = 7 }: Options): Promise<number> => {
  const unknown = asked.filter((name) => ![...names, ...long].includes(name))
  if (unknown.length > 0) {
    console.error(`There is no bench "${unknown.join(`", "`)}"; there are ${[...names, ...long].join(", ")}.`)
    return 2
  }
  const log = parse([], process.env)
  if (asked.includes("loan") && Result.isFailure(log)) {
    console.error(log.failure.message)
    return 2
  }
  const isAsked = (name: string) => (asked.length === 0 && names.includes(name)) || asked.includes(name)

  // before the first use of a codec, or it keeps the one that it has
  if (jit) await import("effect/schema/SchemaJITCompiler/enable")
  const { decode, fold } = await import("./cases/pure.ts")
  const stores = await import("./cases/stores.ts")

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-bench-"))
  const server = await PostgresServer.start({ folder, listen: "socket" })
  const url = `postgres://postgres@${encodeURIComponent(server.host)}:${server.port}/postgres`
  const layers = {
    memory: open(MemoryEventStore.layer),
    PGlite: open(PgliteEventStore.layer()),
    PostgreSQL: open(PostgresEventStore.layer({
      url: "postgres://postgres@localhost/postgres",
      host: server.host,
      port: server.port,
      migrate: true
    }))
  }

  const cases: Array<Case> = []
  let durable: Server | undefined
  if (isAsked("codegen")) cases.push(...codegen(path.join(folder, "schemas")))
  if (isAsked("decode")) cases.push(...decode)
  if (isAsked("fold")) cases.push(...fold)
  if (isAsked("laws")) cases.push(...laws)
  for (const [name, runtime] of Object.entries(layers)) {
    const run: import("./cases/stores.ts").Run = (effect) => runtime.runPromise(effect)
    if (isAsked("append")) cases.push(...stores.append(name, run))
    if (isAsked("handle")) cases.push(...stores.handle(name, run))
    if (isAsked("load")) cases.push(...await stores.load(name, run))
    if (isAsked("project")) cases.push(...await project(name, (effect) => runtime.runPromise(effect)))
  }
  if (isAsked("audit")) cases.push(...await audit(url, folder))
  if (long.some(isAsked)) {
    durable = await startDurable(fs.mkdtempSync(path.join(folder, "durable-")))
    if (isAsked("loan") && Result.isSuccess(log)) cases.push(...await loan(log.success.log, durable))
    if (isAsked("tail")) cases.push(...tail(durable))
    if (isAsked("backlog")) cases.push(...await backlog(durable))
  }
  const measured = await measure(cases, rounds)
  console.log(json ? JSON.stringify(measured, undefined, 2) : table(measured))

  for (const runtime of Object.values(layers)) await runtime.dispose()
  await server.stop()
  await durable?.stop()
  fs.rmSync(folder, { recursive: true, force: true })
  return 0
}

const open = (layer: Layer.Layer<Projections.Stores | SnapshotStore.SnapshotStore, unknown>) =>
  ManagedRuntime.make(layer)

function table(rows: ReadonlyArray<Measured>): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const cell = (n: number) => n.toFixed(n < 10 ? 2 : n < 1000 ? 1 : 0).padStart(10)
  return [
    `${"".padEnd(width)} ${"median".padStart(10)} ${"min".padStart(10)} ${"max".padStart(10)}`,
    ...rows.map(({ item, max, median, min, name, unit }) =>
      `${name.padEnd(width)} ${cell(median)} ${cell(min)} ${cell(max)}   ${unit} for one ${item}`
    )
  ].join("\n")
}
