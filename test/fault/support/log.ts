// What a log holds in the end, of a database asked past the store; and that it is what the ledgers say.
import { Position } from "@deciduous/core"
import { EventStore } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { problems, type Stored } from "../ledger/check.ts"
import type { Entry } from "../ledger/Ledger.ts"
import { layerAt } from "./layerAt.ts"
import type { Noted } from "./Notebook.ts"
import { asAdmin } from "./Server.ts"

/** Every event of a notebook, in the order of positions. */
export const readLog = (url: string): Effect.Effect<ReadonlyArray<Stored>, unknown> =>
  url.startsWith("file:") ? readFolder(url) : asAdmin(url, (sql) =>
    Effect.map(
      sql`
        select id, stream_id, version, transaction, sequence, data->>'attempt', (data->>'part')::integer
        from deciduous.events where stream_id like 'notebook-%' order by transaction, sequence`.values,
      (rows) => rows.map((row) => toStored(row as unknown as Row))
    ))

/** Nobody but the store gets at what is in a folder. */
const readFolder = (url: string) =>
  Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const events = yield* Stream.runCollect(store.readAll())
    return events.map(({ aggregateId, data, id, position, version }): Stored => {
      const { attempt, part } = data as Noted
      return { id, stream: aggregateId, version, position, attempt, part }
    })
  }).pipe(Effect.provide(layerAt(url)))

type Row = readonly [string, string, number, bigint, bigint, string, number]

const toStored = ([id, stream, version, transaction, sequence, attempt, part]: Row): Stored => ({
  id,
  stream: stream.slice("notebook-".length),
  version,
  position: Position.make(transaction, sequence),
  attempt,
  part
})

/** Fails where a log does not hold what its writers say of it. */
export const agrees = Effect.fnUntraced(function*(url: string, ...ledgers: ReadonlyArray<ReadonlyArray<Entry>>) {
  const log = yield* readLog(url)
  const entries = ledgers.flat()
  const found = problems(entries, log)
  assert.deepStrictEqual(found.slice(0, 10), [], `${found.length} problems in a log of ${log.length} events`)
  return log
})
