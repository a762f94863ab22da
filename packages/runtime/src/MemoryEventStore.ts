// The store in memory: for tests, and to read first, as it shows in a page what a store must do.
import { Position } from "@deciduous/core"
import * as Cause from "effect/Cause"
import * as Clock from "effect/Clock"
import * as Context from "effect/Context"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import * as AppendRequest from "./AppendRequest.ts"
import type { CheckpointStore } from "./CheckpointStore.ts"
import { type Appended, EventStore } from "./EventStore.ts"
import { AfterAppendFailed, EventStoreError, IdReused, UnknownPosition, VersionConflict } from "./EventStoreError.ts"
import * as MemoryLog from "./internal/memoryLog.ts"
import { firstAfter, fits, inRange, inRangeOfAll } from "./internal/memoryRange.ts"
import { applyInline, inlineVersions, openInline } from "./internal/projection/inline.ts"
import { Limits } from "./Limits.ts"
import * as MemoryCheckpointStore from "./MemoryCheckpointStore.ts"
import * as MemoryProcessStore from "./MemoryProcessStore.ts"
import * as MemoryProjectionStore from "./MemoryProjectionStore.ts"
import * as MemoryReadModelStore from "./MemoryReadModelStore.ts"
import * as MemorySnapshotStore from "./MemorySnapshotStore.ts"
import * as MemoryTables from "./MemoryTables.ts"
import type { ProcessStore } from "./ProcessStore.ts"
import type { Projection } from "./Projection.ts"
import type { ProjectionStore } from "./ProjectionStore.ts"
import type { ReadModelStore } from "./ReadModelStore.ts"
import * as ReadRequest from "./ReadRequest.ts"
import type { SnapshotStore } from "./SnapshotStore.ts"
import * as Subscription from "./Subscription.ts"

/**
 * What the layer of this store brings: beside the events it keeps snapshots, what projections and processes need, and the
 * tables in which these keep it.
 *
 * @since 0.1.0
 * @category models
 */
export type Services =
  | EventStore
  | SnapshotStore
  | CheckpointStore
  | ProjectionStore
  | ReadModelStore
  | ProcessStore
  | MemoryTables.MemoryTables

/** What a projection that is written with each append may write by. */
type InlineServices = ReadModelStore | MemoryTables.MemoryTables

/**
 * An empty store that lives as long as its layer.
 *
 * It keeps JSON text as a database does, so nothing that is read is shared with what was written.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<Services> = Layer.effectContext(Effect.map(build([]), ({ services }) => services))

/**
 * As {@link layer}, with projections that are written with each append, or not at all.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerWith = ({ inline }: {
  readonly inline: ReadonlyArray<Projection<unknown, InlineServices>>
}): Layer.Layer<Services, EventStoreError> =>
  Layer.effectContext(
    Effect.flatMap(build(inline), ({ services }) =>
      Effect.as(Effect.provideContext(openInline(inline), services), services))
  )

/** The stores beside the log read it by a store that knows nothing of them. */
function build(inline: ReadonlyArray<Projection<unknown, InlineServices>>) {
  return Effect.gen(function*() {
    const log = MemoryLog.make()
    const limits = yield* Limits
    const wakeup = Subscription.makeWakeup()
    const write = (entries: ReadonlyArray<MemoryLog.Entry>) => append(log, wakeup, entries)
    const beside = yield* Layer.build(
      Layer.mergeAll(
        Layer.fresh(MemorySnapshotStore.layer),
        Layer.fresh(MemoryCheckpointStore.layer),
        Layer.fresh(MemoryProjectionStore.layer),
        Layer.fresh(MemoryReadModelStore.layer),
        Layer.fresh(MemoryProcessStore.layer)
      ).pipe(
        Layer.provideMerge(Layer.fresh(MemoryTables.layer)),
        Layer.provide(Layer.succeed(EventStore, make(limits, log, wakeup, write)))
      )
    )
    const writeBoth = (entries: ReadonlyArray<MemoryLog.Entry>) =>
      Effect.provideContext(appendWith(inline, log, write, entries), beside)
    const store = make(limits, log, wakeup, inline.length === 0 ? write : writeBoth)
    return { services: Context.add(beside, EventStore, store) }
  })
}

type Write = (
  entries: ReadonlyArray<MemoryLog.Entry>
) => Effect.Effect<ReadonlyArray<Appended>, VersionConflict | EventStoreError>

/** What is written with an append is written before it, in a transaction that nobody else can be in. */
const appendWith = (
  inline: ReadonlyArray<Projection<unknown, InlineServices>>,
  log: MemoryLog.MemoryLog,
  write: Write,
  entries: ReadonlyArray<MemoryLog.Entry>
): Effect.Effect<
  ReadonlyArray<Appended>,
  VersionConflict | EventStoreError,
  MemoryTables.MemoryTables | ProjectionStore | ReadModelStore
