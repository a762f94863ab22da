// Hands a shard's part of the log to a handler, batch by batch, each in one transaction with its checkpoint: what a task
// does that follows the log. Projections and processes stand on it.
import type { StoredEvent } from "@deciduous/core"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { type Checkpoint, CheckpointStore, Fenced, type Lease } from "../../CheckpointStore.ts"
import { EventStore } from "../../EventStore.ts"
import { EventStoreError } from "../../EventStoreError.ts"
import { makeHandlePage } from "./batches.ts"
import { isAway, isMoved, untilItIsBack } from "./failures.ts"
import type { Following } from "./Following.ts"
import { shardOf } from "./hash.ts"

/**
 * Ends only by failing: with `Fenced`, or with what `onPoison` fails with. A store that is away is waited for; a checkpoint
 * that is not of this log stops the shard, as no waiting helps.
 */
export const followLog = <E, R>(
  lease: Lease,
  following: Following<E, R>
): Effect.Effect<never, E | Fenced | EventStoreError, R | CheckpointStore | EventStore> =>
  fromCheckpoint(lease, following).pipe(
    Effect.retry({ while: isAway, schedule: untilItIsBack }),
    Effect.catchIf(isMoved, () => Effect.void),
    Effect.forever,
    Effect.catchIf(isLost, ({ message }) => stop(lease, message))
  )

const isLost = (error: unknown): error is EventStoreError =>
  error instanceof EventStoreError && error.reason._tag === "UnknownPosition"

const stop = Effect.fnUntraced(function*(lease: Lease, why: string) {
  yield* Effect.logError(`${lease.name} is stopped. ${why}`)
  yield* (yield* CheckpointStore).stop(lease, why)
  return yield* new Fenced({ task: lease.name, shard: lease.shard, because: "lease" })
})

/** Begins where the store says, never at what is remembered. */
const fromCheckpoint = Effect.fnUntraced(function*<E, R>(lease: Lease, following: Following<E, R>) {
  const store = yield* CheckpointStore
  const log = yield* EventStore
  const start = yield* store.checkpoint(lease)
  const isMine = ownerOf(lease, start)
  if (following.begin !== undefined) yield* following.begin(start)
  const handlePage = makeHandlePage(store, lease, start, following)
  let from = start.position
  yield* Stream.runForEach(
    log.subscribePages({ after: from, ...(following.filter && { filter: following.filter }) }),
    ({ events, position: to }) => {
      const step = { from, to }
      from = to
      return handlePage(events.filter(isMine), step)
    }
  )
})

/** Whether an event is this shard's, and was not applied by one that it inherited from. */
const ownerOf =
  ({ shard }: Lease, { inherited, shards }: Checkpoint) => ({ position, streamId }: StoredEvent): boolean =>
    shardOf(streamId, shards) === shard
    && !inherited.some(({ positions }) => position <= positions[shardOf(streamId, positions.length)]!)
