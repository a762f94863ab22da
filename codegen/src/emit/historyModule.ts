// `<aggregate>.history.gen.ts`: events as earlier versions had them, for tests and audits; programs read them upcast.
// Read by `emit`.
import type { Aggregate, Catalog, EventType, EventVersion } from "../model.ts"
import { readVersions } from "../readable.ts"
import { writeStruct } from "./codec.ts"
import { writeCodecConstant, writeCodecOf, writeInterface, writeTypeOf } from "./declaration.ts"
import {
  core,
  type Draft,
  type EmitOptions,
  finish,
  type GeneratedFile,
  makeDraft,
  neighbour,
  writeDoc
} from "./draft.ts"
import { eventKey, eventsModule, isCurrent, storedName, versionName } from "./names.ts"
import { encodedName } from "./type.ts"
import { usedFirst } from "./usedFirst.ts"

/** None for an aggregate whose events have one version each, and the names that they began with. */
export const emitHistory = (
  catalog: Catalog,
  aggregate: Aggregate,
  options: EmitOptions
): ReadonlyArray<GeneratedFile> => {
  const { events, folder } = aggregate
  const old = events.flatMap((event) =>
    readVersions(event)
      .filter(({ version }) => !isCurrent(event, version))
      .map((version) => ({ event, version }))
  )
  if (old.length === 0) return []
  const definitions = old.flatMap(({ version }) => version.definitions.map(({ typeName }) => typeName))
  const draft = makeDraft(options, definitions)
  for (const { event, version } of old) writeVersion(draft, aggregate, event, version)
  return [finish(draft, `${folder}.history.gen.ts`, `${catalog.folder}/${folder}/`)]
}

const writeVersion = (
  draft: Draft,
  aggregate: Aggregate,
  event: EventType,
  { definitions, description, file, payload, version }: EventVersion
): void => {
  for (const definition of usedFirst(definitions)) {
    neighbour(draft, eventsModule(aggregate), encodedName(definition.typeName), "type")
    writeTypeOf(draft, definition)
    writeCodecOf(draft, definition)
  }
  const name = versionName(event, version)
  neighbour(draft, eventsModule(aggregate), storedName(event, version), "type")
  writeDoc(draft, description, [`@generated from ${file} (${eventKey(event.name, version)})`])
  writeInterface(draft, name, payload.fields, "Type", event.name)
  draft.writer.blankLine()
  const tag = `${core(draft, "S", "tagDefaultOmit")}(${JSON.stringify(event.name)})`
  writeCodecConstant(draft, name, () => writeStruct(draft, payload.fields, tag))
}
