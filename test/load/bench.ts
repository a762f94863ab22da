// `bench [codegen|decode|fold|append|handle|load ...] [--jit] [--json]`: how long things take on this machine, now.
// Figures of two runs compare only by their ratios, and best within one run.
import { PostgresEventStore } from "@deciduous/postgres"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { type EventStore, MemoryEventStore } from "@deciduous/runtime"
import * as PostgresServer from "@deciduous/testing/PostgresServer"
import { type Layer, ManagedRuntime } from "effect"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { parseArgs } from "node:util"
import { codegen } from "./cases/codegen.ts"
import { type Case, measure, type Measured } from "./measure.ts"

const names = ["codegen", "decode", "fold", "append", "handle", "load"]
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { jit: { type: "boolean" }, json: { type: "boolean" }, rounds: { type: "string", default: "7" } }
})
const unknown = positionals.filter((name) => !names.includes(name))
if (unknown.length > 0) {
  console.error(`There is no bench "${unknown.join(`", "`)}"; there are ${names.join(", ")}.`)
  process.exit(2)
}
const asked = (name: string) => positionals.length === 0 || positionals.includes(name)

// before the first use of a codec, or it keeps the one that it has
if (values.jit === true) await import("effect/schema/SchemaJITCompiler/enable")
const { decode, fold } = await import("./cases/pure.ts")
const stores = await import("./cases/stores.ts")

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-bench-"))
const server = await PostgresServer.start({ folder, listen: "socket" })
const open = (layer: Layer.Layer<EventStore.EventStore, unknown>) => ManagedRuntime.make(layer)
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
if (asked("codegen")) cases.push(...codegen(path.join(folder, "schemas")))
if (asked("decode")) cases.push(...decode)
if (asked("fold")) cases.push(...fold)
for (const [name, runtime] of Object.entries(layers)) {
  const run: import("./cases/stores.ts").Run = (effect) => runtime.runPromise(effect)
  if (asked("append")) cases.push(...stores.append(name, run))
  if (asked("handle")) cases.push(...stores.handle(name, run))
  if (asked("load")) cases.push(...await stores.load(name, run))
}
const measured = await measure(cases, Number(values.rounds))
console.log(values.json === true ? JSON.stringify(measured, undefined, 2) : table(measured))

for (const runtime of Object.values(layers)) await runtime.dispose()
await server.stop()
fs.rmSync(folder, { recursive: true, force: true })

function table(rows: ReadonlyArray<Measured>): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  const us = (n: number) => n.toFixed(n < 10 ? 2 : n < 1000 ? 1 : 0).padStart(10)
  return [
    `${"".padEnd(width)} ${"median".padStart(10)} ${"min".padStart(10)} ${"max".padStart(10)}   us for one`,
    ...rows.map(({ item, max, median, min, name }) =>
      `${name.padEnd(width)} ${us(median)} ${us(min)} ${us(max)}   ${item}`
    )
  ].join("\n")
}