> =>
  Effect.flatMap(MemoryTables.MemoryTables, (tables) =>
    tables.transaction(Effect.gen(function*() {
      if (entries.every((entry) => log.judge(entry) === undefined)) {
        const now = DateTime.makeUnsafe(yield* Clock.currentTimeMillis)
        const events = log.plan(entries, now).flatMap(({ rows }) => rows.map(MemoryLog.toEvent))
        const applied = Effect.flatMap(inlineVersions(inline), (versions) => applyInline(inline, versions, events))
        yield* Effect.catchCause(applied, (cause) => {
          const streamId = entries.map((entry) => entry.streamId.name).join(", ")
          const reason = new AfterAppendFailed({ streamId, cause: Cause.squash(cause) })
          return Cause.hasInterruptsOnly(cause)
            ? Effect.failCause(cause as Cause.Cause<never>)
            : Effect.fail(new EventStoreError({ reason }))
        })
      }
      return yield* write(entries)
    })))

const make = (
  limits: Limits,
  log: MemoryLog.MemoryLog,
  wakeup: Subscription.Wakeup,
  write: Write
): EventStore["Service"] => {
  return EventStore.of({
    append: (streamId, events, { expectedVersion }) => {
      const prepared = AppendRequest.prepare(limits, streamId, events, expectedVersion)
      if (Result.isFailure(prepared)) return Effect.fail(prepared.failure)
      const entry = { streamId, events, expectedVersion, prepared: prepared.success }
      return Effect.map(write([entry]), ([appended]) => appended!)
    },
    appendAll: (appends) => {
      const prepared = AppendRequest.prepareAll(limits, appends)
      if (Result.isFailure(prepared)) return Effect.fail(prepared.failure)
      return write(appends.map((one, i) => ({ ...one, prepared: prepared.success[i]! })))
    },
    read: (streamId, range = {}) =>
      checked(ReadRequest.problemOfRange(streamId, range), () => inRange(log.stream(streamId), range)),
    readTails: (requests) =>
      failing(ReadRequest.problemOfTails(requests), () =>
        requests.map(({ after, commandId, streamId }) => ({
          events: log.stream(streamId).slice(after).map(MemoryLog.toPayload),
          isWhole: true,
          handledAt: commandId === undefined ? undefined : log.handled(streamId, commandId)?.first
        }))),
    readAll: (range = {}) =>
      Stream.suspend(() =>
        checked(
          ReadRequest.problemOfRangeOfAll(range)
            ?? (range.after && problemOfPosition(log, range.after))
            ?? (range.before && problemOfPosition(log, range.before)),
          () => inRangeOfAll(log.rows, range)
        )
      ),
    ...Subscription.make({
      page: (after, filter) =>
        Effect.sync(() => {
          const next = firstAfter(log.rows, after)
          const rows = log.rows.slice(next, next + pageSize)
          return {
            events: rows.filter((row) => fits(row, filter)).map(MemoryLog.toEvent),
            position: rows.at(-1)?.position ?? after
          }
        }),
      end: Effect.sync(() => endOf(log)),
      check: (position) => Effect.suspend(() => failing(problemOfPosition(log, position), () => undefined)),
      wakeup
    })
  })
}

/** Each page of a subscription is copied out of the log whole. */
const pageSize = 1000

/** All of them, or none. */
const append = (
  log: MemoryLog.MemoryLog,
  wakeup: Subscription.Wakeup,
  entries: ReadonlyArray<MemoryLog.Entry>
): Effect.Effect<ReadonlyArray<Appended>, VersionConflict | EventStoreError> =>
  Effect.clockWith((clock): ReturnType<typeof append> => {
    const before: Array<Appended> = []
    for (const entry of entries) {
      const verdict = log.judge(entry)
      if (verdict instanceof VersionConflict) return Effect.fail(verdict)
      if (verdict instanceof IdReused) return Effect.fail(new EventStoreError({ reason: verdict }))
      if (verdict !== undefined) before.push(verdict)
    }
    if (before.length === entries.length) return Effect.succeed(before)
    // some of them were written before, so it was not together with the others
    const half = before.length > 0 && entries.find((entry) => log.judge(entry) !== undefined)
    if (half) return Effect.fail(conflictOf(log, half))
    const appended = log.write(entries, DateTime.makeUnsafe(clock.currentTimeMillisUnsafe()))
    wakeup.notify()
    return Effect.succeed(appended)
  })

const conflictOf = (log: MemoryLog.MemoryLog, { expectedVersion, streamId }: MemoryLog.Entry) =>
  new VersionConflict({ streamId: streamId.name, expected: expectedVersion, actual: log.stream(streamId).length })

const endOf = (log: MemoryLog.MemoryLog) => log.rows.at(-1)?.position ?? Position.start

const problemOfPosition = (log: MemoryLog.MemoryLog, position: Position.Position): EventStoreError | undefined =>
  position === Position.start || log.rows[firstAfter(log.rows, position) - 1]?.position === position
    ? undefined
    : new EventStoreError({ reason: new UnknownPosition({ position, head: endOf(log) }) })

const checked = (problem: EventStoreError | undefined, rows: () => ReadonlyArray<MemoryLog.Row>) =>
  problem === undefined
    ? Stream.suspend(() => Stream.fromArray(rows().map(MemoryLog.toEvent)))
    : Stream.fail(problem)

const failing = <A>(problem: EventStoreError | undefined, value: () => A): Effect.Effect<A, EventStoreError> =>
  problem === undefined ? Effect.sync(value) : Effect.fail(problem)
