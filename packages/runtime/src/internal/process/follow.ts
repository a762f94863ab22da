// The task that takes events: each batch is one transaction with the states, what they owe, and the place in the log.
import type { StoredEvent } from "@deciduous/core"
import * as Effect from "effect/Effect"
import type { CheckpointStore, Fenced, Lease } from "../../CheckpointStore.ts"
import type { EventStore } from "../../EventStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"
import type { Process } from "../../Process.ts"
import { type Changes, ProcessStore } from "../../ProcessStore.ts"
import type { ProjectionStore } from "../../ProjectionStore.ts"
import { followLog } from "../worker/followLog.ts"
import { makeSettingAside, retries } from "../worker/poison.ts"
import { advance, changesOf, type Draft, type Failure, inputsOf, instancesOf } from "./advance.ts"
import type { UnwritableProcess } from "./errors.ts"
import { afterReplay, causeOf, compare, resumed } from "./owed.ts"

type Needs = CheckpointStore | EventStore | ProcessStore | ProjectionStore

/** `onOwed` is called after each batch that may owe something. */
export const follow = <S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  onOwed: () => void
) =>
(lease: Lease): Effect.Effect<never, Failure | Fenced, Needs> =>
  Effect.gen(function*() {
    const { name, onPoison } = process
    const aside = yield* makeSettingAside(lease, { onPoison, retry: retries, title: `The process ${name}` })
    return yield* followLog<Failure, ProcessStore | CheckpointStore | ProjectionStore>(lease, {
      filter: process.filter,
      batchMillis,
      begin: () => aside.begin,
      handle: (events) => aside.handle(events, (others) => take(process, others)),
      onBatch: () => Effect.sync(onOwed),
      onPoison: aside.onPoison
    })
  })

/** Readers of the log wait for an open batch. */
const batchMillis = 25

/**
 * Takes events in the transaction of the batch. `late` are those that were put aside: events behind them may have been
 * taken meanwhile, and whoever gives them sees to it that each is given once.
 */
export const take = Effect.fnUntraced(function*<S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  events: ReadonlyArray<StoredEvent>,
  { late = false } = {}
): Effect.fn.Return<void, Failure, ProcessStore> {
  const store = yield* ProcessStore
  const inputs = yield* Effect.fromResult(inputsOf(process, events))
  const last = events.at(-1)!
  const replayingUntil = yield* store.replay(process.name)
  if (inputs.length > 0) {
    const rows = yield* store.instances(process.name, instancesOf(inputs))
    const drafts = yield* Effect.fromResult(advance(process, rows, inputs, { late }))
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
