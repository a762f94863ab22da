// Cuts a page into batches that are short in time, and finds the one event of a batch that cannot be handled.
import type { StoredEvent } from "@deciduous/core"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { Checkpoint, CheckpointStore, Fenced, Lease, Step } from "../../CheckpointStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"
import { firstSize, nextSize, type Took } from "./batchSize.ts"
import { isNoPoison } from "./failures.ts"
import type { Following } from "./Following.ts"

type HandlePage<E, R> = (
  events: ReadonlyArray<StoredEvent>,
  step: Step
) => Effect.Effect<void, E | Fenced | EventStoreError, R>

export const makeHandlePage = <E, R>(
  store: CheckpointStore["Service"],
  lease: Lease,
  checkpoint: Checkpoint,
  { batchMillis, handle, onBatch, onPoison }: Following<E, R>
): HandlePage<E, R> => {
  let size = firstSize
  let last: Took | undefined

  const timed = Effect.fnUntraced(function*(events: ReadonlyArray<StoredEvent>) {
    if (events.length === 0) return
    const began = yield* Clock.currentTimeMillis
    yield* handle(events, checkpoint)
    const now = { events: events.length, millis: (yield* Clock.currentTimeMillis) - began }
    size = nextSize(size, last, now, batchMillis)
    last = now
  })

  const batch = Effect.fnUntraced(function*(events: ReadonlyArray<StoredEvent>, step: Step) {
    yield* store.batch(lease, { ...step, events: events.length }, timed(events))
    if (onBatch !== undefined) yield* onBatch(events.length, step.to)
  })

  /** Where several cannot be handled together, each half is tried, down to the one that is at fault. */
  const attempt: HandlePage<E, R> = (events, step) =>
    Effect.catchCause(batch(events, step), (cause) => {
      if (isNoPoison(cause) || events.length === 0) return Effect.failCause(cause)
      if (events.length === 1) {
        return onPoison({
          event: events[0]!,
          cause,
          again: batch(events, step),
          pass: (write) => store.batch(lease, { ...step, events: 1 }, write)
        })
      }
      return inParts(Math.ceil(events.length / 2))(events, step)
    })

  const inParts = (most: number): HandlePage<E, R> => (events, step) =>
    Effect.gen(function*() {
      for (let i = 0, from = step.from; i < events.length;) {
        const part = events.slice(i, i + Math.min(most, size))
        i += part.length
        const to = i < events.length ? part.at(-1)!.position : step.to
        yield* attempt(part, { from, to })
        from = to
      }
    })

  const inWhole = inParts(Infinity)
  return (events, step) => events.length === 0 ? attempt(events, step) : inWhole(events, step)
}
