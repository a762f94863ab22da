// How an attempt is sent until it is settled, with an entry in the ledger for each step.
import { Aggregate, EventStore, type EventStoreError } from "@deciduous/runtime"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Attempt, Entry } from "../ledger/Ledger.ts"
import { eventsOf, Notebook, type NothingToNote, streamOf } from "./Notebook.ts"

/**
 * Again and again until it is known to be written or refused, as a careful client does. Gives the versions at which its
 * writes ended, if it was written.
 */
export const settle = Effect.fnUntraced(function*(attempt: Attempt, report: Report) {
  report({ _tag: "Began", at: now(), attempt })
  while (true) {
    const sent = yield* sendOnce(attempt, report)
    if (Result.isSuccess(sent)) return sent.success
    if (isFinal(sent.failure)) return undefined
    yield* Effect.sleep("20 millis")
  }
})

/** What was answered, which is also in the ledger. */
export const sendOnce = Effect.fnUntraced(function*(attempt: Attempt, report: Report) {
  const { id } = attempt
  const sent = yield* Effect.result(send(attempt))
  const at = now()
  if (Result.isSuccess(sent)) report({ _tag: "Acknowledged", at, id, versions: sent.success })
  else if (sent.failure._tag === "OutcomeUnknown") report({ _tag: "Unknown", at, id })
  else report({ _tag: "Refused", at, id, because: nameOf(sent.failure), isFinal: isFinal(sent.failure) })
  return sent
})

type Report = (entry: Entry) => void
export type Failure =
  | NothingToNote
  | EventStoreError.VersionConflict
  | EventStoreError.OutcomeUnknown
  | EventStoreError.EventStoreError

/** The reason's, where there is one. */
export const nameOf = (failure: Failure): string =>
  failure._tag === "EventStoreError" ? failure.reason._tag : failure._tag

/** A store that cannot be reached may have written what was sent before. */
export const isFinal = (failure: Failure): boolean => !["OutcomeUnknown", "StoreUnavailable"].includes(nameOf(failure))

/** In nanoseconds, by the clock that all processes of this machine share. */
export const now = (): number => Number(process.hrtime.bigint())

/** At which version each of its writes ended. */
const send = (attempt: Attempt) => attempt.how === "command" ? handle(attempt) : append(attempt)

const handle = ({ id, writes: [{ parts, stream }] }: Attempt) =>
  Effect.map(
    Aggregate.handle(Notebook, stream, { _tag: "Note", attempt: id, parts }, { commandId: id }),
    ({ events, version }) => events.length === parts ? [version] : [-1]
  )

const append = Effect.fnUntraced(function*(
  { id, writes }: Attempt
): Effect.fn.Return<ReadonlyArray<number>, Failure, EventStore.EventStore> {
  const store = yield* EventStore.EventStore
  const appends = Array.map(writes, ({ expectedVersion, parts, stream }) => ({
    streamId: streamOf(stream),
    events: eventsOf(id, stream, parts),
    expectedVersion
  }))
  const [{ events, expectedVersion, streamId }] = appends
  const appended = writes.length === 1
    ? [yield* store.append(streamId, events, { expectedVersion })]
    : yield* store.appendAll(appends)
  return appended.map(({ version }) => version)
})
