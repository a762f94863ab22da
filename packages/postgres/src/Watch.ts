// How often a store looks whether its readers are held back. Numbers with their reasons, in one place.
import * as Context from "effect/Context"
import type * as Duration from "effect/Duration"

/**
 * @since 0.1.0
 * @category models
 */
export interface Watch {
  /** Between two looks, while somebody reads or subscribes to all streams. A look takes a tenth of a millisecond. */
  readonly every: Duration.Input
  /** How long readers may be held back before a warning is logged: once for each transaction that does it. */
  readonly warnAfter: Duration.Input
}

/**
 * How the stores that are built where this is provided look after their readers.
 *
 * @since 0.1.0
 * @category references
 */
export const Watch = Context.Reference<Watch>("@deciduous/postgres/Watch", {
  defaultValue: (): Watch => ({ every: "5 seconds", warnAfter: "10 seconds" })
})
