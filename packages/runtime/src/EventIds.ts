// Where the ids of new events come from: the machine's randomness, unless somebody says otherwise.
import * as Context from "effect/Context"
import { uuidV7 } from "./internal/uuid.ts"

/**
 * Makes the id of a new event: a UUID of version 7, each higher than the one before it in this process.
 *
 * Provide a function of your own for ids that repeat in tests.
 *
 * @since 0.1.0
 * @category references
 */
export const EventIds = Context.Reference<() => string>("@deciduous/runtime/EventIds", {
  defaultValue: () => () => uuidV7()
})
