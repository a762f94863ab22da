// A page of events folded into documents: one read for all keys, folds in memory, one write. Pure but for these two.
import type { RecordedEvent, View } from "@deciduous/core"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { EventStoreError } from "../../EventStoreError.ts"
import { type Change, ReadModelStore } from "../../ReadModelStore.ts"
import type { DocumentCodec } from "./documentCodec.ts"
import type { UnreadableDocument, UnwritableDocument } from "./documentErrors.ts"

/** To which documents an event belongs. */
export type KeyOf<Event> = (event: RecordedEvent<Event>) => string | ReadonlyArray<string> | undefined

export interface Folding<State, Event> {
  readonly view: View.View<State, Event>
  readonly keyOf: KeyOf<Event>
  readonly codec: DocumentCodec<State>
}

/** `isShared`: others may change the same documents at the same time. */
export const foldDocuments = Effect.fnUntraced(function*<State, Event>(
  { codec, keyOf, view }: Folding<State, Event>,
  model: string,
  events: ReadonlyArray<RecordedEvent<Event>>,
  isShared: boolean
): Effect.fn.Return<void, EventStoreError | UnreadableDocument | UnwritableDocument, ReadModelStore> {
  const byKey = group(events, keyOf)
  // one order everywhere, so that no two who share documents wait for each other
  const keys = [...byKey.keys()].sort()
  if (keys.length === 0) return
  const store = yield* ReadModelStore
  const stored = yield* (isShared ? store.getForChange : store.get)(model, keys)
  const changes: Array<Change> = []
  for (const [i, key] of keys.entries()) {
    const before = stored[i]
    let state: State = before === undefined
      ? view.initialState
      : yield* Effect.fromResult(codec.decode(model, key, before))
    for (const event of byKey.get(key)!) state = next(view, state, event)
    if (state === undefined && before === undefined && !isShared) continue
    const change = codec.encode(model, key, state)
    if (Result.isFailure(change)) return yield* change.failure
    // what comes to nothing of nothing is a change too, which somebody else's may meet
    if (change.success.json !== before || before === undefined) {
      changes.push({ ...change.success, isNew: isShared && before === undefined })
    }
  }
  if (changes.length > 0) yield* store.write(model, changes)
})

/** A document that was deleted begins anew, in the same batch as in the next. */
export const next = <State, Event>({ evolve, initialState }: View.View<State, Event>, state: State, event: Event) =>
  evolve(state === undefined ? initialState : state, event)

const group = <Event>(events: ReadonlyArray<RecordedEvent<Event>>, keyOf: KeyOf<Event>) => {
  const byKey = new Map<string, Array<Event>>()
  for (const recorded of events) {
    const keys = keyOf(recorded)
    if (keys === undefined) continue
    for (const key of typeof keys === "string" ? [keys] : new Set(keys)) {
      const there = byKey.get(key)
      if (there === undefined) byKey.set(key, [recorded.event])
      else there.push(recorded.event)
    }
  }
  return byKey
}
