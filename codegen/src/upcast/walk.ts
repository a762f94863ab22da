// One stored payload on its way to what the program sees, step by step. For `deciduous upcast`.
import { misfit } from "../check/fits.ts"
import type { Aggregate, EventType, Json, Operation } from "../model.ts"
import { byHandKey } from "../readable.ts"
import type { ShapeOf } from "./open.ts"
import { operationText } from "./operationText.ts"
import { pointerText } from "./pointer.ts"
import { run } from "./run.ts"

/** What upcasters are given beside the payload. */
export interface WalkContext {
  readonly streamId: string
  readonly version: number
  /** RFC 3339 */
  readonly recordedAt: string
}

/** The hand-written functions by `OverdraftLimitSet@1`; what they throw is theirs to say. */
export type ByHand = (key: string, payload: Json, context: WalkContext) => unknown

/** Where the payload has come to. */
export interface Stop {
  /** `AccountOpened v2` */
  readonly name: string
  /** How it came there: `as it was stored`, `move /branch -> /office/code`, `by hand`. */
  readonly by: string
  readonly payload: Json
}

export type Walked =
  | { readonly _tag: "Arrived"; readonly stops: ReadonlyArray<Stop> }
  | { readonly _tag: "Skipped"; readonly stops: ReadonlyArray<Stop>; readonly name: string }
  | { readonly _tag: "Stuck"; readonly stops: ReadonlyArray<Stop>; readonly problem: string }

interface Way {
  readonly aggregate: Aggregate
  readonly shapeOf: ShapeOf
  readonly byHand: ByHand
  readonly context: WalkContext
}

export const walk = (way: Way, name: string, version: number, payload: Json, by = "as it was stored"): Walked => {
  const event = way.aggregate.events.find((one) => one.name === name)
  const shape = event?.versions[version - 1]?.payload
  const here: Stop = { name: `${name} v${version}`, by, payload }
  if (event === undefined || shape === undefined) return stuck([here], `There is no ${here.name}.`)
  const wrong = misfit(payload, shape, way.shapeOf)
  if (wrong !== undefined) {
    const at = pointerText(wrong.path)
    return stuck([here], `This is no ${here.name}: ${at === "" ? "it" : at} ${wrong.fault}.`)
  }
  return after(here, onwards(way, event, version, payload))
}

const onwards = (way: Way, event: EventType, version: number, payload: Json): Walked => {
  const { name, reading, versions } = event
  if (reading._tag === "Current" && reading.retired?.read === "skip") return { _tag: "Skipped", stops: [], name }
  const last = reading._tag === "Current" ? reading.current : versions.length
  const step = reading.steps.find(({ from }) => from === version)
  if (version > last && step === undefined) {
    return stuck([], `${name} v${version} is a draft: nobody reads it while current is ${last}.`)
  }
  if (version === last) {
    switch (reading._tag) {
      case "Current":
        return { _tag: "Arrived", stops: [] }
      case "Renamed":
        return walk(way, reading.to.event, reading.to.version, payload, `renamed from ${name}`)
      case "Replaced":
        return split(way, `${name}@${version}`, payload)
    }
  }
  const [from, to] = [versions[version - 1]?.payload, step && versions[step.to - 1]?.payload]
  if (from === undefined || to === undefined || step === undefined || step._tag === "Missing") {
    return stuck([], `Nothing says how to read ${name} v${version} as v${version + 1}.`)
  }
  const key = byHandKey(name, step)
  const result = step._tag === "Operations"
    ? run({ operations: step.operations, from, to, shapeOf: way.shapeOf }, payload, way.context.recordedAt)
    : asJson(way.byHand(key, payload, way.context))
  if (result === undefined) return stuck([], `The upcaster "${key}" returned what is no JSON.`)
  const by = step._tag === "Operations" ? listed(step.operations) : "by hand"
  return walk(way, name, step.to, result, by)
}

const split = (way: Way, key: string, payload: Json): Walked => {
  const parts = asJson(way.byHand(key, payload, way.context))
  if (!Array.isArray(parts)) return stuck([], `The upcaster "${key}" has to return a list of events.`)
  const walked = parts.map((part: Json, index): Walked => {
    const { data, type, version } = part as { readonly [key: string]: Json }
    return typeof type === "string" && typeof version === "number" && data !== undefined
      ? walk(way, type, version, data, `part ${index + 1} of ${key}`)
      : stuck([], `Part ${index + 1} of "${key}" is not { type, version, data }.`)
  })
  const stops = walked.flatMap((one) => one.stops)
  const problem = walked.find((one) => one._tag === "Stuck")
  return problem === undefined ? { _tag: "Arrived", stops } : { ...problem, stops }
}

const after = (stop: Stop, rest: Walked): Walked => ({ ...rest, stops: [stop, ...rest.stops] })

const stuck = (stops: ReadonlyArray<Stop>, problem: string): Walked => ({ _tag: "Stuck", stops, problem })

const listed = (operations: ReadonlyArray<Operation>): string =>
  operations.length === 0 ? "nothing has to be done" : operations.map(operationText).join("; ")

/** What JSON would make of it; nothing of what it has no word for. */
const asJson = (value: unknown): Json | undefined => {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : JSON.parse(text) as Json
}
