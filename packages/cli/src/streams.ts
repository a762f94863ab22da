// `deciduous streams [category]`: which streams there are, the one with the latest event first.
import type { StoredEvent } from "@deciduous/core"
import { EventStore } from "@deciduous/runtime"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Unusable } from "./Failure.ts"
import { Argument, Command } from "./internal/cli.ts"
import { type Column, jsonLine, printable, table } from "./internal/print.ts"
import { jsonFlag } from "./internal/stream.ts"
import { reading, storeFlags } from "./store.ts"

const flags = {
  category: Argument.String("category").pipe(
    Argument.withDescription("Only the streams of one aggregate, such as bank-account"),
    Argument.optional
  ),
  json: jsonFlag,
  ...storeFlags
}

export const streams = Command.make(
  "streams",
  flags,
  Effect.fnUntraced(function*({ category, json, ...store }) {
    yield* reading(store, (_, { name }) =>
      Effect.gen(function*() {
        const all = yield* lastEvents
        const wanted = all.filter((last) => Option.isNone(category) || last.category === category.value)
        if (wanted.length === 0 && Option.isSome(category)) return yield* noneOf(category.value, all, name)
        if (json) return yield* Effect.forEach(wanted, (last) => jsonLine(asJson(last)), { discard: true })
        yield* Console.log(wanted.length === 0 ? `${name} has no events yet.` : table(columns, wanted.map(asRow)))
      }))
  })
).pipe(
  Command.withDescription("List the streams of a store, the one with the latest event first"),
  Command.withExamples([
    { command: "deciduous streams", description: "All of them" },
    { command: "deciduous streams bank-account", description: "Those of one aggregate" },
    { command: "deciduous streams --json | jq -r .streamId", description: "One line of JSON for each stream" }
  ])
)

/** What is kept of a stream while all events go by; versions count them. */
type Last = Pick<StoredEvent, "category" | "recordedAt" | "streamId" | "version">

const lastEvents: Effect.Effect<
  ReadonlyArray<Last>,
  Stream.Error<ReturnType<EventStore.EventStore["Service"]["readAll"]>>,
  EventStore.EventStore
> = Effect.gen(function*() {
  const { readAll } = yield* EventStore.EventStore
  const byName = new Map<string, Last>()
  yield* Stream.runForEachArray(readAll(), (page) =>
    Effect.sync(() => {
      for (const { category, recordedAt, streamId, version } of page) {
        // deleted first, so that the map is in the order of the last events
        byName.delete(streamId)
        byName.set(streamId, { category, recordedAt, streamId, version })
      }
    }))
  return [...byName.values()].reverse()
})

const noneOf = (category: string, all: ReadonlyArray<Last>, name: string) => {
  const there = [...new Set(all.map((last) => last.category))].sort()
  const help = there.length === 0 ? "It has no events yet." : `It has those of ${there.map(printable).join(", ")}.`
  return new Unusable({ message: `${name} has no streams of the category "${printable(category)}". ${help}` })
}

const columns: ReadonlyArray<Column> = [
  { title: "STREAM", align: "left" },
  { title: "EVENTS", align: "right" },
  { title: "LAST RECORDED AT", align: "left" }
]

const asRow = ({ recordedAt, streamId, version }: Last): ReadonlyArray<string> => [
  streamId,
  String(version),
  DateTime.formatIso(recordedAt)
]

const asJson = ({ category, recordedAt, streamId, version }: Last) => ({
  streamId,
  category,
  events: version,
  lastRecordedAt: DateTime.formatIso(recordedAt)
})
