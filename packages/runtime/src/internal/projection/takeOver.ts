// A version that is being built takes the place of the one that is read, once it has caught up with the log.
import { Position } from "@deciduous/core"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { CheckpointStore, type Fenced, type Lease } from "../../CheckpointStore.ts"
import { EventStore } from "../../EventStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"
import type { Projection } from "../../Projection.ts"
import { modelOf, ProjectionStore } from "../../ProjectionStore.ts"
import { beginInline } from "./inline.ts"

/** Who has passed what was the end of the log so many milliseconds ago has caught up. */
const closeEnough = 1000
/** More events than come in such a time. */
const restLimit = 1_000_000

/**
 * Gives what is to be called with each position that a shard has reached, and says whether it has taken over then. When all shards have caught up, it becomes the
 * active version in one transaction, in which the workers of the one before it are fenced off.
 */
export const makeTakeOver = Effect.fnUntraced(function*<E, R>(lease: Lease, projection: Projection<E, R>) {
  const checkpoints = yield* CheckpointStore
  const versions = yield* ProjectionStore
  const log = yield* EventStore
  const all = (yield* versions.registered).filter(({ name }) => name === projection.name)
  let isBuilding = all.some(({ status, version }) => version === projection.version && status === "building")
  const isSecond = all.length > 1
  let end: { readonly position: Position.Position; readonly at: number } | undefined

  const readEnd = Effect.gen(function*() {
    const at = yield* Clock.currentTimeMillis
    const [last] = yield* Stream.runCollect(log.readAll({ direction: "backward", limit: 1 }))
    return { position: last?.position ?? Position.start, at }
  })

  const others = Effect.map(
    versions.registered,
    (all) =>
      all.filter((one) => one.name === projection.name && one.status === "active" && one.version !== projection.version)
  )

  const activate = Effect.gen(function*() {
    for (const one of yield* others) {
      yield* checkpoints.halt(modelOf(one), `version ${projection.version} has taken its place.`)
    }
    for (const name of new Set([projection.name, ...projection.members])) {
      yield* versions.activate(name, projection.version)
    }
  })

  /** What was committed in the meantime is written here; appends that come later write it themselves. */
  const handOver = (position: Position.Position) =>
    Effect.gen(function*() {
      yield* versions.holdAppends(projection.name)
      const rest = yield* versions.readCommitted(position, projection.filter.categories ?? [], restLimit)
      const batch = { version: projection.version, isShared: true, isRebuilding: false }
      if (rest.length > 0) yield* projection.apply(rest, batch)
      yield* activate
      yield* beginInline(projection)
      return rest.length
    })

  const reached = (
    position: Position.Position
  ): Effect.Effect<boolean, E | Fenced | EventStoreError, R | CheckpointStore | ProjectionStore> =>
    Effect.gen(function*() {
      if (!isBuilding) return false
      end ??= yield* readEnd
      if (position < end.position) return false
      if ((yield* Clock.currentTimeMillis) - end.at > closeEnough) {
        end = yield* readEnd
        if (position < end.position) return false
      }
      const { position: target } = end
      const shards = yield* checkpoints.standings([lease.name])
      if (shards.some((one) => one.position < target)) return false
      const change = projection.mode === "inline" ? handOver(position) : activate
      yield* checkpoints.batch(lease, { from: position, to: position }, change)
      isBuilding = false
      const say = isSecond ? Effect.logInfo : Effect.logDebug
      yield* say(
        `The projection ${projection.name} is read in its version ${projection.version} from now on.`
      )
      return true
    })
  /** What is built for the first time is up to date when it is, and news may go out. */
  return { reached, isBuilding: () => isBuilding, isRebuilding: () => isBuilding && isSecond }
})
