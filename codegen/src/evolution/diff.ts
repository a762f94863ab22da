// What differs between two versions of an event, field by field, with what the upcast does to each; and between this state
// of the schemas and another one. For `deciduous diff`.
import { canonicalText } from "../contract/canonical.ts"
import { differences, type Side } from "../contract/compare.ts"
import type { FoundVersion } from "../findVersion.ts"
import { findIn } from "../lock/lines.ts"
import { operationsJson } from "../lock/operations.ts"
import type { Catalog, EventType, Operation, Pointer, Step } from "../model.ts"
import { operationText, placesOf } from "../upcast/operationText.ts"
import { aggregateOf } from "./context.ts"

/** One place that differs. */
export interface Changed {
  readonly pointer: string
  /** `minLength 1 -> 3` */
  readonly text: string
  /** What happens to it on the way up, an operation each; empty where it passes as it is. */
  readonly by: ReadonlyArray<string>
}

/** From one version of an event to another one, not necessarily the next. */
export const diffVersions = (
  catalog: Catalog,
  { event, version: before }: FoundVersion,
  { version: after }: FoundVersion
): ReadonlyArray<Changed> => {
  const find = findIn(catalog)
  const found = differences({ shape: before.payload, find }, { shape: after.payload, find })
  const [lower, upper] = before.version <= after.version
    ? [before.version, after.version]
    : [after.version, before.version]
  const isUp = before.version <= after.version
  const steps = event.reading.steps.filter(({ from, to }) =>
    isUp ? to > from && from >= lower && from < upper : to < from && from > lower && from <= upper
  )
  return found.map(({ pointer, text }) => ({ pointer, text, by: steps.flatMap((step) => workOf(step, pointer)) }))
}

const workOf = (step: Step, pointer: string): ReadonlyArray<string> => {
  const place = pointer.split("/").slice(1).map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"))
  switch (step._tag) {
    case "Operations":
      return step.operations.filter((operation) => touches(operation, place)).map(operationText)
    case "Code":
      return ["by hand"]
    case "Missing":
      return ["nothing says how"]
  }
}

const touches = (operation: Operation, place: Pointer): boolean =>
  placesOf(operation).some((other) => place.every((name, depth) => depth >= other.length || other[depth] === name))

/** One event or aggregate that differs between two states. */
export interface Section {
  /** `bank-account/AccountOpened@2` */
  readonly at: string
  readonly changes: ReadonlyArray<{ readonly pointer: string; readonly text: string }>
}

/** From another state of the schemas to this one. */
export const diffCatalogs = (before: Catalog, after: Catalog): ReadonlyArray<Section> => {
  const [findThere, findHere] = [findIn(before), findIn(after)]
  const streams = new Set([...before.aggregates, ...after.aggregates].map(({ stream }) => stream))
  return [...streams].flatMap((stream): ReadonlyArray<Section> => {
    const [old, now] = [aggregateOf(before, stream), aggregateOf(after, stream)]
    if (old === undefined || now === undefined) {
      return [{ at: now?.folder ?? old?.folder ?? stream, changes: [whole(now === undefined ? "is gone" : "is new")] }]
    }
    const names = new Set([...old.events, ...now.events].map(({ name }) => name))
    return [...names].flatMap((name) => {
      const [was, is] = [old, now].map(({ events }) => events.find((event) => event.name === name))
      const at = `${now.folder}/${name}`
      if (was === undefined || is === undefined) {
        return [{ at, changes: [whole(is === undefined ? "is gone" : "is new")] }]
      }
      const reading = readingText(was) === readingText(is)
        ? []
        : [{ at, changes: [whole(`${readingText(was)} -> ${readingText(is)}`)] }]
      return [...reading, ...diffEvents(at, was, is, (shape, isOld) => ({ shape, find: isOld ? findThere : findHere }))]
    })
  })
}

const whole = (text: string) => ({ pointer: "", text })

const diffEvents = (
  at: string,
  was: EventType,
  is: EventType,
  side: (shape: Side["shape"], isOld: boolean) => Side
): ReadonlyArray<Section> => {
  const count = Math.max(was.versions.length, is.versions.length)
  return Array.from({ length: count }, (_, index): Section => {
    const [old, now] = [was.versions[index]?.payload, is.versions[index]?.payload]
    const changes = old === undefined || now === undefined
      ? [whole(now === undefined ? "is gone" : "is new")]
      : differences(side(old, true), side(now, false)).map(({ pointer, text }) => ({ pointer, text }))
    const [before, after] = [was, is].map(({ reading }) => reading.steps.find(({ from }) => from === index + 1))
    const step = before !== undefined && after !== undefined && stepText(before) !== stepText(after)
      ? [whole(`its step to v${after.to}: ${shownStep(before)} -> ${shownStep(after)}`)]
      : []
    return { at: `${at}@${index + 1}`, changes: [...changes, ...step] }
  }).filter(({ changes }) => changes.length > 0)
}

const stepText = (step: Step): string =>
  step._tag === "Operations" ? canonicalText(operationsJson(step.operations)) : step._tag

const shownStep = (step: Step): string =>
  step._tag === "Operations"
    ? step.operations.map(operationText).join("; ") || "nothing"
    : step._tag === "Code"
    ? "by hand"
    : "not said"

/** How an event is read, but for its steps. */
const readingText = ({ reading }: EventType): string => {
  switch (reading._tag) {
    case "Current":
      return `current ${reading.current}${reading.retired === undefined ? "" : `, retired (${reading.retired.read})`}`
    case "Renamed":
      return `renamed to ${reading.to.event}@${reading.to.version}`
    case "Replaced":
      return `replaced by ${reading.by.map(({ event, version }) => `${event}@${version}`).join(" + ")}`
  }
}
