// A stream made of pages: while one is handled the next is on its way, and no other. For reads that may be long.
import type { StoredEvent } from "@deciduous/core"
import type { EventStoreError } from "@deciduous/runtime"
import { isReadonlyArrayNonEmpty, type NonEmptyReadonlyArray } from "effect/Array"
import * as Cause from "effect/Cause"
import * as Channel from "effect/Channel"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import type * as Pull from "effect/Pull"
import * as Stream from "effect/Stream"
import type { SqlClient } from "./sql.ts"

/** Some events, and what is left to be read after them; nothing at the end. */
export interface Step<Rest> {
  readonly events: ReadonlyArray<StoredEvent>
  readonly rest: Rest | undefined
}

type StepEffect<Rest> = Effect.Effect<Step<Rest>, EventStoreError.EventStoreError>

/** Each run of the stream makes a reader of its own. */
export const readAhead = <Rest>(
  sql: SqlClient,
  start: Rest,
  makeReader: () => (rest: Rest) => StepEffect<Rest>
): Stream.Stream<StoredEvent, EventStoreError.EventStoreError> =>
  Stream.fromChannel(Channel.fromTransform((_, scope) =>
    Effect.contextWith((context) => {
      // a transaction has one connection, and is spoilt when a statement on it is interrupted
      const mayReadAhead = Context.getOrUndefined(context, sql.transactionService) === undefined
      const read = makeReader()
      let next: StepEffect<Rest> | undefined = read(start)

      const pull: Pull.Pull<NonEmptyReadonlyArray<StoredEvent>, EventStoreError.EventStoreError> = Effect.suspend(() =>
        next === undefined ? Cause.done() : Effect.flatMap(next, given)
      )
      const given = ({ events, rest }: Step<Rest>): typeof pull => {
        const some = isReadonlyArrayNonEmpty(events) ? Effect.succeed(events) : pull
        if (rest === undefined || !mayReadAhead) {
          next = rest === undefined ? undefined : read(rest)
          return some
        }
        return Effect.flatMap(Effect.forkIn(read(rest), scope, { startImmediately: true }), (fiber) => {
          next = Fiber.join(fiber)
          // the driver sends when the code that runs now has run; the page would be handled before
          return Effect.andThen(Effect.yieldNow, some)
        })
      }
      return Effect.succeed(pull)
    })
  ))
