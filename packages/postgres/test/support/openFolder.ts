// A process of its own: opens the folder of an embedded store, appends once, says so, and waits for the end of its input.
import { StreamId } from "@deciduous/core"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { EventStore } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import { once } from "node:events"

const folder = process.argv[2]!

const program = Effect.gen(function*() {
  const { append } = yield* EventStore.EventStore
  const event = { id: crypto.randomUUID(), type: "Happened", schemaVersion: 1, data: {}, metadata: {} }
  yield* append(StreamId.make("test", "shared"), [event], { expectedVersion: "any" })
  console.log("appended")
  yield* Effect.promise(() => once(process.stdin.resume(), "end"))
}).pipe(Effect.provide(PgliteEventStore.layer({ folder })))

await Effect.runPromise(Effect.catchTag(program, "EventStoreError", ({ reason }) =>
  Effect.sync(() => {
    console.log(reason._tag === "StoreInUse" ? `StoreInUse ${reason.folder} ${reason.pid}` : reason.message)
  })))
process.exit()
