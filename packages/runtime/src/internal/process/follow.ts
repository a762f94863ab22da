// The task that takes events: each batch is one transaction with the states, what they owe, and the place in the log.
import { Position, type StoredEvent } from "@deciduous/core"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import { CheckpointStore, type Fenced, type Lease } from "../../CheckpointStore.ts"
import type { EventStore } from "../../EventStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"
import type { Process } from "../../Process.ts"
import { type Changes, ProcessStore } from "../../ProcessStore.ts"
import { inWords, retries } from "../projection/poison.ts"
import { isNoPoison } from "../worker/failures.ts"
import type { Poison } from "../worker/Following.ts"
import { followLog } from "../worker/followLog.ts"
import { advance, changesOf, type Draft, type Failure, inputsOf, instancesOf } from "./advance.ts"
import type { UnwritableProcess } from "./errors.ts"
import { afterReplay, causeOf, compare, resumed } from "./owed.ts"

type Needs = CheckpointStore | EventStore | ProcessStore

/** `onOwed` is called after each batch that may owe something. */
export const follow = <S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  onOwed: () => void
) =>
(lease: Lease): Effect.Effect<never, Failure | Fenced, Needs> =>
  Effect.gen(function*() {
    const store = yield* ProcessStore
    return yield* followLog<Failure, ProcessStore | CheckpointStore>(lease, {
      filter: process.filter,
      batchMillis,
      handle: (events) => handle(process, store, events),
      onBatch: () => Effect.sync(onOwed),
      onPoison: (poison) => stopAt(process, lease, poison)
    })
  })

/** Readers of the log wait for an open batch. */
const batchMillis = 25

const handle = Effect.fnUntraced(function*<S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  store: ProcessStore["Service"],
  events: ReadonlyArray<StoredEvent>
): Effect.fn.Return<void, Failure> {
  const inputs = yield* Effect.fromResult(inputsOf(process, events))
  const last = events.at(-1)!
  const replayingUntil = yield* store.replay(process.name)
  if (inputs.length > 0) {
    const rows = yield* store.instances(process.name, instancesOf(inputs))
    const drafts = yield* Effect.fromResult(advance(process, rows, inputs, Position.start))
    const changes = yield* Effect.fromResult(changesOf(process, drafts, events))
    yield* store.write(
      process.name,
      replayingUntil === undefined ? changes : yield* replayed(process, store, changes, drafts, causeOf(last))
    )
  }
  if (replayingUntil !== undefined && last.position >= replayingUntil) yield* store.endReplay(process.name)
})

/** What is owed after a replay is what `resume` says: of everything else it is known that it was answered. */
const replayed = Effect.fnUntraced(function*<S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  store: ProcessStore["Service"],
  changes: Changes,
  drafts: ReadonlyArray<Draft<S>>,
  cause: string
): Effect.fn.Return<Changes, UnwritableProcess | EventStoreError> {
  const before = yield* store.commands(process.name, drafts.map(({ instance }) => instance))
  const owed: Array<Changes["owed"][number]> = []
  for (const { hasBegun, instance, owed: asked, state } of drafts) {
    if (!hasBegun) continue
    const expected = yield* Effect.fromResult(resumed(process, instance, state))
    const kept = [...before.filter((one) => one.instance === instance), ...asked]
    owed.push(...afterReplay(process.name, instance, cause, compare(expected, kept)))
  }
  return { ...changes, cancelled: [], dropped: before.map(({ id }) => id), owed }
})

/** An event that cannot be taken is tried again for a while; then the process stops there, for somebody to look at. */
const stopAt = Effect.fnUntraced(function*<S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  lease: Lease,
  { again, cause, event }: Poison<Failure, ProcessStore | CheckpointStore>
): Effect.fn.Return<void, Failure | Fenced, ProcessStore | CheckpointStore> {
  let last: Cause.Cause<Failure | Fenced> = cause
  const once = Effect.catchCause(again, (failed): Effect.Effect<never, "again" | Failure | Fenced> => {
    if (isNoPoison(failed)) return Effect.failCause(failed)
    last = failed
    return Effect.fail("again")
  })
  return yield* Effect.catch(
    Effect.retry(once, { schedule: retries, while: (error) => error === "again" }),
    Effect.fnUntraced(function*(failed: "again" | Failure | Fenced) {
      if (failed !== "again") return yield* failed
      const why = inWords(last)
      const where = `${event.type} at version ${event.version} of stream ${event.streamId}`
      yield* Effect.logError(`The process ${process.name} is stopped: it cannot take ${where}. ${why}`)
      yield* (yield* CheckpointStore).stop(lease, `it cannot take ${where}. ${why}`)
      return yield* Effect.failCause(last)
    })
  )
})
