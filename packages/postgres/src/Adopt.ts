// Takes over a log that was restored into a cluster which counts its transactions anew. For `deciduous adopt`.
import type { EventStoreError } from "@deciduous/runtime"
import type { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { changePlacement, compound, type Place } from "./internal/placement.ts"
import type { Options } from "./internal/schema.ts"

/**
 * The log has nothing that the cluster would have to catch up with. Nothing was changed.
 *
 * @since 0.1.0
 * @category errors
 */
export class NothingToAdopt extends Schema.TaggedError<NothingToAdopt>()("NothingToAdopt", { problem: Schema.String }) {
  override get message() {
    return `There is nothing to adopt: ${this.problem} Nothing was changed.`
  }
}

/**
 * What an adoption did.
 *
 * @since 0.1.0
 * @category models
 */
export interface Adopted {
  /** By how much the numbers of this cluster's transactions lay behind the log's. */
  readonly behind: bigint
}

/**
 * Counts this cluster's transactions on from the last one of the log, so that readers see all of it and new events come
 * after the old. No event, no position and no checkpoint changes; doing it again finds nothing to do.
 *
 * It needs the rights of the tables' owner, and waits up to ten seconds for appends to end.
 *
 * @since 0.1.0
 * @category adopting
 */
export const run: (
  options?: Options
) => Effect.Effect<Adopted, EventStoreError.EventStoreError | NothingToAdopt, PgClient.PgClient> = Effect.fnUntraced(
  function*(options = {}) {
    const { last, now, offset } = yield* changePlacement("adopt the log", options, (place) => {
      const problem = problemOf(place)
      return problem === undefined ? Effect.succeed(compound(place)) : Effect.fail(new NothingToAdopt({ problem }))
    })
    return { behind: last - (now + offset) }
  }
)

const problemOf = ({ last, now, offset, ordering }: Place): string | undefined =>
  ordering === "strict"
    ? "the database's ordering is \"strict\", which does not count transactions."
    : last < now + offset
    ? "no event is of a transaction that this cluster has not come to yet."
    : undefined
