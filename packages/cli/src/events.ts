// `deciduous events <stream>`: what a stream holds, as it is stored.
import type { StoredEvent } from "@deciduous/core"
import { EventStore } from "@deciduous/runtime"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { Command, Flag } from "./internal/cli.ts"
import { type Column, jsonLine, table } from "./internal/print.ts"
import { jsonFlag, lastEvent, streamArgument, streamNamed } from "./internal/stream.ts"
import { reading, storeFlags } from "./store.ts"

const whole = (name: string, what: string) =>
  Flag.Int(name).pipe(Flag.withDescription(what), Flag.withMetavar("N"), Flag.optional)

const flags = {
  stream: streamArgument,
  from: whole("from", "The lowest version to show"),
  to: whole("to", "The highest version to show"),
  limit: whole("limit", "At most so many events"),
  backward: Flag.Boolean("backward").pipe(
    Flag.withDescription("Begin with the last event"),
    Flag.withDefault(false)
  ),
  json: jsonFlag,
  ...storeFlags
}

export const events = Command.make(
  "events",
  flags,
  Effect.fnUntraced(function*({ backward, from, json, limit, stream, to, ...store }) {
    const streamId = yield* streamNamed(stream)
    const numbers = Object.entries({ from, to, limit }).flatMap(([key, value]) =>
      Option.isSome(value) ? [[key, value.value] as const] : []
    )
    const range = { ...Object.fromEntries(numbers), direction: backward ? "backward" : "forward" } as const
    yield* reading(store, (_, { name }) =>
      Effect.gen(function*() {
        const { read } = yield* EventStore.EventStore
        const last = yield* lastEvent(streamId, name)
        if (json) return yield* Stream.runForEach(read(streamId, range), (event) => jsonLine(asJson(event)))
        const found = yield* Stream.runCollect(read(streamId, range))
        yield* Console.log(
          found.length === 0
            ? `${stream} is at version ${last.version} and has no events in this range.`
            : table(columns, found.map(asRow))
        )
      }))
  })
).pipe(
  Command.withDescription("Show the events of a stream, as they are stored"),
  Command.withExamples([
    { command: "deciduous events bank-account-42", description: "All of them" },
    {
      command: "deciduous events bank-account-42 --backward --limit 5",
      description: "The last five, the last one first"
    },
    { command: "deciduous events bank-account-42 --json | jq .data", description: "One line of JSON for each event" }
  ])
)

const columns: ReadonlyArray<Column> = [
  { title: "VERSION", align: "right" },
  { title: "EVENT", align: "left" },
  { title: "RECORDED AT", align: "left" },
  { title: "PAYLOAD", align: "left" }
]

const asRow = ({ data, recordedAt, schemaVersion, type, version }: StoredEvent): ReadonlyArray<string> => [
  String(version),
  `${type}@${schemaVersion}`,
  DateTime.formatIso(recordedAt),
  JSON.stringify(data)
]

const asJson = ({ recordedAt, ...event }: StoredEvent) => ({ ...event, recordedAt: DateTime.formatIso(recordedAt) })
