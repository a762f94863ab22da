// `deciduous outbox`: how many messages wait to be sent, which are parked and why, and lets these go on.
import { PostgresOutbox } from "@deciduous/postgres"
import { Outbox, OutboxStore } from "@deciduous/runtime"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Unusable, Violations } from "./Failure.ts"
import { Command, Flag } from "./internal/cli.ts"
import { counted, jsonLine, printable } from "./internal/print.ts"
import { jsonFlag } from "./internal/stream.ts"
import { onDatabase, storeFlags } from "./store.ts"

const flags = {
  name: Flag.String("name").pipe(
    Flag.withDescription("Which outbox, where there are several"),
    Flag.withDefault(Outbox.defaultName)
  ),
  retry: Flag.Boolean("retry").pipe(
    Flag.withDescription("Let parked messages go out again"),
    Flag.withDefault(false)
  ),
  stream: Flag.String("stream").pipe(
    Flag.withDescription("With --retry: those of this stream only"),
    Flag.withMetavar("NAME"),
    Flag.optional
  ),
  json: jsonFlag,
  ...storeFlags
}

export const outbox = Command.make(
  "outbox",
  flags,
  Effect.fnUntraced(function*({ json, name, retry, stream, ...store }) {
    if (Option.isSome(stream) && !retry) {
      return yield* new Unusable({ message: "--stream says which messages to retry: give --retry with it." })
    }
    yield* onDatabase(store, ({ schema }) =>
      Effect.gen(function*() {
        const outboxes = yield* OutboxStore.OutboxStore
        const retried = retry ? yield* outboxes.retry(name, Option.getOrUndefined(stream)) : undefined
        const status = yield* outboxes.status(name)
        yield* json ? jsonLine(asJson(name, status, retried)) : Console.log(asText(name, status, retried))
        if (status.parked.length > 0) return yield* new Violations({ message: howToGoOn })
      }).pipe(Effect.provide(PostgresOutbox.layerClient({ schema }))))
  })
).pipe(
  Command.withDescription("Show which messages wait to be sent, and which are parked; exit code 1 if any is"),
  Command.withExamples([
    { command: "deciduous outbox", description: "How it stands" },
    { command: "deciduous outbox --retry --stream bank-account-42", description: "Send what was refused again" }
  ])
)

const howToGoOn = "Parked messages hold those of their stream. When the cause is mended: deciduous outbox --retry"

const asText = (name: string, { oldest, parked, waiting }: OutboxStore.Status, retried: number | undefined): string =>
  [
    ...(retried === undefined ? [] : [`${counted(retried, "message goes", "messages go")} out again.`]),
    `${printable(name)}: ${counted(waiting, "message waits", "messages wait")}`
    + (oldest === undefined ? "." : `, the oldest since ${DateTime.formatIso(oldest)}.`),
    ...parked.map(({ attempts, key, message, problem }) =>
      printable(
        `parked  ${key}  ${message.type}  ${message.id}  after ${counted(attempts, "try", "tries")}: ${problem}`
      )
    )
  ].join("\n")

/** Without the messages' data: that is nobody's who looks after them. */
const asJson = (name: string, { oldest, parked, waiting }: OutboxStore.Status, retried: number | undefined) => ({
  outbox: name,
  waiting,
  oldest: oldest === undefined ? null : DateTime.formatIso(oldest),
  parked: parked.map(({ attempts, key, message, problem }) => ({
    stream: key,
    id: message.id,
    type: message.type,
    attempts,
    problem
  })),
  ...(retried === undefined ? {} : { retried })
})
