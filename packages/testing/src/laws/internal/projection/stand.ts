// Builds a read model of some events on a real store, batch by batch as a worker does, and reads what it has become.
import { Position, type StoredEvent } from "@deciduous/core"
import { CheckpointStore } from "@deciduous/runtime/CheckpointStore"
import type { Batch, Documents, Projection } from "@deciduous/runtime/Projection"
import type * as Projections from "@deciduous/runtime/Projections"
import { modelOf } from "@deciduous/runtime/ProjectionStore"
import { ReadModelStore } from "@deciduous/runtime/ReadModelStore"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import type * as Layer from "effect/Layer"
import { asStored } from "../upcasts.ts"
import { described } from "../watch.ts"
import { elsewhere } from "./elsewhere.ts"

type AnyEffect<A> = Effect.Effect<A, unknown, any>
export type AnyProjection = Projection<unknown, any>
export type AnyDocuments = Documents<any>
export type Store = Layer.Layer<Projections.Stores, unknown>

/** A projection and how to look at what it has written. */
export interface Subject {
  readonly projection: AnyProjection
  /** The store that projections are written in with each append. */
  readonly store: (inline: ReadonlyArray<AnyProjection>) => Store
  readonly read: (version: number, events: ReadonlyArray<StoredEvent>) => AnyEffect<unknown>
  /** Takes away what a build has left; without it each build has a store of its own. */
  readonly empty: ((version: number) => AnyEffect<unknown>) | undefined
  /** Whether versions stand side by side, so that each build may have its own. */
  readonly hasVersions: boolean
}

/** A way to build. */
export interface Way {
  readonly batches: ReadonlyArray<ReadonlyArray<StoredEvent>>
  readonly isShared?: boolean
  readonly isRebuilding?: boolean
  /** Each batch is undone, and done again: as where a worker ends in it, or the database does. */
  readonly isUndone?: boolean
  /** On another day, in another time zone. */
  readonly isElsewhere?: boolean
}

export type Built =
  | { readonly _tag: "Built"; readonly model: unknown }
  /** `batch` is the one that could not be handled. */
  | { readonly _tag: "Failed"; readonly why: string; readonly batch: number }

export interface Stand {
  readonly build: (way: Way) => Effect.Effect<Built, never, Projections.Stores>
}

export const makeStand = (subject: Subject): Stand => {
  const { projection } = subject
  let number = 0
  return {
    build: (way) => {
      number++
      const version = subject.hasVersions ? projection.version + number : projection.version
      const built = buildAt(subject, way, version, `laws of ${projection.name}, ${number}`)
      const whole = way.isElsewhere === true ? elsewhere(built) : built
      // a layer that nobody shares is built anew each time
      return subject.empty === undefined ? Effect.orDie(Effect.provide(whole, subject.store([]))) : whole
    }
  }
}

const buildAt = Effect.fnUntraced(function*(subject: Subject, way: Way, version: number, task: string) {
  const { empty, projection, read } = subject
  const checkpoints = yield* CheckpointStore
  yield* Effect.orDie(checkpoints.register([{ name: task, shards: 1 }]))
  const lease = (yield* Effect.orDie(checkpoints.seize({ name: task, shard: 0 })))!
  const flags: Batch = { version, isShared: way.isShared ?? false, isRebuilding: way.isRebuilding ?? false }
  let from: Position.Position = Position.start
  let built: Built | undefined
  for (const [batch, events] of way.batches.entries()) {
    const step = { from, to: from }
    const apply = Effect.suspend(() => projection.apply(events.map(own), flags))
    if (way.isUndone === true) {
      yield* Effect.exit(checkpoints.batch(lease, step, Effect.andThen(apply, Effect.fail("undone"))))
    }
    const exit = yield* Effect.exit(checkpoints.batch(lease, step, apply))
    from = step.to
    if (Exit.isSuccess(exit)) continue
    built = { _tag: "Failed", why: described(Cause.squash(exit.cause)), batch }
    break
  }
  if (built === undefined) {
    const exit = yield* Effect.exit(read(version, way.batches.flat()))
    built = Exit.isSuccess(exit)
      ? { _tag: "Built", model: exit.value }
      : { _tag: "Failed", why: `the read model cannot be read: ${described(Cause.squash(exit.cause))}`, batch: -1 }
  }
  yield* Effect.orDie(checkpoints.remove(task))
  if (empty !== undefined) yield* Effect.orDie(empty(version))
  return built
}) as (subject: Subject, way: Way, version: number, task: string) => Effect.Effect<Built, never, Projections.Stores>

/** What a handler writes into is shared with nobody. */
const own = (event: StoredEvent): StoredEvent => ({ ...event, data: asStored(event.data) })

/** Documents are read by the keys of the events, whichever version they are of. */
export const ofDocuments = (
  { codec, name }: AnyDocuments,
  keysOf: (events: ReadonlyArray<StoredEvent>) => ReadonlyArray<string>
): Pick<Subject, "read" | "empty" | "hasVersions"> => ({
  hasVersions: true,
  read: Effect.fnUntraced(function*(version: number, events: ReadonlyArray<StoredEvent>) {
    const model = modelOf({ name, version })
    const keys = keysOf(events)
    const found = yield* (yield* ReadModelStore).get(model, keys)
    const states: Array<readonly [key: string, state: unknown]> = []
    for (const [i, json] of found.entries()) {
      const key = keys[i]!
      if (json !== undefined) states.push([key, yield* Effect.fromResult(codec.decode(model, key, json))])
    }
    return Object.fromEntries(states)
  }),
  empty: (version) => Effect.flatMap(ReadModelStore, (store) => store.drop(modelOf({ name, version }), MOST))
})

/** More documents than a history has. */
const MOST = 1_000_000
