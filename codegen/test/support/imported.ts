// Documents given as texts, imported: the schema files that they become, with what is noted, or the problems.
import { schemaFiles } from "@deciduous/codegen/import/files"
import { importDocuments, type ImportForm } from "@deciduous/codegen/import/index"
import type { Problem } from "@deciduous/codegen/import/library"
import type { Note } from "@deciduous/codegen/import/notes"
import { assert } from "vitest"

export interface ImportedTexts {
  readonly problems: ReadonlyArray<Problem>
  readonly notes: ReadonlyArray<Note>
  /** By their paths below the folder of schemas. */
  readonly files: ReadonlyMap<string, string>
}

export const importTexts = (form: ImportForm, texts: ReadonlyMap<string, string>): ImportedTexts => {
  const names = [...texts.keys()].sort()
  const imported = importDocuments(form, {
    files: form === "eventcatalog" ? names.filter((file) => /index\.mdx?$/.test(file)) : names,
    load: (file) => {
      const text = texts.get(file)
      return text === undefined ? { problem: "There is no such file." } : { text }
    },
    name: "imported",
    aggregate: undefined
  })
  if (imported._tag === "Refused") return { problems: imported.problems, notes: [], files: new Map() }
  const made = schemaFiles(imported.domain, {
    existing: () => undefined,
    modeline: (schema) => `# ${schema}`,
    byHand: new Set(),
    withoutExamples: new Set()
  })
  if ("problem" in made) return assert.fail(made.problem)
  return { problems: [], notes: imported.notes, files: new Map(made.map(({ name, text }) => [name, text])) }
}
