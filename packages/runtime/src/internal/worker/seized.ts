// A batch by somebody who is no worker, such as an administrator: whoever works on the shard is fenced off for it.
import * as Effect from "effect/Effect"
import { type Checkpoint, CheckpointStore, Fenced, type ShardId } from "../../CheckpointStore.ts"
import type { EventStoreError } from "../../EventStoreError.ts"

/** A worker may take its shard back meanwhile: then it is tried again. `undefined` where no worker has ever had it. */
export const seized = <A, E, R>(
  shard: ShardId,
  write: (checkpoint: Checkpoint) => Effect.Effect<A, E, R>
): Effect.Effect<A | undefined, E | Fenced | EventStoreError, R | CheckpointStore> =>
  Effect.retry(once(shard, write), { times: 10, while: (error) => error instanceof Fenced })

const once = Effect.fnUntraced(function*<A, E, R>(
  shard: ShardId,
  write: (checkpoint: Checkpoint) => Effect.Effect<A, E, R>
): Effect.fn.Return<A | undefined, E | Fenced | EventStoreError, R | CheckpointStore> {
  const store = yield* CheckpointStore
  const lease = yield* store.seize(shard)
  if (lease === undefined) return undefined
  const checkpoint = yield* store.checkpoint(lease)
  const { position } = checkpoint
  return yield* store.batch(lease, { from: position, to: position }, write(checkpoint))
})
