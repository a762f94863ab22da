// Handles dead letters once more. Each is taken away in the transaction in which it takes effect.
import { type StoredEvent, StreamId } from "@deciduous/core"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Stream from "effect/Stream"
import { CheckpointStore, type Fenced } from "../../CheckpointStore.ts"
import { EventStore } from "../../EventStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"
import { type Buried, ProjectionStore } from "../../ProjectionStore.ts"
import { isNoPoison } from "./failures.ts"
import { shardOf } from "./hash.ts"
import { inWords } from "./inWords.ts"
import { seized } from "./seized.ts"

/**
 * What became of the dead letters of a projection, or of a process.
 *
 * @since 0.1.0
 * @category models
 */
export interface Replayed {
  readonly handled: number
  /** Those that failed again, with what they said, and those that wait behind them in a parked stream. */
  readonly left: ReadonlyArray<{ readonly letter: Buried; readonly cause: string }>
}

/** Of an event, with the number of shards that its task has. */
export type Apply<E, R> = (event: StoredEvent, shards: number) => Effect.Effect<void, E, R>

export const replay = Effect.fnUntraced(function*<E, R>(task: string, apply: Apply<E, R>) {
  const letters = yield* ProjectionStore
  const blocked = new Set<string>()
  const left: Array<Replayed["left"][number]> = []
  let handled = 0
  // while letters of a parked stream are handled, its worker may put later ones aside
  const seen = new Set<string>()
  while (true) {
    const next = (yield* letters.letters(task)).find(({ position }) => !seen.has(position))
    if (next === undefined) return { handled, left } satisfies Replayed
    seen.add(next.position)
    if (next.isParked && blocked.has(next.streamId)) {
      left.push({ letter: next, cause: next.cause })
      continue
    }
    const exit = yield* Effect.exit(handleOne(next, apply))
    if (Exit.isSuccess(exit)) {
      if (exit.value) handled++
    } else if (isNoPoison(exit.cause)) {
      return yield* Effect.failCause(exit.cause as Cause.Cause<Fenced | EventStoreError>)
    } else {
      blocked.add(next.streamId)
      left.push({ letter: next, cause: inWords(Cause.squash(exit.cause)) })
    }
  }
})

/** Whoever works on the stream's shard is fenced off, so that nobody writes the same rows meanwhile. */
const handleOne = Effect.fnUntraced(function*<E, R>(letter: Buried, apply: Apply<E, R>) {
  const letters = yield* ProjectionStore
  const [first] = yield* (yield* CheckpointStore).standings([letter.task])
  if (first === undefined) return false
  const event = yield* readEvent(letter)
  const isHandled = yield* seized(
    { name: letter.task, shard: shardOf(letter.streamId, first.shards) },
    ({ shards }) =>
      Effect.gen(function*() {
        // somebody else may have handled it by now
        if (!(yield* letters.exhume(letter))) return false
        if (event !== undefined) yield* apply(event, shards)
        return true
      })
  )
  return isHandled === true
})

const readEvent = Effect.fnUntraced(function*({ category, streamId, version }: Buried) {
  const stream = StreamId.make(category, streamId.slice(category.length + 1))
  const [event] = yield* Stream.runCollect((yield* EventStore).read(stream, { from: version, to: version }))
  return event
})
