// What `split` and `join` know of the texts that they take. Read by them.
import type { Pointer } from "../../model.ts"
import { eachEnd, type Here } from "../place.ts"
import { pointerText } from "../pointer.ts"
import { absent, choice, type Slot, type Value } from "../slot.ts"
import { refuse } from "./refuse.ts"
import { scalarOf, textsOf } from "./scalar.ts"

/** What stood at `from`, with null as nothing, and nothing in the place of what is no text. */
export const textsIn = (here: Here, slot: Slot, from: Pointer): Slot =>
  eachEnd({ ...here, base: pointerText(from, here.base) }, slot, (at, end) => {
    if (end._tag === "Absent") return end
    if (end._tag === "Constant" && end.value === null) return absent(end.by)
    const scalar = scalarOf(end)
    if (scalar !== undefined && textsOf(scalar.shape) !== undefined) return end
    refuse(at, end, "text")
    return absent(here.by)
  })

/** A declaration stands before the choices among which it is used, so that it has to make them itself. */
export const behindChoices = (here: Here, slot: Slot): Slot =>
  here.chosen.reduceRight<Slot>(
    (inner, { outcome, test }) => outcome ? choice(test, inner, absent()) : choice(test, absent(), inner),
    slot
  )

/** The code of something that may be there, null or undefined, without a test; `undefined` where it needs one. */
export const orNothing = (slot: Slot): string | undefined => {
  if (slot._tag === "Expression") return slot.code
  if (slot._tag !== "Choice" || slot.yes._tag !== "Absent") return undefined
  const code = orNothing(slot.no)
  const isOfItself = slot.test.subject === code && (slot.test.equals === "undefined" || slot.test.equals === "null")
  return isOfItself ? code : undefined
}

/** In code points; `undefined` where it may be any. */
export const longest = (value: Value): number | undefined => {
  const shape = scalarOf(value)?.shape
  const texts = shape === undefined ? undefined : textsOf(shape)
  if (texts !== undefined && texts !== "any") return Math.max(...texts.map((of) => [...of].length))
  return shape?._tag === "String" ? shape.maxLength ?? LENGTHS.get(shape.format ?? "") : undefined
}

/** Whether U+0000 may be in it. */
export const admitsAnyText = (value: Value): boolean =>
  value._tag === "Expression" && value.shape._tag === "String" && value.shape.anyText

/** The longest texts of formats that have one. */
const LENGTHS: ReadonlyMap<string, number> = new Map([["uuid", 36], ["date", 10], ["date-time", 35]])
