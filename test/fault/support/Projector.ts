// Workers as processes, and what their read model must hold in the end. They are processes/projector.ts.
import { Projection } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Schema from "effect/Schema"
import * as Child from "./Child.ts"
import { readLog } from "./log.ts"
import { Notebook, type Noted } from "./Notebook.ts"
import { asAdmin, until } from "./Server.ts"

export interface ProjectorOptions {
  readonly url: string
  /** In milliseconds. */
  readonly lease: number
  readonly shards: number
  readonly version: number
}

/** A document for each event, which counts how often it was applied: no fault of double or missing events evens out. */
export const applied = (shards: number, version: number) =>
  Projection.fromView(
    { initialState: 0, evolve: (times: number, { part }: Noted) => times + (part > 0 ? 1 : 0) },
    {
      name: "applied",
      version,
      shards,
      events: Notebook.events,
      state: Schema.Finite,
      keyOf: ({ id }) => id
    }
  )

/** Begins once it has registered its task. */
export const start = Effect.fnUntraced(function*(options: Pick<ProjectorOptions, "url"> & Partial<ProjectorOptions>) {
  const child = yield* Child.start<{ readonly began: true }>(
    "projector.ts",
    { lease: 1500, shards: 1, version: 1, ...options } satisfies ProjectorOptions
  )
  yield* child.until((said) => said.length > 0)
  return child
})

/** Waits until the read model has come to where the log ends now. */
export const isAt = Effect.fnUntraced(function*(url: string, version = 1) {
  const log = yield* readLog(url)
  const last = log.at(-1)!.position
  yield* asAdmin(url, (sql) =>
    Effect.repeat(
      sql`select min(position) from deciduous.checkpoints where name = ${`applied@${version}`}`.values,
      { until: ([row]) => String(row![0]) >= last, schedule: Schedule.spaced("20 millis") }
    ))
  return log
})

/** Waits until the read model has come to the end of the log; then every event must have been applied once. */
export const isWhole = Effect.fnUntraced(function*(url: string, version = 1) {
  const log = yield* isAt(url, version)
  const documents = yield* asAdmin(
    url,
    (sql) => sql`select key, document::text from deciduous.documents where model = ${`applied@${version}`}`.values
  )
  const times = new Map(documents.map(([key, count]) => [String(key), String(count)]))
  const wrong = log.flatMap(({ id }) => times.get(id) === "1" ? [] : [`${id}: ${times.get(id) ?? "never"}`])
  assert.deepStrictEqual(wrong, [], `of ${log.length} events`)
  assert.strictEqual(times.size, log.length)
  return log
})

/** That a version is read, and lacks nothing of the log up to its checkpoint. */
export const isReadable = Effect.fnUntraced(function*(url: string) {
  const [row] = yield* asAdmin(url, (sql) =>
    until(sql`
      select position, (select count(*)::integer from deciduous.documents where model = checkpoints.name) as documents
      from deciduous.projections as projections
      join deciduous.checkpoints as checkpoints on checkpoints.name = projections.name || '@' || version
      where status = 'active'`))
  const { documents, position } = row as { readonly documents: number; readonly position: string }
  const log = yield* readLog(url)
  assert.strictEqual(documents, log.filter((event) => event.position <= position).length)
})
