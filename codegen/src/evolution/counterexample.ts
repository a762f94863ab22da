// A stored payload that a step of operations gets wrong, to be shown beside what is said of the step.
import { misfit } from "../check/fits.ts"
import { canonicalText } from "../contract/canonical.ts"
import type { EventType, Json, Pointer, Step } from "../model.ts"
import { edgesOf } from "../sample/edges.ts"
import type { ShapeOf } from "../upcast/open.ts"
import { pointerText } from "../upcast/pointer.ts"
import { run } from "../upcast/run.ts"

/** `holderName ""`: the part of a payload that makes it fail at one of `places`, or anywhere. Nothing where none is found. */
export const counterexample = (
  { versions }: EventType,
  step: Step,
  places: ReadonlyArray<string>,
  shapeOf: ShapeOf
): string | undefined => {
  const [from, to] = [versions[step.from - 1]?.payload, versions[step.to - 1]?.payload]
  if (step._tag !== "Operations" || from === undefined || to === undefined) return undefined
  const payloads = edgesOf(from, shapeOf)
  const failing = payloads.flatMap((payload) => {
    const fault = failure({ operations: step.operations, from, to, shapeOf }, payload)
    return fault === undefined ? [] : [{ payload, at: pointerText(fault) }]
  })
  // what fails where the message points says most
  const found = failing.find(({ at }) => places.some((place) => matches(place, at))) ?? failing[0]
  // what fails for every payload needs none to show it
  return found && failing.length < payloads.length
    ? shown(found.payload, payloads, failing.map(({ payload }) => payload))
    : undefined
}

type Upcasting = Parameters<typeof run>[0]

const failure = (upcasting: Upcasting, payload: Json): Pointer | undefined =>
  misfit(run(upcasting, payload, RECORDED_AT), upcasting.to, upcasting.shapeOf)?.path

const RECORDED_AT = "2024-02-29T12:00:00.000Z"

/** `*` stands for any item. */
const matches = (place: string, at: string): boolean => {
  const [names, found] = [place.split("/"), at.split("/")]
  return names.length === found.length && names.every((name, index) => name === "*" || name === found[index])
}

/** What sets it apart from a payload that goes well; all of it, where none does. */
const shown = (payload: Json, all: ReadonlyArray<Json>, failing: ReadonlyArray<Json>): string => {
  const good = all.find((other) => !failing.includes(other))
  const fields = isObject(payload) && isObject(good)
    ? Object.keys({ ...good, ...payload }).filter((name) => text(payload[name]) !== text(good[name]))
    : []
  const [name] = fields
  if (!isObject(payload) || name === undefined || fields.length > 1) return short(JSON.stringify(payload))
  return name in payload ? `${name} ${short(JSON.stringify(payload[name]))}` : `no ${name}`
}

const text = (value: Json | undefined): string => value === undefined ? "" : canonicalText(value)

const isObject = (value: Json | undefined): value is ObjectJson =>
  typeof value === "object" && value !== null && !Array.isArray(value)

type ObjectJson = { readonly [name: string]: Json }

/** More would push the help out of sight. */
const short = (json: string): string => {
  if (json.length <= 120) return json
  return json.startsWith("\"")
    ? `${json.slice(0, 20)}..." of ${json.length - 2} characters`
    : `${json.slice(0, 117)}...`
}
