// What the cases of the suite project: tallies, whose events count up, and read models of them.
import { type EventData, type RecordedEvent, StreamId } from "@deciduous/core"
import { type EventSet, R, S } from "@deciduous/core/generated/v1"
import { Projection, ReadModel } from "@deciduous/runtime"
import { assert } from "@effect/vitest"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import { readAll, type Store } from "../event-store/Case.ts"
import type { Rules } from "../event-store/counter.ts"

export type Counted = { readonly _tag: "Counted"; readonly by: number }
export type Ended = { readonly _tag: "Ended" }
export type TallyEvent = Counted | Ended

const Counted: Schema.Codec<Counted, { readonly by: number }> = S.Struct({
  _tag: S.tagDefaultOmit("Counted"),
  by: S.Int
})
const Ended: Schema.Codec<Ended, {}> = S.Struct({ _tag: S.tagDefaultOmit("Ended") })

/** What was counted in a stream, and by which versions: a count alone would not tell a missing event from a double one. */
export const Tally = Schema.Struct({ sum: Schema.Finite, events: Schema.Finite })
export type Tally = typeof Tally.Type

export const view = {
  initialState: undefined as Tally | undefined,
  evolve: (tally: Tally | undefined, event: TallyEvent): Tally | undefined =>
    event._tag === "Ended"
      ? undefined
      : { sum: (tally?.sum ?? 0) + event.by, events: (tally?.events ?? 0) + 1 }
}

/** One that was stored as a pair counts twice, the second time by one more. */
const upcasters = {
  "Pair@1": ({ by }: { readonly by: number }) =>
    [by, by + 1].map((by) => ({ type: "Counted", version: 1, data: { by } }))
}

/** A category and a read model that nobody has named before; `history` are older events of it. */
export const newTallies = (options: Partial<Projection.Options> = {}, history: Rules = {}) => {
  const category = `tally-${crypto.randomUUID()}`
  const set: EventSet<TallyEvent, TallyEvent, typeof upcasters> = R.eventSet({
    aggregate: "Tally",
    category,
    id: () => R.Text,
    events: { ...history, "Counted@1": R.current("Counted", () => Counted), "Ended@1": R.current("Ended", () => Ended) }
  })
  const events = set.with(upcasters)
  const ofProjection = {
    ...options,
    name: category,
    events,
    state: Tally,
    keyOf: ({ aggregateId }: RecordedEvent<TallyEvent>) => aggregateId,
    indexes: { sum: ({ sum }: Tally) => sum }
  }
  const projection = Projection.fromView(view, ofProjection)
  return { category, events, projection, options: ofProjection, stream: (id: string) => StreamId.make(category, id) }
}

export type Tallies = ReturnType<typeof newTallies>

export const counted = (by = 1): EventData => ({
  id: crypto.randomUUID(),
  type: "Counted",
  schemaVersion: 1,
  data: { by },
  metadata: {}
})

/** Appends to so many streams at the same time, each some events; gives the last position. */
export const count = Effect.fnUntraced(function*(store: Store, tallies: Tallies, streams: number, events: number) {
  const appended = yield* Effect.forEach(
    Array.range(1, streams),
    Effect.fnUntraced(function*(i) {
      let last = yield* store.append(tallies.stream(`${i}`), [counted(i)], { expectedVersion: "any" })
      for (let n = 1; n < events; n++) {
        last = yield* store.append(tallies.stream(`${i}`), [counted(i)], { expectedVersion: "any" })
      }
      return last.position
    }),
    { concurrency: 16 }
  )
  return appended.toSorted().at(-1)!
})

/** That the read model is what the log says: a fold of every stream. */
export const isWhole = Effect.fnUntraced(function*(store: Store, { category, events, projection }: Tallies) {
  const log = yield* readAll(store, { filter: { categories: [category] } })
  const expected = new Map<string, Tally | undefined>()
  for (const stored of log) {
    const [recorded] = yield* Effect.fromResult(events.decode(stored))
    expected.set(stored.aggregateId, view.evolve(expected.get(stored.aggregateId), recorded!.event))
  }
  assert.isNotEmpty(log)
  for (const [key, tally] of expected) {
    assert.deepStrictEqual(Option.getOrUndefined(yield* ReadModel.get(projection, key)), tally, `tally ${key}`)
  }
})
