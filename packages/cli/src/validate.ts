// `deciduous validate`: a linter for events at rest, in files or in a store, of Deciduous or of any other system.
import { hasErrors } from "@deciduous/codegen"
import { readCatalog } from "@deciduous/codegen/read/index"
import { didYouMean } from "@deciduous/codegen/read/suggest"
import { formats, report, type Reported } from "@deciduous/codegen/report/report"
import { type OwnNames, spellings } from "@deciduous/codegen/stored/envelope"
import { marksOf, nothingMarked } from "@deciduous/codegen/stored/marks"
import { makeValidator, type Validated, type Validator } from "@deciduous/codegen/stored/validator"
import { EventStore } from "@deciduous/runtime"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Stream from "effect/Stream"
import { existsSync } from "node:fs"
import type { Config } from "./config.ts"
import { Unusable, Violations } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { loadConfig } from "./internal/loadConfig.ts"
import { counted } from "./internal/print.ts"
import { jsonFlag } from "./internal/stream.ts"
import { filesAt, validateFile } from "./internal/validate/files.ts"
import { reading, storeFlags } from "./store.ts"

const limit = (name: string, what: string, least: number) =>
  Flag.Int(name).pipe(Flag.withDescription(what), Flag.withMetavar("N"), Flag.withDefault(least))

const flags = {
  paths: Argument.String("path").pipe(
    Argument.withDescription("Files or folders of JSON events, or - for standard input; the store, without one"),
    Argument.variadic()
  ),
  maxPayload: limit("max-payload", "The largest payload, in bytes (default: 65536)", 65_536),
  maxOptional: limit("max-optional", "How many fields of an event may be there sometimes only (default: 8)", 8),
  names: Flag.String("names").pipe(
    Flag.withDescription("What parts of the envelope are called in these events, where it is not known"),
    Flag.withMetavar("PART=FIELD,..."),
    Flag.optional
  ),
  format: Flag.Literals("format", formats).pipe(
    Flag.withDescription("How findings are printed (default: text)"),
    Flag.withDefault("text")
  ),
  json: jsonFlag,
  schemas: schemasFlag,
  ...storeFlags
}

export const validate = Command.make(
  "validate",
  flags,
  Effect.fnUntraced(function*({ json, maxOptional, maxPayload, names, paths, schemas, ...given }) {
    const { folder, schema, url } = given
    if (paths.length > 0 && (Option.isSome(folder) || Option.isSome(url))) {
      return yield* new Unusable({
        message: "Files are given, and a store by --url or --folder too: give one of them."
      })
    }
    if (maxPayload < 0 || maxOptional < 0) return yield* new Unusable({ message: "A limit is a number from 0." })
    const config = yield* loadConfig
    const isMarked = yield* marksIn(config, Option.getOrElse(schemas, () => config.schemas ?? "event-schemas"))
    const own = Option.isSome(names) ? yield* namesIn(names.value) : {}
    const { rules = {} } = config
    const validator = makeValidator({ maxOptional, maxPayload, isMarked, names: own, rules })
    if (paths.length === 0) yield* reading({ folder, schema, url }, (_, { name }) => validateStore(name, validator))
    for (const given of paths) {
      for (const file of yield* filesAt(given)) yield* validateFile(file, validator)
    }
    yield* tell(validator.result(), json ? "json" : given.format)
  })
).pipe(
  Command.withDescription("Look for what is regretted later in events at rest: files, or a store, of any system"),
  Command.withExamples([
    { command: "deciduous validate", description: "The store of this project" },
    { command: "deciduous validate events.jsonl", description: "A file, one event as JSON on each line" },
    {
      command: "deciduous validate log.jsonl --names type=activity,stream=application",
      description: "Events whose envelope has names of its own"
    },
    { command: "zcat log.gz | deciduous validate - --json", description: "What another program prints" }
  ])
)

/** `type=activity,stream=application` */
const namesIn = (text: string): Effect.Effect<OwnNames, Unusable> => {
  const pairs = text.split(",").map((pair) => pair.split("=").map((word) => word.trim()))
  const wrong = pairs.find(([part = "", field = "", ...more]) =>
    !Object.hasOwn(spellings, part) || field === "" || more.length > 0
  )
  if (wrong === undefined) return Effect.succeed(Object.fromEntries(pairs))
  const parts = Object.keys(spellings)
  const help = didYouMean(wrong[0] ?? "", parts) ?? `there are ${parts.join(", ")}.`
  const message = `--names takes parts with their fields, as in type=activity,stream=application, and not`
  return Effect.fail(new Unusable({ message: `${message} ${JSON.stringify(wrong.join("="))}: ${help}` }))
}

const validateStore = (name: string, validator: Validator) =>
  Effect.gen(function*() {
    const { readAll } = yield* EventStore.EventStore
    yield* Stream.runForEachArray(readAll(), (events) =>
      Effect.sync(() => {
        for (const { recordedAt, ...event } of events) {
          const at = { file: `${name} position ${event.position}` }
          validator.add({ ...event, recordedAt: DateTime.formatIso(recordedAt) }, at)
        }
      }))
  })

/** Whoever has no schema files has marked nothing. */
const marksIn = Effect.fnUntraced(function*(config: Config, folder: string) {
  if (!existsSync(folder)) return nothingMarked
  const { catalog } = readCatalog({ folder, ignore: [config.out ?? "src/generated"] })
  if (catalog !== undefined) return marksOf(catalog)
  yield* Console.error(`${folder} has errors, so that its marks of personal data are not known: deciduous check\n`)
  return nothingMarked
})

const tell = Effect.fnUntraced(
  function*({ diagnostics, events, left, types }: Validated, format: typeof formats[number]) {
    const read = `${counted(events, "event", "events")} of ${counted(types, "type", "types")}`
    const of: Reported = { verb: "validate", nothing: `Nothing found in ${read}.`, counts: { events, types } }
    const printed = report(format, diagnostics, of)
    const lines = [printed, ...(format === "text" ? [...(diagnostics.length > 0 ? [`${read}.`] : []), ...left] : [])]
    const text = lines.join("\n")
    if (!hasErrors(diagnostics)) return yield* text === "" ? Effect.void : Console.log(text)
    if (format === "text") return yield* new Violations({ message: text })
    yield* Console.log(text)
    return yield* new Violations({ message: `${read}.` })
  }
)
