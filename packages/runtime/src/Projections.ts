// Runs projections, and looks after them: workers, waiting, dead letters, resharding. Read Projection first.
import { Position } from "@deciduous/core"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { CheckpointStore, type Fenced } from "./CheckpointStore.ts"
import { EventStore } from "./EventStore.ts"
import type { EventStoreError } from "./EventStoreError.ts"
import { DuplicateProjection, ProjectionChanged } from "./internal/projection/errors.ts"
import { runShard } from "./internal/projection/runShard.ts"
import { type ProjectionStatus, statusOf } from "./internal/projection/status.ts"
import { type NotThereYet, waitFor as waitForPosition } from "./internal/projection/waitFor.ts"
import { watchLag } from "./internal/projection/watchLag.ts"
import { replay as replayLetters, type Replayed } from "./internal/worker/replay.ts"
import { seized } from "./internal/worker/seized.ts"
import type { Projection, ServicesOf } from "./Projection.ts"
import { modelOf, ProjectionStore, type Registered } from "./ProjectionStore.ts"
import { ReadModelStore } from "./ReadModelStore.ts"
import * as Worker from "./Worker.ts"

export { DuplicateProjection, HandlerTimedOut, NoEffect, ProjectionChanged } from "./internal/projection/errors.ts"
export { applyInline, type Inline, inlineVersions, openInline, problemOfAppends } from "./internal/projection/inline.ts"
export type { ProjectionStatus } from "./internal/projection/status.ts"
export { NotThereYet } from "./internal/projection/waitFor.ts"
export type { Replayed } from "./internal/worker/replay.ts"

/**
 * What running projections needs: the stores of one layer.
 *
 * @since 0.1.0
 * @category models
 */
export type Stores = CheckpointStore | EventStore | ProjectionStore | ReadModelStore

/**
 * Why projections cannot be run.
 *
 * @since 0.1.0
 * @category errors
 */
export type Refusal = DuplicateProjection | ProjectionChanged | EventStoreError

/**
 * Runs projections for ever. Any number of processes do the same, and share the work.
 *
 * A new version is built beside the one that is read, and takes its place once it has caught up. Interrupt it to end: what
 * is open is undone, and the leases are given back. Fails at its start with `DuplicateProjection`, and with
 * `ProjectionChanged` where a projection is not the one that has built its version.
 *
 * @example
 * ```ts
 * import { MemoryEventStore, type Projection, Projections } from "@deciduous/runtime"
 * import { Effect } from "effect"
 *
 * declare const Sales: Projection.Projection
 * declare const Stock: Projection.Projection
 *
 * const main = Projections.run([Sales, Stock]).pipe(Effect.provide(MemoryEventStore.layer))
 * ```
 *
 * @since 0.1.0
 * @category running
 */
export const run = <P extends Projection<any, any>>(
  projections: ReadonlyArray<P>,
  options?: Worker.Options
): Effect.Effect<never, Refusal, Stores | ServicesOf<P>> =>
  Effect.scoped(Effect.andThen(start(projections, options), Effect.never))

/**
 * As {@link run}, in the background until the scope closes.
 *
 * @since 0.1.0
 * @category running
 */
export const start = <P extends Projection<any, any>>(
  projections: ReadonlyArray<P>,
  options?: Worker.Options
): Effect.Effect<void, Refusal, Stores | ServicesOf<P> | Scope.Scope> =>
  Effect.flatMap(tasksOf(projections), (tasks) => Worker.start(tasks, options)).pipe(
    Effect.andThen(Effect.forkScoped(watchLag(projections))),
    Effect.asVoid
  )

/**
 * Projections as tasks, for a worker that has others too. Fails as {@link run} does.
 *
 * @since 0.1.0
 * @category running
 */
export const tasksOf = <P extends Projection<any, any>>(
  projections: ReadonlyArray<P>
): Effect.Effect<ReadonlyArray<Worker.Task<Stores | ServicesOf<P>>>, Refusal, ProjectionStore> =>
  allTasksOf<ServicesOf<P>>(projections)

const allTasksOf = Effect.fnUntraced(function*<R>(
  projections: ReadonlyArray<Projection<unknown, R>>
): Effect.fn.Return<ReadonlyArray<Worker.Task<Stores | R>>, Refusal, ProjectionStore> {
  const names = projections.flatMap(({ members, name }) => [...new Set([name, ...members])])
  const twice = names.find((name, i) => names.indexOf(name) < i)
  if (twice !== undefined) return yield* new DuplicateProjection({ projection: twice })
  const tasks: Array<Worker.Task<Stores | R>> = []
  for (const projection of projections) {
    if (yield* isWanted(projection)) {
      tasks.push({
        name: modelOf(projection),
        shards: projection.shards,
        run: (lease) => runShard(projection, lease)
      })
    }
  }
  return tasks
})

/** Registers a projection. One that a later version has replaced is left to the programs that know that. */
const isWanted = Effect.fnUntraced(function*<E, R>(projection: Projection<E, R>) {
  const store = yield* ProjectionStore
  const { members, name, version } = projection
  const fingerprint = projection.fingerprint()
  const versions = yield* store.register({ name, version, fingerprint })
  for (const member of members) {
    if (member !== name) yield* store.register({ name: member, version, fingerprint })
  }
  const mine = versions.find((one) => one.version === version)
  const newer = versions.find((one) => one.version > version && one.status === "active")
  if (newer !== undefined) {
    yield* Effect.logWarning(
      `The projection ${name} is read in its version ${newer.version}: this program has version ${version}, and leaves it.`
    )
    return false
  }
  if (mine !== undefined && mine.fingerprint !== fingerprint) {
    return yield* new ProjectionChanged({ projection: name, version, fingerprint })
  }
  if (mine?.isInline === true && projection.mode === "async") {
    yield* Effect.logWarning(
      `The projection ${name} is written with each append. To have it written by workers, give it a new version.`
    )
  }
  return mine?.isInline !== true
})

