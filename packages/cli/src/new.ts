// `deciduous new <aggregate>` and `deciduous new <aggregate>/<Event>`: a schema file to begin with.
import { formatDiagnostics } from "@deciduous/codegen"
import { declareEvent } from "@deciduous/codegen/declareEvent"
import { nearest } from "@deciduous/codegen/read/suggest"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { Unusable } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { Argument, Command } from "./internal/cli.ts"
import { loadConfig } from "./internal/loadConfig.ts"
import { aggregateName, eventName } from "./internal/schemaNames.ts"
import { template } from "./internal/templates.ts"
import { newErrors } from "./internal/trial.ts"
import { type TextFile, writeFiles } from "./internal/writeFiles.ts"

const flags = {
  name: Argument.String("name").pipe(
    Argument.withDescription(
      "An aggregate, such as bank-account, or an event of it, such as bank-account/AccountFrozen"
    )
  ),
  schemas: schemasFlag
}

export const new_ = Command.make(
  "new",
  flags,
  Effect.fnUntraced(function*({ name, schemas }) {
    const config = yield* loadConfig
    const folder = Option.getOrElse(schemas, () => config.schemas ?? "event-schemas").replace(/[\\/]+$/, "")
    const [aggregate, event, ...more] = name.split("/")
    if (more.length > 0) return yield* unusable(`"${name}" is neither <aggregate> nor <aggregate>/<Event>.`)
    yield* event === undefined ? newAggregate(folder, aggregate!) : newEvent(folder, aggregate!, event)
  })
).pipe(
  Command.withDescription("Begin an aggregate, or an event of one"),
  Command.withExamples([
    { command: "deciduous new bank-account", description: "event-schemas/bank-account/aggregate.yaml" },
    {
      command: "deciduous new bank-account/AccountFrozen",
      description: "AccountFrozen.v1.yaml, and its line in aggregate.yaml"
    }
  ])
)

const newAggregate = Effect.fnUntraced(function*(schemas: string, given: string) {
  const { folder, name } = yield* aggregateName(given)
  const there = manifestOf(schemas, folder)
  if (there !== undefined) {
    return yield* unusable(`${there} is there already. An event of it: deciduous new ${folder}/<Event>`)
  }
  const file = `${schemas}/${folder}/aggregate.yaml`
  const text = begun("aggregate.yaml", file).replaceAll("AggregateName", name).replaceAll("aggregate-name", folder)
  yield* write(schemas, [{ file, text }])
  yield* Console.log(`wrote    ${file}\n\nNext: an event of it: deciduous new ${folder}/<Event>`)
})

const newEvent = Effect.fnUntraced(function*(schemas: string, givenAggregate: string, givenEvent: string) {
  const folder = aggregatesIn(schemas).includes(givenAggregate)
    ? givenAggregate
    : (yield* aggregateName(givenAggregate)).folder
  const event = yield* eventName(givenEvent)
  const manifest = manifestOf(schemas, folder)
  if (manifest === undefined) return yield* unusable(noAggregate(schemas, folder))
  const before = yield* readText(manifest)
  const versions = versionsOf(`${schemas}/${folder}`, event)
  const highest = Math.max(0, ...versions)
  const after = declareEvent(before, event, Math.max(1, highest))
  if (after === undefined) {
    return yield* unusable(
      `${manifest} has no "events:" that could be added to. What is wrong with it: deciduous generate`
    )
  }
  if (after === before && highest > 0) {
    return yield* unusable(
      `${event} is there already, at version ${highest}. A published version never changes: the next one is begun by `
        + `deciduous bump ${folder}/${event}`
    )
  }
  const file = `${schemas}/${folder}/${event}.v1.yaml`
  const files: ReadonlyArray<TextFile> = [
    ...(highest > 0 ? [] : [{ file, text: begun("Event.v1.yaml", file) }]),
    ...(after === before ? [] : [{ file: manifest, text: after }])
  ]
  yield* write(schemas, files)
  for (const { file } of files) yield* Console.log(`${file === manifest ? "changed " : "wrote   "} ${file}`)
  const fields = highest > 0 ? "" : `say what ${file} holds, then `
  yield* Console.log(
    `\nNext: ${fields}deciduous generate. The compiler then names every place that does not know ${event} yet.`
  )
})

const unusable = (message: string): Effect.Effect<never, Unusable> => Effect.fail(new Unusable({ message }))

/** All of it, if generate finds nothing new to refuse; else nothing. */
const write = Effect.fnUntraced(function*(schemas: string, files: ReadonlyArray<TextFile>) {
  const errors = newErrors(schemas, files)
  if (errors.length > 0) return yield* unusable(`${formatDiagnostics(errors)}\nNothing was written.`)
  yield* writeFiles(files)
})

const manifestOf = (schemas: string, folder: string): string | undefined =>
  ["aggregate.yaml", "aggregate.json"].map((name) => `${schemas}/${folder}/${name}`).find((file) => existsSync(file))

/** The folders with a manifest, however they are named. */
const aggregatesIn = (schemas: string): ReadonlyArray<string> =>
  existsSync(schemas) ? readdirSync(schemas).filter((name) => manifestOf(schemas, name) !== undefined) : []

const noAggregate = (schemas: string, folder: string): string => {
  const near = nearest(folder, aggregatesIn(schemas))
  return `${schemas} has no aggregate "${folder}". `
    + (near === undefined
      ? `Begin it: deciduous new ${folder}`
      : `Did you mean "${near}"? Or begin it: deciduous new ${folder}`)
}

const versionsOf = (folder: string, event: string): ReadonlyArray<number> =>
  readdirSync(folder).flatMap((name) => {
    const [, of, version] = /^([^.]+)\.v([1-9]\d{0,8})\.(?:yaml|json)$/u.exec(name) ?? []
    return of === event ? [Number(version)] : []
  })

/** Every byte of it, so that what is not changed stays as it is. */
const readText = (file: string): Effect.Effect<string, Unusable> =>
  Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(file)),
    catch: () => new Unusable({ message: `${file} is not text in UTF-8.` })
  })

/** A template as it stands in a file of the user's: editors find our schemas from there. */
const begun = (name: string, file: string): string => {
  const up = path.relative(path.dirname(file), ".").replaceAll("\\", "/")
  return template(`new/${name}`).replace("../../node_modules", `${up}/node_modules`)
}
