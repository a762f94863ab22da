// How an attempt is sent until it is settled, with an entry in the ledger for each step.
import { Aggregate, EventStore, type EventStoreError } from "@deciduous/runtime"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type { Attempt, Entry } from "../ledger/Ledger.ts"
import { eventsOf, Notebook, streamOf } from "./Notebook.ts"

/**
 * Again and again until it is known to be written or refused, as a careful client does. Gives the versions at which its
 * writes ended, if it was written.
 */
export const settle = Effect.fnUntraced(function*(attempt: Attempt, report: (entry: Entry) => void) {
  const { id } = attempt
  report({ _tag: "Began", at: now(), attempt })
  while (true) {
    const sent = yield* Effect.result(send(attempt))
    const at = now()
    if (Result.isSuccess(sent)) {
      report({ _tag: "Acknowledged", at, id, versions: sent.success })
      return sent.success
    }
    if (sent.failure._tag === "OutcomeUnknown") report({ _tag: "Unknown", at, id })
    else {
      const because = sent.failure._tag === "EventStoreError" ? sent.failure.reason._tag : sent.failure._tag
      const isFinal = because !== "StoreUnavailable"
      report({ _tag: "Refused", at, id, because, isFinal })
      if (isFinal) return undefined
    }
    yield* Effect.sleep("20 millis")
  }
})

/** In nanoseconds, by the clock that all processes of this machine share. */
const now = (): number => Number(process.hrtime.bigint())

type Failure = EventStoreError.VersionConflict | EventStoreError.OutcomeUnknown | EventStoreError.EventStoreError

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
