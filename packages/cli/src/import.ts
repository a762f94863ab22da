// `deciduous import <form> <path>`: other people's descriptions of events as schema files to go on with.
import { importDocuments } from "@deciduous/codegen/import/index"
import type { Problem } from "@deciduous/codegen/import/library"
import { isLoss, notesText } from "@deciduous/codegen/import/notes"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Unusable } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { type ImportedFiles, importedFiles } from "./internal/importedFiles.ts"
import { importForms, importSource } from "./internal/importSource.ts"
import { loadConfig } from "./internal/loadConfig.ts"
import { writeFiles } from "./internal/writeFiles.ts"

const flags = {
  form: Argument.Literals("form", importForms).pipe(Argument.withDescription(importForms.join(", "))),
  path: Argument.String("path").pipe(
    Argument.withDescription("A file; of json-schema also a folder of files, of eventcatalog always a folder")
  ),
  aggregate: Flag.String("aggregate").pipe(
    Flag.withDescription("The aggregate that all events go to (default: what the document says, or its title)"),
    Flag.withMetavar("NAME"),
    Flag.optional
  ),
  root: Flag.String("root").pipe(
    Flag.withDescription("The folder that references between files may not leave (default: the file's own)"),
    Flag.withMetavar("DIR"),
    Flag.optional
  ),
  strict: Flag.Boolean("strict").pipe(
    Flag.withDescription("Write nothing where anything is left out or approximated"),
    Flag.withDefault(false)
  ),
  overwrite: Flag.Boolean("overwrite").pipe(
    Flag.withDescription("Replace schema files that are there and differ"),
    Flag.withDefault(false)
  ),
  schemas: schemasFlag
}

export const import_ = Command.make(
  "import",
  flags,
  Effect.fnUntraced(function*({ aggregate, form, overwrite, path, root, schemas, strict }) {
    const config = yield* loadConfig
    const folder = Option.getOrElse(schemas, () => config.schemas ?? "event-schemas").replaceAll("\\", "/")
      .replace(/\/+$/, "")
    const source = yield* importSource(form, path, {
      root: Option.getOrUndefined(root),
      aggregate: Option.getOrUndefined(aggregate)
    })
    const imported = importDocuments(form === "ts" ? "module" : form, source)
    if (imported._tag === "Refused") return yield* unusable(problemsText(imported.problems, source.shown))
    const made = yield* importedFiles(folder, imported.domain)
    const notes = [...imported.notes.map((note) => ({ ...note, at: source.shown(note.at) })), ...made.notes]
    const losses = notes.filter(isLoss).length
    if (notes.length > 0) yield* Console.error(`${notesText(notes)}\n`)
    if (made.files.length === 0) {
      return yield* unusable("No event was found that could be imported. Nothing was written.")
    }
    if (strict && losses > 0) {
      return yield* unusable(`${counted(losses, "loss", "losses")}, and --strict allows none. Nothing was written.`)
    }
    if (!overwrite && made.conflicts.length > 0) {
      const lines = made.conflicts.map((file) => `${file} is there already, and differs.`)
      const help = "import into another folder by --schemas, or replace what is there by --overwrite."
      return yield* unusable(`${lines.join("\n")}\n  help: ${help}\nNothing was written.`)
    }
    yield* writeFiles(made.files.filter(({ isUnchanged }) => !isUnchanged))
    yield* Console.log(report(made, losses))
  })
).pipe(
  Command.withDescription("Turn JSON Schema, AsyncAPI, EventCatalog or Effect schemas into event schema files"),
  Command.withExamples([
    {
      command: "deciduous import asyncapi asyncapi.yaml",
      description: "The messages of a document, as events of one aggregate"
    },
    {
      command: "deciduous import json-schema contracts --aggregate order",
      description: "A folder of schemas, an event in each"
    },
    {
      command: "deciduous import ts src/events.ts --strict",
      description: "The Effect schemas that a module exports, if nothing of them is lost"
    }
  ])
)

const problemsText = (problems: ReadonlyArray<Problem>, shown: (place: string) => string): string => {
  const lines = problems.map(({ at, help, message }) =>
    `${shown(at)}  ${message}${help === undefined ? "" : `\n  help: ${help}`}`
  )
  return [...lines, "Nothing was written."].join("\n")
}

const report = ({ files, hasStepsByHand }: ImportedFiles, losses: number): string => {
  const written = files.filter(({ isUnchanged }) => !isUnchanged)
  const lost = losses === 0 ? "" : `; ${counted(losses, "thing", "things")} left out or approximated, as said above`
  return [
    ...written.map(({ file, isThere }) => `${isThere ? "changed " : "wrote   "} ${file}`),
    `${counted(written.length, "file", "files")} written, ${files.length - written.length} unchanged${lost}.`,
    "",
    hasStepsByHand
      ? "Next: say in aggregate.yaml how the older versions are read (deciduous scaffold for steps by hand), then deciduous generate."
      : "Next: read the files, move events to the aggregates that they belong to, then deciduous generate."
  ].join("\n")
}

const unusable = (message: string): Effect.Effect<never, Unusable> => Effect.fail(new Unusable({ message }))

const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
