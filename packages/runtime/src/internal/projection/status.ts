// How projections stand: from what the stores say, in one picture. Pure.
import { Position } from "@deciduous/core"
import type { Standing } from "../../CheckpointStore.ts"
import { type Buried, modelOf, type Registered } from "../../ProjectionStore.ts"

/**
 * How a version of a projection stands.
 *
 * @since 0.1.0
 * @category models
 */
export interface ProjectionStatus extends Registered {
  readonly shards: number
  /** The position of the shard that is furthest behind; `undefined` where no worker has ever run it. */
  readonly position: Position.Position | undefined
  /** How many events of the log lie behind that, at most: those of other categories are among them. */
  readonly lag: number
  /** Events that were handled. */
  readonly handled: number
  /** Events a second since it began; 0 where that is not known. */
  readonly rate: number
  /** Seconds until it has caught up, at that rate; `undefined` where it has, or where the rate is not known. */
  readonly secondsLeft: number | undefined
  /** How many of its shards a worker holds now. */
  readonly held: number
  /** Why shards were stopped. */
  readonly stopped: ReadonlyArray<string>
  readonly deadLetters: number
}

export const statusOf = (
  registered: ReadonlyArray<Registered>,
  standings: ReadonlyArray<Standing>,
  letters: ReadonlyArray<Buried>,
  end: Position.Position
): ReadonlyArray<ProjectionStatus> =>
  registered.map((one) => {
    const model = modelOf(one)
    const shards = standings.filter(({ name }) => name === model)
    const position = shards.map((shard) => shard.position).sort()[0]
    const lag = one.isInline ? 0 : between(position ?? Position.start, end)
    const handled = shards.reduce((sum, shard) => sum + shard.handled, 0)
    const worked = Math.max(0, ...shards.map((shard) => shard.worked))
    const rate = worked > 0 ? handled / worked : 0
    return {
      ...one,
      shards: shards.length,
      position,
      lag,
      handled,
      rate,
      secondsLeft: lag > 0 && rate > 0 ? lag / rate : undefined,
      held: shards.filter(({ isHeld }) => isHeld).length,
      // what was replaced or handed over has stopped, as it should
      stopped: one.status === "replaced" || one.isInline ? [] : shards.flatMap(({ stopped }) => stopped ?? []),
      deadLetters: letters.filter(({ task }) => task === model).length
    }
  })

/** Sequences have gaps, so it is an upper bound. */
const between = (from: Position.Position, to: Position.Position): number =>
  from >= to ? 0 : Math.max(0, Number(Position.parts(to).sequence - Position.parts(from).sequence))
