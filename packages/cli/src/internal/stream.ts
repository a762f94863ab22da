// A stream by its name, as users write it and as messages about it go.
import { type StoredEvent, StreamId } from "@deciduous/core"
import { EventStore, type EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Unusable } from "../Failure.ts"
import { Argument, Flag } from "./cli.ts"
import { printable } from "./print.ts"

export const streamArgument = Argument.String("stream").pipe(
  Argument.withDescription("The name of a stream, such as bank-account-42")
)

export const jsonFlag = Flag.Boolean("json").pipe(
  Flag.withDescription("Print JSON, for other programs"),
  Flag.withDefault(false)
)

/** Stores read a stream by its name alone, and only its events know its category. So any two parts of it will do. */
export const streamNamed = (name: string): Effect.Effect<StreamId.StreamId, Unusable> => {
  const dash = name.indexOf("-", 1)
  if (dash === -1 || dash === name.length - 1) {
    const message = `"${printable(name)}" is no stream: streams are named <category>-<id>, such as bank-account-42.`
    return Effect.fail(new Unusable({ message }))
  }
  return Effect.succeed(StreamId.make(name.slice(0, dash), name.slice(dash + 1)))
}

/** The last event of a stream; it is a mistake to ask for a stream that has none. */
export const lastEvent = Effect.fnUntraced(function*(
  streamId: StreamId.StreamId,
  storeName: string
): Effect.fn.Return<StoredEvent, Unusable | EventStoreError.EventStoreError, EventStore.EventStore> {
  const store = yield* EventStore.EventStore
  const last = yield* Stream.runHead(store.read(streamId, { direction: "backward", limit: 1 }))
  if (Option.isSome(last)) return last.value
  return yield* new Unusable({
    message: `${storeName} has no stream "${printable(streamId.name)}". These are there: deciduous streams`
  })
})
