// `deciduous export <form>`: the schema files for readers who have other tools, or none.
import { formatDiagnostics } from "@deciduous/codegen"
import { exportFiles, exportForms } from "@deciduous/codegen/export/index"
import { EXPORTED, exportSource } from "@deciduous/codegen/export/source"
import { readCatalog } from "@deciduous/codegen/read/index"
import { below } from "@deciduous/codegen/read/source"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { existsSync, readFileSync } from "node:fs"
import { Unusable, Violations } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { evolutionOptions } from "./internal/evolution.ts"
import { type TextFile, writeFiles } from "./internal/writeFiles.ts"

const flags = {
  form: Argument.Literals("form", exportForms).pipe(Argument.withDescription(exportForms.join(", "))),
  out: Flag.String("out").pipe(
    Flag.withDescription("The folder that the files go to (default: exports/<form>)"),
    Flag.withMetavar("DIR"),
    Flag.optional
  ),
  baseUri: Flag.String("base-uri").pipe(
    Flag.withDescription(
      "Where the exported JSON Schemas will be found: makes their $id, and the dataschema of CloudEvents"
    ),
    Flag.withMetavar("URI"),
    Flag.optional
  ),
  published: Flag.Boolean("published").pipe(
    Flag.withDescription("Only events that aggregate.yaml marks as published"),
    Flag.withDefault(false)
  ),
  check: Flag.Boolean("check").pipe(
    Flag.withDescription("Write nothing; fail where the exported files are not up to date"),
    Flag.withDefault(false)
  ),
  schemas: schemasFlag
}

export const export_ = Command.make(
  "export",
  flags,
  Effect.fnUntraced(function*({ check, form, published, schemas, ...given }) {
    const { ignore = [], schemas: folder } = yield* evolutionOptions(schemas)
    const baseUri = Option.getOrUndefined(given.baseUri)
    if (baseUri !== undefined && !URL.canParse(baseUri)) {
      return yield* unusable(`--base-uri takes an absolute URI, such as https://schemas.example.com/events/.`)
    }
    const { catalog, problems, sources } = readCatalog({ folder, ignore })
    if (catalog === undefined) {
      const errors = problems.filter(({ severity }) => severity === "error")
      return yield* unusable(`${formatDiagnostics(errors)}\nNothing was exported.`)
    }
    const source = exportSource({ catalog, sources }, { published, baseUri })
    if (source.catalog.aggregates.length === 0) {
      return yield* unusable("No event is published. help: add \"published: true\" to its line of aggregate.yaml.")
    }
    const out = Option.getOrElse(given.out, () => `exports/${form}`).replaceAll("\\", "/").replace(/\/+$/, "")
    const files = exportFiles(form, source).map(({ name, text }): TextFile => ({ file: below(out, name), text }))
    const before = yield* textsOf(files)
    const changed = files.filter(({ file, text }) => before.get(file) !== text)
    const foreign = changed.filter(({ file }) => before.get(file)?.includes(EXPORTED) === false)
    if (foreign.length > 0) {
      const lines = foreign.map(({ file }) => `${file} would be overwritten, and deciduous has not exported it.`)
      return yield* unusable(
        `${lines.join("\n")}\n  help: move it away, or export into another folder by --out.\nNothing was written.`
      )
    }
    if (check && changed.length > 0) {
      const lines = changed.map(({ file }) => `${file} is ${before.has(file) ? "not up to date" : "not there"}.`)
      return yield* new Violations({ message: `${lines.join("\n")}\n  help: deciduous export ${form}` })
    }
    if (!check) yield* writeFiles(changed)
    const unchanged = files.length - changed.length
    yield* Console.log(
      check
        ? `${counted(files.length)} up to date.`
        : [
          ...changed.map(({ file }) => `wrote    ${file}`),
          `${counted(changed.length)} written, ${unchanged} unchanged.`
        ].join("\n")
    )
  })
).pipe(
  Command.withDescription("Write the schema files in a form that other tools read, or people"),
  Command.withExamples([
    { command: "deciduous export markdown --out docs/events", description: "A catalogue with diagrams, for people" },
    { command: "deciduous export asyncapi", description: "One AsyncAPI 3.0 document of all aggregates" },
    {
      command: "deciduous export json-schema --base-uri https://schemas.example.com/",
      description: "Strict JSON Schema, a file for each version of each event"
    }
  ])
)

const unusable = (message: string): Effect.Effect<never, Unusable> => Effect.fail(new Unusable({ message }))

const counted = (count: number): string => `${count} ${count === 1 ? "file" : "files"}`

/** Of the files that are there. */
const textsOf = (files: ReadonlyArray<TextFile>): Effect.Effect<ReadonlyMap<string, string>, Unusable> =>
  Effect.try({
    try: () =>
      new Map(files.filter(({ file }) => existsSync(file)).map(({ file }) => [file, readFileSync(file, "utf8")])),
    catch: (cause) =>
      new Unusable({
        message: `The files there cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`
      })
  })
