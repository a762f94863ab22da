// An imported domain as files beside those that are there, tried by generate's own reader before anything is written.
import { type Diagnostic, formatDiagnostics } from "@deciduous/codegen"
import { type FilesOptions, schemaFiles } from "@deciduous/codegen/import/files"
import type { Domain } from "@deciduous/codegen/import/model"
import type { Note } from "@deciduous/codegen/import/notes"
import * as Effect from "effect/Effect"
import { existsSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { Unusable } from "../Failure.ts"
import { tried } from "./trial.ts"
import type { TextFile } from "./writeFiles.ts"

export interface ImportedFile extends TextFile {
  readonly isThere: boolean
  readonly isUnchanged: boolean
}

export interface ImportedFiles {
  readonly files: ReadonlyArray<ImportedFile>
  /** Files that are there and would be lost. */
  readonly conflicts: ReadonlyArray<string>
  readonly notes: ReadonlyArray<Note>
  /** No list of operations is known for some step between two versions. */
  readonly hasStepsByHand: boolean
}

/** First with every example, and with steps that do nothing; then without those that generate finds fault with. */
export const importedFiles = Effect.fnUntraced(function*(
  schemas: string,
  domain: Domain
): Effect.fn.Return<ImportedFiles, Unusable> {
  const first = yield* attempt(schemas, domain, { byHand: new Set(), withoutExamples: new Set() })
  const byHand = new Set(
    first.faults.flatMap(({ aggregate, event, step }) =>
      step?._tag === "Operations" && step.operations.length === 0
        ? [`${aggregate.name} ${event.name}@${step.from}`]
        : []
    )
  )
  const examples = first.errors.filter(({ code }) => code === "EXAMPLE_INVALID")
  const withoutExamples = new Set(examples.map(({ place }) => path.posix.relative(schemas, place.file)))
  const last = byHand.size + examples.length === 0
    ? first
    : yield* attempt(schemas, domain, { byHand, withoutExamples })
  if (last.errors.length > 0) return yield* new Unusable({ message: notTaken(last.errors) })
  return {
    files: last.files,
    conflicts: last.files.filter(({ isAddedTo, isThere, isUnchanged }) => isThere && !isAddedTo && !isUnchanged)
      .map(({ file }) => file),
    notes: examples.map(({ message, place }): Note => ({
      kind: "left out",
      at: place.file,
      what: `Examples that do not fit their schema: ${message}`,
      help: "mend them in the document, or write one into the file."
    })),
    hasStepsByHand: byHand.size > 0
  }
})

const attempt = Effect.fnUntraced(function*(
  schemas: string,
  domain: Domain,
  options: Pick<FilesOptions, "byHand" | "withoutExamples">
) {
  const up = path.relative(path.resolve(schemas, "folder"), ".").replaceAll("\\", "/")
  const made = schemaFiles(domain, {
    ...options,
    existing: (name) => textOf(`${schemas}/${name}`),
    modeline: (schema) =>
      `# yaml-language-server: $schema=${up}/node_modules/@deciduous/cli/schemas/${schema}.schema.json`
  })
  if ("problem" in made) {
    const message = `${schemas}/${made.problem} What is wrong with it: deciduous generate\nNothing was written.`
    return yield* new Unusable({ message })
  }
  const files = made.map(({ isAddedTo, name, text }) => {
    const before = textOf(`${schemas}/${name}`)
    return { file: `${schemas}/${name}`, text, isAddedTo, isThere: before !== undefined, isUnchanged: before === text }
  })
  return { files, ...tried(schemas, files) }
})

/** Of a place of which the importer thought that it could be said. */
const notTaken = (errors: ReadonlyArray<Diagnostic>): string =>
  `${
    formatDiagnostics(errors)
  }\nWhat the document says there becomes no schema that generate takes. Nothing was written.`

const textOf = (file: string): string | undefined => existsSync(file) ? readFileSync(file, "utf8") : undefined