/**
 * Waits until a projection has passed a position, such as that of what `Aggregate.handle` has given: then a query sees
 * what it led to. Fails with `NotThereYet` after `timeout`, 5 seconds by default, or at once where it is stopped.
 *
 * @since 0.1.0
 * @category waiting
 */
export const waitFor = <E, R>(
  projection: Projection<E, R>,
  position: Position.Position,
  timeout: Duration.Input = "5 seconds"
): Effect.Effect<void, NotThereYet | EventStoreError, CheckpointStore | ProjectionStore> =>
  waitForPosition(projection, position, timeout)

/**
 * How all projections of the store stand: lag, rate, time left, what was stopped, and dead letters.
 *
 * @since 0.1.0
 * @category looking after
 */
export const status = Effect.fnUntraced(function*(): Effect.fn.Return<
  ReadonlyArray<ProjectionStatus>,
  EventStoreError,
  EventStore | CheckpointStore | ProjectionStore
> {
  const last = yield* Stream.runHead((yield* EventStore).readAll({ direction: "backward", limit: 1 }))
  return yield* statusUpTo(Option.match(last, { onNone: () => Position.start, onSome: ({ position }) => position }))
})

/**
 * As {@link status}, where the end of the log is known already.
 *
 * @since 0.1.0
 * @category looking after
 */
export const statusUpTo = Effect.fnUntraced(function*(
  end: Position.Position
): Effect.fn.Return<ReadonlyArray<ProjectionStatus>, EventStoreError, CheckpointStore | ProjectionStore> {
  const store = yield* ProjectionStore
  const standings = yield* (yield* CheckpointStore).standings()
  return statusOf(yield* store.registered, standings, yield* store.letters(), end)
})

/**
 * The version of a projection that is read now, whichever this program has; `undefined` until one is built.
 *
 * @since 0.1.0
 * @category looking after
 */
export const activeVersion = Effect.fnUntraced(function*<E, R>(
  projection: Projection<E, R>
): Effect.fn.Return<Registered | undefined, EventStoreError, ProjectionStore> {
  const all = yield* (yield* ProjectionStore).registered
  return all.find(({ name, status }) => name === projection.name && status === "active")
})

/**
 * Handles dead letters once more, in the order of the log, and those of a parked stream first to last: what succeeds is
 * taken away in the transaction in which it takes effect, so that nothing is handled twice. A parked stream goes on by
 * itself when it has no letter left; it stays parked at the first that fails.
 *
 * @since 0.1.0
 * @category looking after
 */
export const replay = <E, R>(
  projection: Projection<E, R>
): Effect.Effect<Replayed, Fenced | EventStoreError, Stores | R> =>
  replayLetters(
    modelOf(projection),
    (event, shards) =>
      projection.apply([event], { version: projection.version, isShared: shards > 1, isRebuilding: false })
  )

/**
 * Builds a projection anew from the first event, in place: until it has caught up its documents are incomplete, and are
 * not read. To build beside what is read, raise its version. Rows of one's own are the application's to remove before.
 *
 * @since 0.1.0
 * @category looking after
 */
export const reset = Effect.fnUntraced(function*(
  { members, name, version }: Pick<Projection<unknown, unknown>, "members" | "name" | "version">
): Effect.fn.Return<void, Fenced | EventStoreError, CheckpointStore | ProjectionStore | ReadModelStore> {
  const checkpoints = yield* CheckpointStore
  const versions = yield* ProjectionStore
  const models = yield* ReadModelStore
  const task = modelOf({ name, version })
  yield* seized({ name: task, shard: 0 }, () =>
    Effect.gen(function*() {
      yield* checkpoints.reset(task, Position.start)
      // they are handled again with all others
      for (const letter of yield* versions.letters(task)) yield* versions.exhume(letter)
      for (const member of new Set([name, ...members])) {
        yield* versions.deactivate(member, version)
        yield* models.drop(modelOf({ name: member, version }), everything)
      }
    }))
})

/** More documents than a model has. */
const everything = 2_147_483_647

/**
 * Divides a projection into another number of shards while it runs: nothing is applied twice, nothing left out, and the
 * order within each stream stays. Workers take the new shards with their next sign of life.
 *
 * @since 0.1.0
 * @category looking after
 */
export const reshard = Effect.fnUntraced(function*<E, R>(
  projection: Projection<E, R>,
  shards: number
): Effect.fn.Return<void, EventStoreError, CheckpointStore> {
  yield* (yield* CheckpointStore).reshard(modelOf(projection), shards)
})

/**
 * Lets a projection that was stopped go on where it was.
 *
 * @since 0.1.0
 * @category looking after
 */
export const resume = Effect.fnUntraced(function*<E, R>(
  projection: Projection<E, R>
): Effect.fn.Return<void, EventStoreError, CheckpointStore> {
  yield* (yield* CheckpointStore).resume(modelOf(projection))
})
