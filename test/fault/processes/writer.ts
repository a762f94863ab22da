// A process that writes to a log by the public API, without pause, and keeps a ledger of it on standard output.
import { PostgresEventStore } from "@deciduous/postgres"
import { Aggregate, EventStore, type EventStoreError } from "@deciduous/runtime"
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import type { Attempt, Entry, Write } from "../ledger/Ledger.ts"
import { eventsOf, Notebook, streamOf } from "../support/Notebook.ts"
import type { WriterOptions } from "../support/Writer.ts"
import { asked, now, options, report } from "./report.ts"

const { fibers, notebooks, owed, seed, url } = options<WriterOptions>()
let isAsked = false
void asked.then(() => {
  isAsked = true
})

const log = (entry: Entry) => Effect.sync(() => report(entry))

/** Sends an attempt until it is settled, as a careful client does. */
const settle = Effect.fnUntraced(function*(attempt: Attempt) {
  const { id } = attempt
  yield* log({ _tag: "Began", at: now(), attempt })
  const sent = Effect.matchEffect(send(attempt), {
    onSuccess: (versions) => Effect.as(log({ _tag: "Acknowledged", at: now(), id, versions }), true),
    onFailure: (error) => {
      if (error._tag === "OutcomeUnknown") return Effect.as(log({ _tag: "Unknown", at: now(), id }), false)
      const because = error._tag === "EventStoreError" ? error.reason._tag : error._tag
      const isFinal = because !== "StoreUnavailable"
      if (error._tag === "VersionConflict") known.set(error.streamId, error.actual)
      return Effect.as(log({ _tag: "Refused", at: now(), id, because, isFinal }), isFinal)
    }
  })
  yield* Effect.repeat(sent, { until: (isSettled) => isSettled, schedule: Schedule.spaced("20 millis") })
})

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
  const versions = appended.map(({ version }) => version)
  appends.forEach((one, i) => known.set(one.streamId.name, versions[i]!))
  return versions
})

/** The version of each stream, as far as this process knows. */
const known = new Map<string, number>()

let attempts = 0

/** One of everything that a client may do, by chance. */
const nextAttempt = Effect.gen(function*() {
  const id = `${seed} ${++attempts}`
  const stream = yield* Random.choice(notebooks)
  const parts = (yield* Random.nextIntBetween(0, 19)) === 0 ? 40 : yield* Random.nextIntBetween(1, 4)
  const any: Write = { stream, parts, expectedVersion: "any" }
  switch (yield* Random.nextIntBetween(0, 5)) {
    case 0:
      return attempt(id, "append", any)
    case 1:
      return attempt(id, "append", { ...any, expectedVersion: known.get(streamOf(stream).name) ?? 0 })
    case 2:
      return attempt(id, "append", { stream: id, parts, expectedVersion: 0 })
    case 3: {
      const other = yield* Random.choice(notebooks)
      return attempt(id, "append", any, { ...any, stream: other === stream ? id : other })
    }
    default: {
      const isRejected = (yield* Random.nextIntBetween(0, 9)) === 0
      return attempt(id, "command", { ...any, parts: isRejected ? 0 : parts })
    }
  }
})

const attempt = (id: string, how: Attempt["how"], ...writes: Attempt["writes"]): Attempt => ({ id, how, writes })

const write = Effect.gen(function*() {
  while (!isAsked) yield* settle(yield* nextAttempt)
})

await Effect.gen(function*() {
  yield* Effect.forEach(owed, settle, { concurrency: "unbounded", discard: true })
  yield* Effect.all(Array.replicate(write, fibers), { concurrency: "unbounded", discard: true })
}).pipe(
  Random.withSeed(seed),
  Effect.provide(PostgresEventStore.layer({ url })),
  Effect.runPromise
)
