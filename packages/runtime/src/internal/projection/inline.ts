// Projections that are written with each append, in its transaction: for those who write a store.
import { Position, type StoredEvent } from "@deciduous/core"
import * as Effect from "effect/Effect"
import { CheckpointStore } from "../../CheckpointStore.ts"
import { EventStoreError, StoreFailure } from "../../EventStoreError.ts"
import type { Projection } from "../../Projection.ts"
import { modelOf, ProjectionStore, type Registered } from "../../ProjectionStore.ts"

/** What a store is given to write with its appends. */
export type Inline<R> = ReadonlyArray<Projection<unknown, R>>

/** Which of them appends write. Runs in the transaction of an append, before or after its events; until its end that stays. */
export const inlineVersions = <R>(projections: Inline<R>) =>
  Effect.flatMap(ProjectionStore, (store) => store.inlineVersions(projections.map(({ name }) => name)))

/** Writes what new events lead to. Runs in their transaction, after them; its failure undoes them. */
export const applyInline = Effect.fnUntraced(function*<R>(
  projections: Inline<R>,
  versions: ReadonlyArray<Registered>,
  events: ReadonlyArray<StoredEvent>
) {
  for (const { apply, filter: { categories }, name, version } of projections) {
    const active = versions.find((one) => one.name === name)
    const own = events.filter(({ category }) => categories?.includes(category) !== false)
    // a worker writes it, or is still building it
    if (active === undefined || own.length === 0) continue
    if (active.version !== version) return yield* refused(otherVersion(name, version, active.version))
    yield* apply(own, { version, isRebuilding: false, isShared: true })
  }
})

/**
 * Why a program must not append: the database has projections that are written with each append, and this program would
 * leave them out. It may read.
 */
export const problemOfAppends = <R>(projections: Inline<R>) =>
  Effect.map(Effect.flatMap(ProjectionStore, ({ registered }) => registered), (registered) => {
    const known = new Set(projections.flatMap(({ members, name }) => [name, ...members]))
    const unknown = registered.find(({ isInline, name }) => isInline && !known.has(name))
    return unknown && failure(
      `the projection ${unknown.name} is written with each append, and this program does not know it. Give it to the `
        + `store as inline.`
    )
  })

/**
 * Registers them when a store is opened. Where the log has no events for a projection it is written with each append from
 * then on; else a worker has to build it first, by running the same projection.
 */
export const openInline = Effect.fnUntraced(function*<R>(projections: Inline<R>) {
  const store = yield* ProjectionStore
  const checkpoints = yield* CheckpointStore
  for (const projection of projections) {
    const { filter, members, name, shards, version } = projection
    if (projection.mode !== "inline" || shards !== 1) {
      return yield* refused(
        `the projection ${name} must say mode: "inline" to be written with each append, and no shards.`
      )
    }
    const fingerprint = projection.fingerprint()
    const versions = yield* store.register({ name, version, fingerprint })
    for (const member of members) {
      if (member !== name) yield* store.register({ name: member, version, fingerprint })
    }
    const inline = versions.find(({ isInline }) => isInline)
    if (inline !== undefined && inline.version > version) {
      return yield* refused(otherVersion(name, version, inline.version))
    }
    if (inline?.version === version) {
      if (inline.fingerprint === fingerprint) continue
      return yield* refused(
        `the projection ${name} has changed since its version ${version} was built. Give it the version ${version + 1}.`
      )
    }
    const task = modelOf(projection)
    yield* checkpoints.register([{ name: task, shards: 1 }])
    const lease = yield* checkpoints.seize({ name: task, shard: 0 })
    if (lease === undefined) continue
    const { position } = yield* checkpoints.checkpoint(lease)
    const isFirst = versions.every((one) => one.version === version)
    yield* checkpoints.batch(
      lease,
      { from: position, to: position },
      Effect.gen(function*() {
        yield* store.holdAppends(name)
        const [event] = yield* store.readCommitted(Position.start, filter.categories ?? [], 1)
        if (event === undefined && isFirst) yield* beginInline(projection)
      })
    )
  }
}, (opening) => Effect.catchTag(opening, "Fenced", ({ message }) => refused(message)))

/** Inside a batch that holds appends: from its commit on they write the projection. */
export const beginInline = Effect.fnUntraced(function*<E, R>(
  { members, name, version }: Projection<E, R>
): Effect.fn.Return<void, EventStoreError, ProjectionStore | CheckpointStore> {
  const store = yield* ProjectionStore
  for (const member of new Set([name, ...members])) {
    yield* store.activate(member, version)
    yield* store.setInline(member, version, true)
  }
  yield* (yield* CheckpointStore).halt(modelOf({ name, version }), "it is written with each append.")
})

const otherVersion = (name: string, version: number, active: number) =>
  `the projection ${name} is written with each append in its version ${active}, and this program has version ${version}.`

const refused = (problem: string) => Effect.fail(failure(problem))

const failure = (problem: string) =>
  new EventStoreError({ reason: new StoreFailure({ operation: "write projections", problem, cause: problem }) })
