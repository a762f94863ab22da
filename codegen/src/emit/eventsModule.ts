// `<aggregate>.events.gen.ts`: an aggregate's events, how older ones are read, and the set of them. Read by `emit`.
import type { Aggregate, Catalog, EventType, EventVersion } from "../model.ts"
import { readVersions } from "../readable.ts"
import { aim } from "../upcast/aim.ts"
import type { ShapeOf } from "../upcast/open.ts"
import { flow } from "../upcast/step.ts"
import { writeStruct } from "./codec.ts"
import { writeCodecConstant, writeDeclaration, writeDocumented, writeInterface, writeNamedType } from "./declaration.ts"
import { core, type Draft, type EmitOptions, finish, type GeneratedFile, makeDraft, writeDoc } from "./draft.ts"
import { writeEventSet, writeEventUnions } from "./eventSet.ts"
import { eventKey, isCurrent, isSkipped, storedName, upcastName } from "./names.ts"
import { encodedName } from "./type.ts"
import { writeUpcast } from "./upcast.ts"
import { writeUpcasters } from "./upcasters.ts"
import { usedFirst } from "./usedFirst.ts"

export const emitEvents = (
  catalog: Catalog,
  aggregate: Aggregate,
  shapeOf: ShapeOf,
  options: EmitOptions
): GeneratedFile => {
  const draft = makeDraft(options, aggregate.events.flatMap(definedNames))
  for (const event of aggregate.events) {
    for (const version of readVersions(event)) writeVersion(draft, event, version)
    if (!isSkipped(event)) writeUpcasts(draft, event, shapeOf)
  }
  writeEventUnions(draft, aggregate)
  writeUpcasters(draft, aggregate)
  writeEventSet(draft, aggregate)
  return finish(draft, `${aggregate.folder}.events.gen.ts`, `${catalog.folder}/${aggregate.folder}/`)
}

/** Of definitions in an older version only what is stored: their codecs stand in the history. */
const definedNames = (event: EventType): ReadonlyArray<string> =>
  readVersions(event).flatMap(({ definitions, version }) =>
    definitions.flatMap(({ typeName }) =>
      isCurrent(event, version) ? [typeName, encodedName(typeName)] : [encodedName(typeName)]
    )
  )

const writeVersion = (
  draft: Draft,
  event: EventType,
  { definitions, deprecated, description, file, payload, version }: EventVersion
): void => {
  const { name, reading } = event
  const stored = storedName(event, version)
  if (!isCurrent(event, version)) {
    for (const { shape, typeName } of definitions) {
      const doc = `${typeName} as it was stored.`
      writeDocumented(draft, doc, () => writeNamedType(draft, encodedName(typeName), shape, "Encoded"))
    }
    const doc = `${eventKey(name, version)} as it was stored (${file}).`
    return writeDocumented(draft, doc, () => writeInterface(draft, stored, payload.fields, "Encoded"))
  }
  for (const definition of usedFirst(definitions)) writeDeclaration(draft, definition)
  const retired = reading._tag === "Current" ? reading.retired : undefined
  writeDoc(draft, description, [
    `@generated from ${file} (${eventKey(name, version)})`,
    ...(retired !== undefined
      ? [`@deprecated Retired on ${retired.on}: ${retired.reason}`]
      : deprecated
      ? ["@deprecated"]
      : [])
  ])
  writeInterface(draft, name, payload.fields, "Type", name)
  draft.writer.blankLine()
  const doc = `${eventKey(name, version)} as it is stored.`
  writeDocumented(draft, doc, () => writeInterface(draft, stored, payload.fields, "Encoded"))
  const tag = `${core(draft, "S", "tagDefaultOmit")}(${JSON.stringify(name)})`
  writeCodecConstant(draft, name, () => writeStruct(draft, payload.fields, tag))
}

const writeUpcasts = (draft: Draft, event: EventType, shapeOf: ShapeOf): void => {
  for (const step of event.reading.steps) {
    const [from, to] = [event.versions[step.from - 1], event.versions[step.to - 1]]
    if (step._tag !== "Operations" || from === undefined || to === undefined) continue
    const { declarations, result } = flow(step.operations, from.payload, {
      shapeOf,
      version: `${event.name} v${step.from}`
    })
    const names = {
      name: upcastName(event, step.from),
      from: storedName(event, step.from),
      to: storedName(event, step.to)
    }
    writeUpcast(draft, names, { declarations, result: aim(result, to.payload, shapeOf) })
  }
}
