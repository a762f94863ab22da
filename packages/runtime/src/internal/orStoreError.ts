// What core refuses as a value becomes a failure of the store.
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { EventStoreError, type Reason } from "../EventStoreError.ts"

export const orStoreError = <A>(result: Result.Result<A, Reason>): Effect.Effect<A, EventStoreError> =>
  Result.isSuccess(result)
    ? Effect.succeed(result.success)
    : Effect.fail(new EventStoreError({ reason: result.failure }))
