// Numbers: bounds of every draft, and formats that other languages have for them.
import { type JsonObject, ownOf, textIn } from "./document.ts"
import { brandOf, type Ours, type SchemaContext } from "./ours.ts"
import type { Place } from "./place.ts"

export const convertNumber = (
  type: "integer" | "number",
  schema: JsonObject,
  place: Place,
  { notes }: SchemaContext
): Ours => {
  const step = ownOf(schema, "multipleOf")
  const isStep = typeof step === "number" && Number.isSafeInteger(step) && step >= 1
  const isWhole = type === "integer" || isStep
  if (step !== undefined && !isStep) {
    const help = "an exact amount is { type: string, format: decimal, x-decimal: ... }."
    notes.leftOut(place, `"multipleOf: ${String(step)}": only whole numbers have one here.`, help)
  }
  const format = textIn(schema, "format")
  if (format !== undefined) {
    const means = isWhole
      ? "an integer is at most 2^53 - 1 here, or what its bounds say."
      : "a number is a double here."
    notes.said(place, `"format: ${format}" of a number is not kept: ${means}`)
  }
  return {
    type: isWhole ? "integer" : "number",
    ...boundsOf(schema, isWhole),
    ...(isStep && step !== 1 && { multipleOf: step }),
    ...(isWhole && brandOf(schema))
  }
}

const boundsOf = (schema: JsonObject, isWhole: boolean): Ours => {
  const of = (key: string) => {
    const value = ownOf(schema, key)
    return typeof value === "number" || typeof value === "bigint" ? Number(value) : undefined
  }
  // in draft 4 a bound is open by a word beside it
  const isOpenBelow = ownOf(schema, "exclusiveMinimum") === true
  const isOpenAbove = ownOf(schema, "exclusiveMaximum") === true
  const least = isOpenBelow ? undefined : of("minimum")
  const most = isOpenAbove ? undefined : of("maximum")
  const above = of(isOpenBelow ? "minimum" : "exclusiveMinimum")
  const under = of(isOpenAbove ? "maximum" : "exclusiveMaximum")
  return {
    // an integer is a safe one without being told
    ...(least !== undefined && !(isWhole && least <= Number.MIN_SAFE_INTEGER) && { minimum: least }),
    ...(most !== undefined && !(isWhole && most >= Number.MAX_SAFE_INTEGER) && { maximum: most }),
    ...(above !== undefined && { exclusiveMinimum: above }),
    ...(under !== undefined && { exclusiveMaximum: under })
  }
}
