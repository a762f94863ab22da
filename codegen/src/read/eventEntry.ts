// One event of a manifest: its current version, or where its events went, and the steps upwards.
import { error, quote } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import { isDate } from "../formats.ts"
import type { EventRef, Operation, Place, Retirement } from "../model.ts"
import { readBoolean, readCount, readKeys, readList, readMap, readText, readWord, wrongValue } from "./keys.ts"
import { entryOf, textOf } from "./node.ts"
import type { Entry, MapNode, Node } from "./node.ts"
import { readOperations } from "./operations.ts"

export interface EventEntry {
  readonly fate: Fate
  /** By the version that they lead away from. */
  readonly upcasts: ReadonlyMap<number, Upcast>
  /** How versions above the current one are read, by the version that they lead away from. */
  readonly downcasts: ReadonlyMap<number, Upcast>
}

export interface Upcast {
  readonly place: Place
  /** Nothing where it could not be read. */
  readonly by: "Code" | ReadonlyArray<Operation> | undefined
}

export type Fate =
  | {
    readonly _tag: "Current"
    readonly current: number
    /** Where the number stands. */
    readonly place: Place
    readonly retired: Retirement | undefined
    readonly published: Published | undefined
  }
  | { readonly _tag: "Renamed"; readonly to: EventRef; readonly on: string }
  | {
    readonly _tag: "Replaced"
    readonly by: ReadonlyArray<EventRef>
    readonly on: string
    /** `code: true` is there. */
    readonly code: boolean
    readonly place: Place
  }

export interface Published {
  readonly type: string | undefined
  readonly compatibility: string
}

export const readEventEntry = (entry: Entry, report: Report): EventEntry | undefined => {
  const map = readMap(entry, report)
  if (map === undefined) return undefined
  const fates = map.entries.filter(({ key }) => key === "current" || key === "renamed" || key === "replaced")
  const [first, second] = fates
  if (first !== undefined && second !== undefined) {
    report(
      error(
        "KEYWORD_MISPLACED",
        second.place,
        `"${second.key}" can't stand beside "${first.key}".`,
        "keep one of them."
      )
    )
    return undefined
  }
  const fate = readFate(entry, first, map, report)
  const upcasts = readSteps(entryOf(map, "upcasts"), "upcast", report)
  const downcasts = readSteps(entryOf(map, "downcasts"), "downcast", report)
  return fate && { fate, upcasts, downcasts }
}

const readFate = (owner: Entry, fate: Entry | undefined, map: MapNode, report: Report): Fate | undefined => {
  const optional = [
    "upcasts",
    ...(fate?.key === "renamed" || fate?.key === "replaced" ? [] : ["downcasts", "retired", "published"])
  ]
  const required = fate === undefined ? ["current"] : [fate.key]
  const keys = readKeys({ ...owner, value: map }, { required, optional }, report)
  switch (fate?.key) {
    case "current": {
      const current = readCount(fate, 1, report)
      const retired = keys?.["retired"] && readRetirement(keys["retired"], report)
      const published = keys?.["published"] && readPublished(keys["published"], report)
      return current === undefined
        ? undefined
        : { _tag: "Current", current, place: fate.value.place, retired, published }
    }
    case "renamed": {
      const renamed = readKeys(fate, { required: ["to", "on"], optional: [] }, report)
      const to = renamed?.to && readEventRef(renamed.to.value, renamed.to, report)
      const on = renamed?.on && readDay(renamed.on, report)
      return to === undefined || on === undefined ? undefined : { _tag: "Renamed", to, on }
    }
    case "replaced":
      return readReplaced(fate, report)
    default:
      return undefined
  }
}

const readReplaced = (fate: Entry, report: Report): Fate | undefined => {
  const keys = readKeys(fate, { required: ["by", "on"], optional: ["code"] }, report)
  const items = keys?.by && readList(keys.by, report)?.map((item) => readEventRef(item, keys.by!, report))
  const by = items?.filter((item) => item !== undefined)
  const on = keys?.on && readDay(keys.on, report)
  const code = keys?.code === undefined ? false : readBoolean(keys.code, report)
  if (by === undefined || by.length !== items?.length || on === undefined || code === undefined) return undefined
  return { _tag: "Replaced", by, on, code, place: fate.place }
}

const readRetirement = (entry: Entry, report: Report): Retirement | undefined => {
  const keys = readKeys(entry, { required: ["on", "reason", "read"], optional: [] }, report)
  const on = keys?.on && readDay(keys.on, report)
  const reason = keys?.reason && readText(keys.reason, report)
  const read = keys?.read && readWord(keys.read, ["keep", "skip"], report)
  return on === undefined || reason === undefined || read === undefined ? undefined : { on, reason, read }
}

const COMPATIBILITIES = ["backward", "forward", "full", "backward_transitive", "forward_transitive", "full_transitive"]

const readPublished = (entry: Entry, report: Report): Published | undefined => {
  if (entry.value._tag === "Scalar" && entry.value.value === true) return { type: undefined, compatibility: "backward" }
  if (entry.value._tag !== "Map") return wrongValue(entry, "true, or a mapping", report)
  const keys = readKeys(entry, { required: [], optional: ["type", "compatibility"] }, report)
  return keys && {
    type: keys.type && readText(keys.type, report),
    compatibility: (keys.compatibility && readWord(keys.compatibility, COMPATIBILITIES, report)) ?? "backward"
  }
}

const readSteps = (
  entry: Entry | undefined,
  what: "upcast" | "downcast",
  report: Report
): ReadonlyMap<number, Upcast> => {
  const steps = new Map<number, Upcast>()
  const least = what === "upcast" ? 1 : 2
  for (const step of (entry && readMap(entry, report)?.entries) ?? []) {
    if (!/^[1-9]\d{0,8}$/.test(step.key) || Number(step.key) < least) {
      const message = `${quote(step.key)} is not a version to ${what} from.`
      const help = `the key of ${what === "upcast" ? "an upcast" : "a downcast"} is a whole number from ${least}.`
      report(error("KEYWORD_VALUE", step.place, message, help))
    } else steps.set(Number(step.key), { place: step.place, by: readUpcast(step, report) })
  }
  return steps
}

const readUpcast = (entry: Entry, report: Report): Upcast["by"] => {
  if (entry.value._tag === "List") return readOperations(entry, report)
  if (entry.value._tag !== "Map") return wrongValue(entry, "a list of steps, or { code: true }", report)
  const keys = readKeys(entry, { required: ["code"], optional: [] }, report)
  const code = keys?.code && readBoolean(keys.code, report)
  return code === false ? wrongValue(entry, "a list of steps, or { code: true }", report) : code && "Code"
}

/** `FundsDeposited@1` */
const readEventRef = (node: Node, owner: Entry, report: Report): EventRef | undefined => {
  const { event, version } = /^(?<event>[^@]+)@(?<version>[1-9]\d{0,8})$/.exec(textOf(node) ?? "")?.groups ?? {}
  return event === undefined || version === undefined
    ? wrongValue({ ...owner, value: node }, "an event and its version, like FundsDeposited@1", report)
    : { event, version: Number(version), place: node.place }
}

const readDay = (entry: Entry, report: Report): string | undefined => {
  const text = textOf(entry.value)
  return text !== undefined && isDate(text) ? text : wrongValue(entry, "a date yyyy-mm-dd", report)
}
