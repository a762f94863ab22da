// `deciduous sample <Event[@version]>`: payloads that its schema takes, for fixtures and documents.
import { samplesOf } from "@deciduous/codegen/sample/sample"
import { shapesOf } from "@deciduous/codegen/upcast/open"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Unusable } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { catalogIn, versionIn } from "./internal/catalog.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { evolutionOptions } from "./internal/evolution.ts"

const flags = {
  event: Argument.String("event").pipe(
    Argument.withDescription("AccountOpened, AccountOpened@1 or bank-account/AccountOpened@1")
  ),
  count: Flag.Int("count").pipe(Flag.withDescription("How many, a line each (default: 1)"), Flag.withDefault(1)),
  seed: Flag.Int("seed").pipe(
    Flag.withDescription("Another one gives other payloads, the same one the same (default: 1)"),
    Flag.withDefault(1)
  ),
  schemas: schemasFlag
}

export const sample = Command.make(
  "sample",
  flags,
  Effect.fnUntraced(function*({ count, event, schemas, seed }) {
    if (count < 1) return yield* new Unusable({ message: "--count takes a whole number from 1." })
    const { ignore = [], schemas: folder } = yield* evolutionOptions(schemas)
    const catalog = yield* catalogIn(folder, ignore)
    const { event: of, version } = yield* versionIn(catalog, event)
    const samples = samplesOf(version.payload, shapesOf(catalog), { count, seed })
    if (samples === undefined) {
      return yield* new Unusable({
        message:
          `No text is known for a pattern of ${of.name} v${version.version}. help: add "examples" beside it in ${version.file}.`
      })
    }
    yield* Console.log(samples.map((one) => JSON.stringify(one)).join("\n"))
  })
).pipe(
  Command.withDescription("Print payloads that an event's schema takes"),
  Command.withExamples([
    { command: "deciduous sample AccountOpened@1 --count 3", description: "Three as they were stored by version 1" },
    {
      command: "deciduous sample AccountOpened@1 | deciduous upcast AccountOpened@1",
      description: "And how one is read"
    }
  ])
)
