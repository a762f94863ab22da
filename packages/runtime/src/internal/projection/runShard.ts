// Works on a shard of a projection: everything that a projection is beyond following the log.
import type { StoredEvent } from "@deciduous/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import { CheckpointStore, type Fenced, type Lease } from "../../CheckpointStore.ts"
import type { EventStore } from "../../EventStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"
import * as Metrics from "../../Metrics.ts"
import type { Projection } from "../../Projection.ts"
import { modelOf, ProjectionStore } from "../../ProjectionStore.ts"
import { ReadModelStore } from "../../ReadModelStore.ts"
import { followLog } from "../worker/followLog.ts"
import { makeSettingAside } from "../worker/poison.ts"
import { HandlerTimedOut, NoEffect } from "./errors.ts"
import { makeTakeOver } from "./takeOver.ts"

export const runShard = <E, R>(
  projection: Projection<E, R>,
  lease: Lease
): Effect.Effect<never, E | Problem, R | Stores> =>
  Effect.gen(function*() {
    const takeOver = yield* makeTakeOver(lease, projection)
    const aside = yield* makeSettingAside(lease, { ...projection, title: `The projection ${lease.name}` })
    const limit = Duration.divideUnsafe(lease.duration, 3)
    const timedOut = () =>
      Effect.fail(new HandlerTimedOut({ projection: lease.name, seconds: Duration.toSeconds(limit) }))
    const apply = (events: ReadonlyArray<StoredEvent>, shards: number) =>
      Effect.suspend((): Effect.Effect<void, E | NoEffect, R> => {
        const { version } = projection
        const applied = projection.apply(events, {
          version,
          isShared: shards > 1,
          isRebuilding: takeOver.isRebuilding()
        })
        return Effect.isEffect(applied) ? applied : Effect.fail(new NoEffect({ projection: lease.name }))
      }).pipe(Effect.timeoutOrElse({ duration: limit, orElse: timedOut }))

    return yield* followLog<E | Problem, R | Stores>(lease, {
      filter: projection.filter,
      batchMillis: Duration.toMillis(projection.batch),
      begin: Effect.fnUntraced(function*({ position }) {
        yield* aside.begin
        yield* takeOver.reached(position)
        if (!takeOver.isBuilding()) yield* Effect.forkChild(cleanUp(projection))
      }),
      handle: (events, { shards }) => aside.handle(events, (others) => apply(others, shards)),
      onPoison: aside.onPoison,
      onBatch: Effect.fnUntraced(function*(events, position) {
        if (events > 0) yield* Metric.update(Metrics.projectedEvents, events)
        if (yield* takeOver.reached(position)) yield* Effect.forkChild(cleanUp(projection))
      })
    })
  })

type Problem = Fenced | EventStoreError | HandlerTimedOut | NoEffect
type Stores = CheckpointStore | EventStore | ProjectionStore | ReadModelStore

/** Documents that one statement deletes. */
const dropped = 1000

/** What versions that were replaced have left behind. Who is killed meanwhile begins again at the next start. */
const cleanUp = Effect.fnUntraced(function*<E, R>({ dropVersion, members, name }: Projection<E, R>) {
  const versions = yield* ProjectionStore
  const checkpoints = yield* CheckpointStore
  const models = yield* ReadModelStore
  const tasks = new Set((yield* checkpoints.standings()).map((one) => one.name))
  for (const one of yield* versions.registered) {
    const model = modelOf(one)
    if (one.name !== name || one.status !== "replaced" || !tasks.has(model)) continue
    for (const member of members) {
      const documents = modelOf({ name: member, version: one.version })
      while ((yield* models.drop(documents, dropped)) === dropped) yield* Effect.yieldNow
    }
    if (dropVersion !== undefined) yield* dropVersion(one.version)
    // last, as it says that there is something left
    yield* checkpoints.remove(model)
  }
}, Effect.catchCause((cause) => Effect.logWarning("What a replaced projection has left could not be removed.", cause)))
