// How much one append may hold. Numbers with their reasons, in one place.
import * as Context from "effect/Context"

/**
 * @since 0.1.0
 * @category models
 */
export interface Limits {
  /** Events in one append. A statement's arrays and the locks of its rows stay small. */
  readonly eventsPerAppend: number
  /** Characters (UTF-16 units) of a payload's JSON text, and of the metadata's. PostgreSQL takes more than the driver can read back. */
  readonly jsonLength: number
  /** Characters of all payloads and metadata of one append, which are in memory together, here and at the server. */
  readonly jsonLengthPerAppend: number
  /** Levels of objects and arrays within each other. JSON's own functions end with a RangeError some thousands down. */
  readonly jsonDepth: number
}

/**
 * The limits of the stores that are built where this is provided.
 *
 * @since 0.1.0
 * @category references
 */
export const Limits = Context.Reference<Limits>("@deciduous/runtime/Limits", {
  defaultValue: (): Limits => ({
    eventsPerAppend: 10_000,
    jsonLength: 1_048_576,
    jsonLengthPerAppend: 67_108_864,
    jsonDepth: 64
  })
})
