// `map`: other values for the values of an enum. Read by `apply`.
import { misfit } from "../../check/fits.ts"
import { literal } from "../../emit/text.ts"
import type { Json, Operation } from "../../model.ts"
import type { Here } from "../place.ts"
import { type Absent, choice, constant, type Slot, type Value } from "../slot.ts"
import { notTotal, refuse } from "./refuse.ts"
import { literals, scalarOf } from "./scalar.ts"

type Map = Extract<Operation, { op: "map" }>

export const mapValue = (here: Here, end: Absent | Value, { otherwise, values }: Map): Slot => {
  if (end._tag === "Absent" || (end._tag === "Constant" && end.value === null)) return end
  const scalar = scalarOf(end)
  if (scalar === undefined) return refuse(here, end, "an enum, or another scalar")
  const { code, shape } = scalar
  const fallback = otherwise === undefined ? undefined : constant(otherwise, here.by)

  if (shape._tag !== "Literal") {
    if (fallback === undefined) notTotal(here, `"${here.base}" is no enum, so "map" cannot name all of its values.`)
    const isText = shape._tag === "String"
    const known = values.flatMap(([from, to]) => {
      const value = isText ? from : Number(from)
      // what the schema does not take never comes
      return keyOf(value) === from && misfit(value, shape, here.shapeOf) === undefined ? [[value, to] as const] : []
    })
    return chosen(here, code, known, fallback ?? { ...end, by: here.by })
  }

  const domain = shape.values.filter((value) => value !== null)
  for (const [key] of values) {
    const found = domain.some((value) => keyOf(value) === key)
    const within = `a value of "${here.base}" in ${here.version}`
    here.findings.looked(here.by, { asked: key, within, found, candidates: domain.map(keyOf) })
  }
  const targets = new globalThis.Map(values)
  const known = domain.flatMap((value) => {
    const to = targets.get(keyOf(value))
    return to === undefined ? [] : [[value, to] as const]
  })
  const left = domain.filter((value) => !targets.has(keyOf(value)))
  if (left.length === 0) {
    const last = known.at(-1)
    return last === undefined ? end : chosen(here, code, known.slice(0, -1), constant(last[1], here.by))
  }
  if (fallback === undefined) {
    notTotal(
      here,
      `"${here.base}" may also be ${left.map((value) => JSON.stringify(value)).join(", ")}, which "map" does not name.`
    )
  }
  // what is not mapped is this operation's fault wherever it ends
  const unchanged = {
    ...(end._tag === "Expression" ? { ...end, shape: literals(left, shape.place) } : end),
    by: here.by
  }
  return chosen(here, code, known, fallback ?? unchanged)
}

/** A choice between constants, by what `code` is. */
export const chosen = (
  here: Here,
  code: string,
  known: ReadonlyArray<readonly [value: string | number | boolean, to: Json]>,
  others: Slot
): Slot =>
  known.reduceRight<Slot>(
    (otherwise, [value, to]) => choice({ subject: code, equals: literal(value) }, constant(to, here.by), otherwise),
    others
  )

/** The JSON text of a value; of a text, without its quotes. */
export const keyOf = (value: Json): string => typeof value === "string" ? value : JSON.stringify(value)
