// `<aggregate>.history.gen.ts`: events as earlier versions had them, for tests and audits; programs read them upcast.
// Read by `emit`.
import type { Aggregate, Catalog, EventType, EventVersion } from "../model.ts"
import { writeStruct } from "./codec.ts"
import { writeCodecConstant, writeInterface } from "./declaration.ts"
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
import { eventKey, eventsModule, readVersions, storedName, versionName } from "./names.ts"

/** None for an aggregate whose events have one version each, and the names that they began with. */
export const emitHistory = (
  catalog: Catalog,
  aggregate: Aggregate,
  options: EmitOptions
): ReadonlyArray<GeneratedFile> => {
  const { events, folder } = aggregate
  const old = events.flatMap((event) =>
    readVersions(event)
      .filter(({ version }) => versionName(event, version) !== event.name)
      .map((version) => ({ event, version }))
  )
  if (old.length === 0) return []
  const draft = makeDraft(options)
  for (const { event, version } of old) writeVersion(draft, aggregate, event, version)
  return [finish(draft, `${folder}.history.gen.ts`, `${catalog.folder}/${folder}/`)]
}

const writeVersion = (
  draft: Draft,
  aggregate: Aggregate,
  event: EventType,
  { description, file, payload, version }: EventVersion
): void => {
  const name = versionName(event, version)
  neighbour(draft, eventsModule(aggregate), storedName(event, version), "type")
  writeDoc(draft, description, [`@generated from ${file} (${eventKey(event.name, version)})`])
  writeInterface(draft, name, payload.fields, "Type", event.name)
  draft.writer.blankLine()
  const tag = `${core(draft, "S", "tagDefaultOmit")}(${JSON.stringify(event.name)})`
  writeCodecConstant(draft, name, () => writeStruct(draft, payload.fields, tag))
}
