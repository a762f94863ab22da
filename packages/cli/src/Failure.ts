// The two ways in which a verb fails by the user's doing, each with its exit code and words that are ready to print.
import * as Data from "effect/Data"

/** What was asked about is not as it should be: exit code 1. */
export class Violations extends Data.TaggedError("Violations")<{ readonly message: string }> {}

/** The command cannot work with what it was given: exit code 2. */
export class Unusable extends Data.TaggedError("Unusable")<{ readonly message: string }> {}

export const exitCodes = { done: 0, violations: 1, unusable: 2, fault: 70 } as const
