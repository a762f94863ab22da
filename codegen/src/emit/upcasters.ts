// `BankAccountUpcasters`: what is left to write by hand. Read by the emitters of events and event sets.
import type { Aggregate, EventType, Step } from "../model.ts"
import { byHandKey, lastVersion } from "../readable.ts"
import { coreType, type Draft, LINE, writeDoc } from "./draft.ts"
import { eventKey, isSkipped, storedName, storedNameOf } from "./names.ts"

/** None where nothing is written by hand. */
export const writeUpcasters = (draft: Draft, aggregate: Aggregate): void => {
  if (!hasUpcasters(aggregate)) return
  const context = coreType(draft, "UpcastContext")
  writeDoc(draft, "The upcasters that are written by hand. They must be pure: the same event is read many times.")
  draft.writer.write(`export interface ${upcastersName(aggregate)} `).block(() => {
    for (const { doc, key, result, stored } of handWritten(draft, aggregate)) {
      writeDoc(draft, doc)
      writeMember(draft, `readonly ${JSON.stringify(key)}: (event: ${stored}, context: ${context}) =>`, result)
    }
  })
  draft.writer.blankLine()
}

export const upcastersName = ({ name }: Aggregate): string => `${name}Upcasters`

/** Whether anything of the aggregate is written by hand. */
export const hasUpcasters = ({ events }: Aggregate): boolean =>
  events.some((event) => event.reading._tag === "Replaced" || stepsByHand(event).length > 0)

interface Upcaster {
  readonly key: string
  readonly doc: string
  /** The type of the event as it was stored. */
  readonly stored: string
  /** One type, or the parts of a split. */
  readonly result: string | ReadonlyArray<string>
}

const handWritten = (draft: Draft, aggregate: Aggregate): ReadonlyArray<Upcaster> =>
  aggregate.events.flatMap((event) => [
    ...stepsByHand(event).map((step) => ofStep(event, step)),
    ...ofSplit(draft, aggregate, event)
  ])

const stepsByHand = (event: EventType): ReadonlyArray<Step> =>
  isSkipped(event) ? [] : event.reading.steps.filter((step) => step._tag !== "Operations")

const ofStep = (event: EventType, step: Step): Upcaster => ({
  key: byHandKey(event.name, step),
  doc: `${event.name} v${step.from} -> v${step.to}${
    step._tag === "Missing" ? "\nNo upcast is declared yet: operations in aggregate.yaml would do too." : ""
  }`,
  stored: storedName(event, step.from),
  result: storedName(event, step.to)
})

const ofSplit = (draft: Draft, aggregate: Aggregate, event: EventType): ReadonlyArray<Upcaster> => {
  if (event.reading._tag !== "Replaced") return []
  const { by } = event.reading
  const last = lastVersion(event)
  return [{
    key: eventKey(event.name, last),
    doc: `${event.name} v${last} -> ${by.map((part) => eventKey(part.event, part.version)).join(" + ")}`,
    stored: storedName(event, last),
    result: by.map((part) =>
      `${coreType(draft, "Stored")}<${JSON.stringify(part.event)}, ${part.version}, ${storedNameOf(aggregate, part)}>`
    )
  }]
}

const writeMember = (draft: Draft, head: string, result: Upcaster["result"]): void => {
  const { writer } = draft
  if (typeof result === "string") {
    writer.writeLine(`${head} ${result}`)
    return
  }
  const list = coreType(draft, "NonEmpty")
  const line = `${head} ${list}<${result.join(" | ")}>`
  if (line.length <= LINE) {
    writer.writeLine(line)
    return
  }
  writer.writeLine(`${head} ${list}<`)
  writer.indent(() => result.forEach((part) => writer.writeLine(`| ${part}`)))
  writer.writeLine(">")
}
