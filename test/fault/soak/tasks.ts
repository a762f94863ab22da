// What the workers of a soak work on, and how what they have made is compared with the ledgers: read models of notebooks,
// by documents and by rows of one's own, and errands with their helpers, some of which fail and are undone.
import { Position } from "@deciduous/core"
import { Process, Processes, Projection } from "@deciduous/runtime"
import { newErrands } from "@deciduous/testing/suites/process/errands"
import { PgClient } from "@effect/sql-pg"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { readLog } from "../support/log.ts"
import { Notebook } from "../support/Notebook.ts"
import { applied } from "../support/Projector.ts"
import { asAdmin } from "../support/Server.ts"

export const documents = applied(3, 1)

/** Makes a row for each event each time that it is handled: there is nothing that would hide a second time. */
export const rows = Projection.make({
  name: "rows",
  shards: 2,
  events: Notebook.events,
  handle: Effect.fnUntraced(function*(events) {
    const sql = yield* PgClient.PgClient
    yield* sql`insert into public.handled (id) select unnest(${events.map(({ id }) => id)}::uuid[])`
  })
})

export const createRows = (url: string) => asAdmin(url, (sql) => sql`create table public.handled (id uuid not null)`)

/** Of more steps than this an errand fails, and those that were done are undone in reverse. */
const most = 4

export const errands = newErrands({
  hard: most + 1,
  rejected: (command) => command._tag === "Do" ? Process.instead({ _tag: "Fail", step: command.step }) : "park"
}, "soak")

/** An errand that somebody asked for, and was told that it is asked for. One without steps waits for its deadline. */
export interface Asked {
  readonly id: string
  readonly steps: number
}

/** What must have happened to an errand, and what its helper must have been told. */
const expectedOf = ({ steps }: Asked): ReadonlyArray<string> => {
  const done = Array.from({ length: Math.min(steps, most) }, (_, i) => `Done ${i + 1}`)
  if (steps === 0) return ["Asked", "Expired"]
  return steps <= most
    ? ["Asked", ...done]
    : ["Asked", `Failed ${most + 1}`, ...done, ...done.toReversed().map((one) => one.replace("Done", "Undone"))]
}

/** How many events errands lead to. */
export const sizeOf = (asked: ReadonlyArray<Asked>): number =>
  asked.reduce((sum, one) => sum + expectedOf(one).length, 0)

/** How many there are, of errands and their helpers. */
export const countErrands = (url: string) =>
  asAdmin(url, (sql) =>
    Effect.map(
      sql`select count(*)::integer as count from deciduous.events where stream_id ~ '^(errand|helper)soak-'`,
      ([row]) => row!["count"] as number
    ))

/** Every errand that was asked for has had each effect once, in order; and there is no other. */
export const errandsAre = Effect.fnUntraced(function*(url: string, asked: ReadonlyArray<Asked>) {
  const found = yield* asAdmin(url, (sql) =>
    sql<{ id: string; text: string }>`
      select regexp_replace(stream_id, '^\\w+-', '') as id, type || coalesce(' ' || (data ->> 'step'), '') as text
      from deciduous.events where stream_id ~ '^(errand|helper)soak-'
      order by stream_id, version`)
  const happened = Map.groupBy(found, ({ id }) => id)
  const wrong = asked.flatMap((one) => {
    const texts = (happened.get(one.id) ?? []).map(({ text }) => text)
    const expected = expectedOf(one)
    return texts.join() === expected.join() ? [] : [`${one.id}: ${texts.join()} and not ${expected.join()}`]
  })
  assert.deepStrictEqual(wrong.slice(0, 10), [], `${wrong.length} of ${asked.length} errands`)
  assert.strictEqual(happened.size, asked.length)
  for (const { id } of asked) {
    assert.isUndefined(yield* Processes.check(errands.process, id), `what ${id} owes is not what resume says`)
  }
})

/** Where the log ends now, and where the worker furthest behind is. */
export const distance = (url: string) =>
  asAdmin(url, (sql) =>
    Effect.map(
      sql`
        select (select min(position) from deciduous.checkpoints where name in ('applied@1', 'rows@1')),
          transaction, sequence
        from deciduous.events where stream_id like 'notebook-%' order by transaction desc, sequence desc limit 1`
        .values,
      ([row]) => {
        const [position, transaction, sequence] = row!
        return {
          position: position as Position.Position,
          end: Position.make(transaction as bigint, sequence as bigint)
        }
      }
    ))

/** Every event has its row, once. */
export const rowsAre = Effect.fnUntraced(function*(url: string) {
  const log = yield* readLog(url)
  const [counts] = yield* asAdmin(url, (sql) =>
    sql<{ rows: number; ids: number; known: number }>`
      select count(*)::integer as rows, count(distinct id)::integer as ids,
        (select count(*)::integer from deciduous.events join public.handled using (id)) as known
      from public.handled`)
  assert.deepStrictEqual(counts, { rows: log.length, ids: log.length, known: log.length })
})
