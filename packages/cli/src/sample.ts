// `deciduous sample <Event[@version]>`: payloads that its schema takes, for fixtures and documents.
import { samplesOf } from "@deciduous/codegen/sample/sample"
import { shapesOf } from "@deciduous/codegen/upcast/open"
import { Position } from "@deciduous/core"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { Unusable, Violations } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { eventSetsOf } from "./internal/audit/eventSets.ts"
import { catalogIn, versionIn } from "./internal/catalog.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { evolutionOptions } from "./internal/evolution.ts"
import { loadConfig } from "./internal/loadConfig.ts"
import { exampleFile, exampleOf, type Kind, record } from "./internal/recorded.ts"

const flags = {
  event: Argument.String("event").pipe(
    Argument.withDescription("AccountOpened, AccountOpened@1 or bank-account/AccountOpened@1")
  ),
  count: Flag.Int("count").pipe(Flag.withDescription("How many, a line each (default: 1)"), Flag.withDefault(1)),
  seed: Flag.Int("seed").pipe(
    Flag.withDescription("Another one gives other payloads, the same one the same (default: 1)"),
    Flag.withDefault(1)
  ),
  record: Flag.Boolean("record").pipe(
    Flag.withDescription("Also write the first into the golden corpus, with what this build reads it as"),
    Flag.withDefault(false)
  ),
  schemas: schemasFlag
}

export const sample = Command.make(
  "sample",
  flags,
  Effect.fnUntraced(function*({ count, event, record: isRecorded, schemas, seed }) {
    if (count < 1) return yield* new Unusable({ message: "--count takes a whole number from 1." })
    const { ignore = [], schemas: folder } = yield* evolutionOptions(schemas)
    const catalog = yield* catalogIn(folder, ignore)
    const { aggregate, event: of, version } = yield* versionIn(catalog, event)
    const samples = samplesOf(version.payload, shapesOf(catalog), { count, seed })
    if (samples === undefined) {
      return yield* new Unusable({
        message:
          `No text is known for a pattern of ${of.name} v${version.version}. help: add "examples" beside it in ${version.file}.`
      })
    }
    yield* Console.log(samples.map((one) => JSON.stringify(one)).join("\n"))
    if (isRecorded) {
      const kind = { category: aggregate.stream, type: of.name, schemaVersion: version.version }
      yield* recordSample(folder, kind, samples[0])
    }
  })
).pipe(
  Command.withDescription("Print payloads that an event's schema takes"),
  Command.withExamples([
    { command: "deciduous sample AccountOpened@1 --count 3", description: "Three as they were stored by version 1" },
    {
      command: "deciduous sample AccountOpened@1 | deciduous upcast AccountOpened@1",
      description: "And how one is read"
    },
    {
      command: "deciduous sample AccountOpened@1 --record",
      description: "And kept, for the tests of all later releases"
    }
  ])
)

const recordSample = Effect.fnUntraced(function*(schemas: string, kind: Kind, data: unknown) {
  const eventSets = yield* eventSetsOf(yield* loadConfig)
  const eventSet = eventSets.get(kind.category)
  if (eventSet === undefined) {
    const message = `No aggregate of this program has the category "${kind.category}": it reads ${
      [...eventSets.keys()].join(", ") || "none"
    }.`
    return yield* new Unusable({ message })
  }
  const example = exampleOf(eventSet, { ...invented, ...kind, streamId: `${kind.category}-1`, data })
  if (Result.isFailure(example)) return yield* new Violations({ message: example.failure.message })
  const [file] = yield* record(schemas, [{ kind, example: example.success }])
  yield* Console.error(
    file === undefined
      ? `${exampleFile(schemas, kind)} is there already, and stays as it is.`
      : `Recorded, to be committed and never changed: ${file}`
  )
})

/** What an event has beside its payload, where there is no event. */
const invented = {
  id: "",
  aggregateId: "1",
  version: 1,
  position: Position.start,
  metadata: {},
  recordedAt: DateTime.makeUnsafe("2026-01-01T00:00:00.000Z")
}
