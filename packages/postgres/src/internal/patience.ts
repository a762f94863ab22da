// How long an answer is waited for where nobody else would end the waiting.
import { EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"

/**
 * A host that lost its power, or a firewall that forgot a connection, ends nothing: who waits for an answer would wait for
 * a quarter of an hour and more. No append, no page and no batch takes nearly as long as this. Then the driver cancels the
 * statement, and gives the connection up after 5 seconds more.
 */
const patience = "1 minute"

/** Fails with `noAnswer` when none has come for so long. */
export const withPatience = <A, E, R>(asked: Effect.Effect<A, E, R>, noAnswer: () => E): Effect.Effect<A, E, R> =>
  Effect.timeoutOrElse(asked, { duration: patience, orElse: () => Effect.fail(noAnswer()) })

/** For what may be asked again: the store is unavailable. */
export const orUnavailable = <A, E, R>(
  asked: Effect.Effect<A, E | EventStoreError.EventStoreError, R>
): Effect.Effect<A, E | EventStoreError.EventStoreError, R> => withPatience(asked, () => unanswered)

export const silence = `the server has not answered for ${patience}`

const unanswered = new EventStoreError.EventStoreError({
  reason: new EventStoreError.StoreUnavailable({ problem: silence, cause: undefined })
})
