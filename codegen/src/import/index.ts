// Other people's descriptions of events as schema files, top to bottom: find the messages -> convert -> files. Tools call
// `importDocuments`; what reads the disk is given to it.
import { findInAsyncApi } from "./asyncapi.ts"
import { domainOf } from "./domain.ts"
import { findInEventCatalog } from "./eventCatalog.ts"
import { findInJsonSchema, findInModule } from "./jsonSchema.ts"
import { type Library, type LoadText, makeLibrary, type Problem } from "./library.ts"
import type { Domain, Finding } from "./model.ts"
import { makeNotes, type Note, type Notes } from "./notes.ts"

/** `module`: a mapping from names to schemas, which the schemas of a program were turned into. */
export type ImportForm = "json-schema" | "asyncapi" | "eventcatalog" | "module"

export interface ImportSource {
  /** The files to begin with, from the root: one, or those of a folder. */
  readonly files: ReadonlyArray<string>
  readonly load: LoadText
  /** What the folder or the file is called, for an aggregate that nobody names. */
  readonly name: string
  /** The aggregate that all of it goes to. */
  readonly aggregate: string | undefined
}

export type Imported =
  | { readonly _tag: "Imported"; readonly domain: Domain; readonly notes: ReadonlyArray<Note> }
  | { readonly _tag: "Refused"; readonly problems: ReadonlyArray<Problem> }

export const importDocuments = (form: ImportForm, source: ImportSource): Imported => {
  const library = makeLibrary(source.load)
  const notes = makeNotes()
  const finding = find(form, source, library, notes)
  const made = finding && library.problems().length === 0
    ? domainOf(
      finding.found,
      ({ aggregate }) => source.aggregate ?? aggregate ?? finding.title ?? source.name,
      library,
      notes.all()
    )
    : undefined
  return made === undefined || library.problems().length > 0
    ? { _tag: "Refused", problems: library.problems() }
    : { _tag: "Imported", ...made }
}

const find = (
  form: ImportForm,
  { files, load }: ImportSource,
  library: Library,
  notes: Notes
): Finding | undefined => {
  switch (form) {
    case "json-schema":
      return findInJsonSchema(files, library, notes)
    case "module":
      return findInModule(files[0] ?? "", library)
    case "asyncapi":
      return findInAsyncApi(files[0] ?? "", library, notes)
    case "eventcatalog":
      return findInEventCatalog(files, load, library, notes)
  }
}
