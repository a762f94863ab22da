// Which schema of the database the tables stand in.
import { EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { quoted } from "./identifier.ts"

export interface Options {
  /**
   * The schema of the store's tables; `deciduous` by default. With one of its own a store meets no table of the
   * application's, several stores share a database, and `drop schema` removes one without a trace.
   */
  readonly schema?: string
}

/** The schema as a quoted identifier. */
export const schemaOf = ({ schema = "deciduous" }: Options): Effect.Effect<string, EventStoreError.EventStoreError> =>
  Effect.fromResult(Result.mapError(quoted(schema), (problem) =>
    new EventStoreError.EventStoreError({
      reason: new EventStoreError.StoreFailure({
        operation: "open",
        problem: `the name of its schema ${problem}.`,
        cause: schema
      })
    })))
