// `split` and `join`: one text in parts, parts in one text. Read by `apply`.
import { literal } from "../../emit/text.ts"
import type { Operation, Pointer } from "../../model.ts"
import { inline } from "../code.ts"
import { isUndefined } from "../open.ts"
import { eachEnd, type Here, put, take } from "../place.ts"
import { absent, choice, ends, expression, mapEnds, mayBeAbsent, type Slot, type Value } from "../slot.ts"
import { refuse } from "./refuse.ts"
import { scalarOf, text, textsOf } from "./scalar.ts"

/** `from` and `to` are the operation's pointers, as seen from `slot`. */
export const splitText = (
  here: Here,
  slot: Slot,
  operation: Extract<Operation, { op: "split" }>,
  from: Pointer,
  to: ReadonlyArray<Pointer>
): Slot => {
  const { rest, taken } = take(here, slot, from)
  const source = eachEnd(here, taken, (at, end) => nullAsAbsent(end) ?? textOnly(at, end, "text"))
  const name = here.fresh("parts")
  const { limit, on } = operation
  here.declarations.push({ name, code: splitCall(behindChoices(here, source), on, limit) })
  const part = (index: number, present: Value): Slot => {
    const code = `${name}[${index}]`
    const shape = text({ maxLength: longest(present), anyText: admitsAnyText(present) })
    if (index === 0) return expression(code, shape, here.by)
    const missing = absent(here.by, true)
    return index < limit ? choice(isUndefined(code), missing, expression(code, shape, here.by)) : missing
  }
  return to.reduce<Slot>((made, target, index) => {
    const value = mapEnds(source, (end) => end._tag === "Absent" ? end : part(index, end))
    return put(here, made, target, value, { make: true })
  }, rest)
}

export const joinTexts = (
  here: Here,
  slot: Slot,
  operation: Extract<Operation, { op: "join" }>,
  from: ReadonlyArray<Pointer>,
  to: Pointer
): Slot => {
  let rest = slot
  const parts = from.map((pointer) => {
    const took = take(here, rest, pointer)
    rest = took.rest
    return eachEnd(here, took.taken, (at, end) => nullAsAbsent(end) ?? textOnly(at, end, "texts"))
  })
  const values = parts.flatMap(ends).filter((end) => end._tag !== "Absent")
  const lengths = parts.map((part) =>
    Math.max(...ends(part).map((end) => end._tag === "Absent" ? 0 : longest(end) ?? Infinity))
  )
  const total = lengths.reduce((sum, length) => sum + length, [...operation.with].length * (parts.length - 1))
  const shape = text({
    maxLength: total === Infinity ? undefined : total,
    anyText: values.some(admitsAnyText)
  })
  const target = (joined: Slot) => put(here, rest, to, joined, { make: true })
  if (values.length === 0) return target(absent(here.by))
  if (parts.some((part) => !mayBeAbsent(part))) {
    return target(expression(`${joinCall(parts, operation.with)}!`, shape, here.by))
  }
  const name = here.fresh("joined")
  here.declarations.push({ name, code: joinCall(parts.map((part) => behindChoices(here, part)), operation.with) })
  return target(choice(isUndefined(name), absent(here.by), expression(name, shape, here.by)))
}
/** A declaration stands before the choices among which it is used, so that it has to make them itself. */
const behindChoices = (here: Here, slot: Slot): Slot =>
  here.chosen.reduceRight<Slot>(
    (inner, { outcome, test }) => outcome ? choice(test, inner, absent()) : choice(test, absent(), inner),
    slot
  )

/** Where the choices lead elsewhere nobody reads the parts, and the empty text keeps their type. */
const splitCall = (source: Slot, on: string, limit: number): string =>
  `R.splitText(${inline(source, "\"\"")}, ${literal(on)}, ${limit})`

const joinCall = (parts: ReadonlyArray<Slot>, between: string): string =>
  `R.joinText([${parts.map((part) => inline(part, "undefined")).join(", ")}], ${literal(between)})`

const nullAsAbsent = (end: Slot): Slot | undefined =>
  end._tag === "Absent" ? end : end._tag === "Constant" && end.value === null ? absent(end.by) : undefined

const textOnly = (here: Here, end: Exclude<Slot, { _tag: "Choice" }>, takes: string): Slot => {
  if (end._tag === "Absent") return end
  const scalar = scalarOf(end)
  if (scalar !== undefined && textsOf(scalar.shape) !== undefined) return end
  refuse(here, end, takes)
  return absent(here.by)
}

/** In code points; `undefined` where it may be any. */
const longest = (value: Value): number | undefined => {
  const shape = scalarOf(value)?.shape
  const texts = shape === undefined ? undefined : textsOf(shape)
  if (texts !== undefined && texts !== "any") return Math.max(...texts.map((of) => [...of].length))
  return shape?._tag === "String" ? shape.maxLength ?? LENGTHS.get(shape.format ?? "") : undefined
}

/** The longest texts of formats that have one. */
const LENGTHS: ReadonlyMap<string, number> = new Map([["uuid", 36], ["date", 10], ["date-time", 35]])

const admitsAnyText = (value: Value): boolean =>
  value._tag === "Expression" && value.shape._tag === "String" && value.shape.anyText
