// `BankAccountEvent`, `BankAccountNewEvent` and `BankAccountEvents`: all events of an aggregate, and what to do with
// each one that is stored. Read by the emitter of events.
import type { Aggregate, EventType } from "../model.ts"
import { byHandKey, lastVersion, readVersions } from "../readable.ts"
import { core, coreType, type Draft, neighbour, shared, writeConstant, writeDoc } from "./draft.ts"
import { eventKey, historyModule, isLive, isSkipped, upcastName, versionName } from "./names.ts"
import { hasUpcasters, upcastersName } from "./upcasters.ts"

export const writeEventUnions = (draft: Draft, { events, name }: Aggregate): void => {
  const live = events.filter(isLive)
  const written = live.filter(({ reading }) => reading._tag === "Current" && reading.retired === undefined)
  writeUnion(draft, "Every event `evolve` can meet.", `${name}Event`, live)
  writeUnion(draft, "Every event `decide` may return.", `${name}NewEvent`, written)
}

export const writeEventSet = (draft: Draft, aggregate: Aggregate): void => {
  const { events, id, name, stream } = aggregate
  const { writer } = draft
  const upcasters = hasUpcasters(aggregate) ? upcastersName(aggregate) : "unknown"
  const type = `${coreType(draft, "EventSet")}<${name}Event, ${name}NewEvent, ${upcasters}, ${
    shared(draft, id, "value")
  }>`
  writeDoc(draft, "What to do with each stored event type and version.")
  writeConstant(draft, eventSetName(aggregate), type, () => {
    writer.write(`${core(draft, "R", "eventSet")}(`).inlineBlock(() => {
      writer.writeLine(`aggregate: ${JSON.stringify(name)},`)
      writer.writeLine(`category: ${JSON.stringify(stream)},`)
      writer.writeLine(`id: () => ${id},`)
      writer.write("events: ").inlineBlock(() => {
        const rules = events.flatMap((event) => rulesOf(draft, aggregate, event))
        writeLines(draft, rules)
      })
      const published = events.flatMap((event) => publishedOf(aggregate, event))
      if (published.length > 0) {
        writer.write(",").newLine().write("published: ").inlineBlock(() => writeLines(draft, published))
      }
    }).write(")")
  })
}

const writeLines = ({ writer }: Draft, lines: ReadonlyArray<string>): void =>
  lines.forEach((line, index) => writer.writeLine(index < lines.length - 1 ? `${line},` : line))

/** Under which type an event leaves for other systems, and where its schema is exported. */
const publishedOf = ({ folder }: Aggregate, { name, reading }: EventType): ReadonlyArray<string> =>
  reading._tag === "Current" && reading.published !== undefined && reading.retired === undefined
    ? [`${name}: { type: ${JSON.stringify(reading.published.type)}, schema: ${JSON.stringify(`${folder}/${name}`)} }`]
    : []

export const eventSetName = ({ name }: Aggregate): string => `${name}Events`

const writeUnion = (draft: Draft, doc: string, name: string, events: ReadonlyArray<EventType>): void => {
  writeDoc(draft, doc)
  if (events.length === 0) draft.writer.writeLine(`export type ${name} = never`)
  else {
    draft.writer.writeLine(`export type ${name} =`)
    draft.writer.indent(() => events.forEach((event) => draft.writer.writeLine(`| ${event.name}`)))
  }
  draft.writer.blankLine()
}

/** A line for each version that may be stored. */
const rulesOf = (draft: Draft, aggregate: Aggregate, event: EventType): ReadonlyArray<string> =>
  readVersions(event).map(({ version }) =>
    `${JSON.stringify(eventKey(event.name, version))}: ${ruleOf(draft, aggregate, event, version)}`
  )

const ruleOf = (draft: Draft, aggregate: Aggregate, event: EventType, version: number): string => {
  const { name, reading } = event
  const text = JSON.stringify
  /** An upcast trusts its payload, so the reader holds it against the codec of its version first. */
  const stored = () => `() => ${neighbour(draft, historyModule(aggregate), versionName(event, version), "value")}`
  if (isSkipped(event)) return `${core(draft, "R", "skip")}(${text(name)})`
  if (version !== lastVersion(event)) {
    const step = reading.steps.find(({ from }) => from === version)
      ?? { _tag: "Missing", from: version, to: version + 1 }
    const by = step._tag === "Operations" ? upcastName(event, version) : text(byHandKey(name, step))
    return `${core(draft, "R", "upcast")}(${text(eventKey(name, step.to))}, ${by}, ${stored()})`
  }
  switch (reading._tag) {
    case "Renamed":
      return `${core(draft, "R", "renamed")}(${text(eventKey(reading.to.event, reading.to.version))})`
    case "Replaced":
      return `${core(draft, "R", "split")}(${text(eventKey(name, version))}, ${stored()})`
    case "Current":
      return `${core(draft, "R", reading.retired === undefined ? "current" : "retired")}(${text(name)}, () => ${name})`
  }
}
