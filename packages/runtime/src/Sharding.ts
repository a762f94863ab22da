// For those who write a store of checkpoints: how the shards of a task become others. Pure, and the same for every store.
import type { Position } from "@deciduous/core"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import type { Checkpoint, Inherited, ShardId, Standing } from "./CheckpointStore.ts"

/**
 * The lease of somebody who is no worker: a batch of theirs may rest for half of it.
 *
 * @since 0.1.0
 * @category constants
 */
export const seizedFor = Duration.seconds(30)

type Shard = Pick<Standing, "shard" | "position" | "inherited" | "epoch" | "handled">

/**
 * What every new shard begins with: the lowest position of the old ones, and what these have applied beyond it. Its epoch
 * is above all of theirs, so that their batches are refused.
 *
 * @since 0.1.0
 * @category dividing
 */
export const divided = (
  shards: ReadonlyArray<Shard>,
  count: number
): Checkpoint & { readonly epoch: number } => {
  const positions = shards.toSorted((one, other) => one.shard - other.shard).map(({ position }) => position)
  const position = positions.reduce((one, other) => one < other ? one : other)
  return {
    position,
    shards: count,
    handled: shards.reduce((sum, { handled }) => sum + handled, 0),
    // all shards of a division have inherited the same, as far as they have not passed it
    inherited: distinct([...shards.flatMap(({ inherited }) => inherited), { positions }])
      .filter(({ positions }) => positions.some((one: Position.Position) => one > position)),
    epoch: Math.max(...shards.map(({ epoch }) => epoch)) + 1
  }
}

const distinct = (all: ReadonlyArray<Inherited>): ReadonlyArray<Inherited> => [
  ...new Map(all.map((one) => [one.positions.join(), one])).values()
]

/**
 * What a batch dies of that would move a checkpoint back: a fault of the program.
 *
 * @since 0.1.0
 * @category checking
 */
export const goesBack = ({ name, shard }: ShardId): Effect.Effect<never> =>
  Effect.die(new Error(`A batch of ${name}, shard ${shard}, goes back: only a reset does.`))
