// Waits until every shard of a task has passed a position: whoever has written reads what it led to.
import type { Position } from "@deciduous/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { CheckpointStore } from "../../CheckpointStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"
import { modelOf, ProjectionStore, type Registered } from "../../ProjectionStore.ts"

/**
 * A projection did not come so far in the time that it was given: it lags, is stopped, or nobody works on it.
 *
 * @since 0.1.0
 * @category errors
 */
export class NotThereYet extends Schema.TaggedError<NotThereYet>()("NotThereYet", {
  /** With its version: `balances@1`. */
  projection: Schema.String,
  /** What was waited for, and how far the shard is that is furthest behind. */
  position: Schema.String,
  reached: Schema.String,
  /** Why it was stopped, where it was. */
  stopped: Schema.optionalKey(Schema.String)
}) {
  override get message() {
    const why = this.stopped === undefined
      ? "It lags behind, or no worker runs it: see deciduous status."
      : `It was stopped: ${this.stopped}`
    return `${this.projection} has come to ${this.reached}, and not to ${this.position} in time. ${why}`
  }
}

/** A look costs a fraction of a millisecond; most positions are passed within the first few. */
const first = 2
const longest = 50

/** That of the version which is read; of the program's own, until one is. */
export const waitFor = Effect.fnUntraced(function*(
  own: { readonly name: string; readonly version: number },
  position: Position.Position,
  timeout: Duration.Input
): Effect.fn.Return<void, NotThereYet | EventStoreError, CheckpointStore | ProjectionStore> {
  const store = yield* CheckpointStore
  const versions = yield* ProjectionStore
  const readActive = Effect.map(
    versions.registered,
    (all) => all.find(({ name, status }) => name === own.name && status === "active")
  )
  let active: Registered | undefined
  let left = Duration.toMillis(timeout)
  for (let pause = first;; pause = Math.min(2 * pause, longest)) {
    active ??= yield* readActive
    // what is written with the append is there before its position is known
    if (active?.isInline === true) return
    const name = modelOf(active ?? own)
    const shards = yield* store.standings([name])
    const [last] = shards.toSorted((one, other) => one.position < other.position ? -1 : 1)
    if (active !== undefined && last !== undefined && last.position >= position) return
    const stopped = shards.find((one) => one.stopped !== undefined)?.stopped
    if (left <= 0 || stopped !== undefined) {
      const next = yield* readActive
      // another version has taken its place meanwhile
      if (left > 0 && next !== undefined && next.version !== active?.version) {
        active = next
        continue
      }
      const reached = last?.position ?? "no place yet"
      return yield* new NotThereYet({ projection: name, position, reached, ...(stopped !== undefined && { stopped }) })
    }
    yield* Effect.sleep(Math.min(pause, left))
    left -= pause
  }
})
