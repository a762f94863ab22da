// `join`: several texts in one. Read by `apply`.
import { literal } from "../../emit/text.ts"
import type { Operation, Pointer } from "../../model.ts"
import { inline } from "../code.ts"
import { isUndefined } from "../open.ts"
import { type Here, put, take } from "../place.ts"
import { absent, choice, ends, expression, mayBeAbsent, type Slot } from "../slot.ts"
import { text } from "./scalar.ts"
import { admitsAnyText, behindChoices, longest, orNothing, textsIn } from "./texts.ts"

type Join = Extract<Operation, { op: "join" }>

/** `from` and `to` are the operation's pointers, as seen from `slot`. */
export const join = (here: Here, slot: Slot, operation: Join, from: ReadonlyArray<Pointer>, to: Pointer): Slot => {
  let rest = slot
  const parts = from.map((pointer) => {
    const took = take(here, rest, pointer)
    rest = took.rest
    return textsIn(here, took.taken, pointer)
  })
  return put(here, rest, to, joined(here, parts, operation.with), { make: true })
}

/** Nothing where all parts are absent. */
const joined = (here: Here, parts: ReadonlyArray<Slot>, between: string): Slot => {
  if (parts.every((part) => ends(part).every((end) => end._tag === "Absent"))) return absent(here.by)
  const shape = shapeOf(parts, between)
  const isSure = parts.some((part) => !mayBeAbsent(part))
  // a test would be refused by the compiler where one around it has decided it already
  if (isSure && parts.every((part) => orNothing(part) !== undefined)) {
    return expression(`${joinCall(parts, between)}!`, shape, here.by)
  }
  const name = here.fresh("joined")
  here.declarations.push({ name, code: joinCall(parts.map((part) => behindChoices(here, part)), between) })
  return isSure
    ? expression(`${name}!`, shape, here.by)
    : choice(isUndefined(name), absent(here.by), expression(name, shape, here.by))
}

const shapeOf = (parts: ReadonlyArray<Slot>, between: string) => {
  const values = parts.map((part) => ends(part).filter((end) => end._tag !== "Absent"))
  const lengths = values.map((ofPart) => Math.max(0, ...ofPart.map((value) => longest(value) ?? Infinity)))
  const total = lengths.reduce((sum, length) => sum + length, [...between].length * (parts.length - 1))
  return text({ maxLength: total === Infinity ? undefined : total, anyText: values.flat().some(admitsAnyText) })
}

const joinCall = (parts: ReadonlyArray<Slot>, between: string): string =>
  `R.joinText([${parts.map((part) => orNothing(part) ?? inline(part, "undefined")).join(", ")}], ${literal(between)})`
