// Follows pointers through a slot: to change what stands there, to take it out, to put something down.
// Through a union they act branch by branch. Read by the operations.
import type { Operation, Pointer } from "../model.ts"
import type { Findings } from "./findings.ts"
import { fieldsOf, open, type ShapeOf } from "./open.ts"
import { pointerText } from "./pointer.ts"
import { type Absent, absent, choice, type Declaration, type Made, made, mapPresent } from "./slot.ts"
import type { Slot, Test, Value } from "./slot.ts"

/** Where an operation works. */
export interface Here {
  readonly shapeOf: ShapeOf
  readonly findings: Findings
  /** What messages call the payload: `AccountOpened v1`. */
  readonly version: string
  /** The operation that is running. */
  readonly by: Operation
  /** Where its pointers start, as messages print it: `""`, `/lines/*`. */
  readonly origin: string
  /** How far one has been followed. */
  readonly base: string
  /** The choices that led here, outermost first: code that is hoisted out of them repeats them. */
  readonly chosen: ReadonlyArray<{ readonly test: Test; readonly outcome: boolean }>
  /** What the function around computes first. */
  readonly declarations: Array<Declaration>
  /** A name that no other declaration of the step has. */
  readonly fresh: (prefix: string) => string
}

/** The ends of `slot`, each with the choices that lead to it. */
export const eachEnd = (here: Here, slot: Slot, f: (here: Here, end: Absent | Value) => Slot): Slot => {
  const walk = (from: Here, of: Slot): Slot =>
    of._tag === "Choice"
      ? choice(of.test, walk(choosing(from, of.test, true), of.yes), walk(choosing(from, of.test, false), of.no))
      : f(from, of)
  return walk(here, open(slot, here.shapeOf))
}

/** Changes what stands at `pointer`, where anything does. `asked`, which begins with it, is what messages show. */
export const changeAt = (
  here: Here,
  slot: Slot,
  pointer: Pointer,
  f: (here: Here, slot: Slot) => Slot,
  asked: Pointer = pointer
): Slot => {
  const [name, ...below] = pointer
  if (name === undefined) return f(here, slot)
  return eachEnd(here, slot, (within, end) => {
    const object = lookUp(within, end, asked)
    const field = object?.fields.get(name)
    if (object === undefined || field === undefined) return end
    const changed = changeAt(stepInto(within, name), field, below, f, asked.slice(1))
    return changed === field ? end : withField(object, name, changed)
  })
}

export interface Taken {
  readonly rest: Slot
  readonly taken: Slot
}

/** What stands at `pointer`, and the slot without it. */
export const take = (here: Here, slot: Slot, pointer: Pointer): Taken => {
  const [name, ...below] = pointer
  if (name === undefined) return { rest: absent(here.by), taken: slot }
  const walk = (of: Slot): Taken => {
    if (of._tag === "Choice") {
      const [yes, no] = [walk(of.yes), walk(of.no)]
      return { rest: choice(of.test, yes.rest, no.rest), taken: choice(of.test, yes.taken, no.taken) }
    }
    const object = lookUp(here, of, pointer)
    const field = object?.fields.get(name)
    if (object === undefined || field === undefined) return { rest: of, taken: absent(here.by) }
    if (below.length === 0) return { rest: withoutField(object, name), taken: field }
    const { rest, taken } = take(stepInto(here, name), field, below)
    return { rest: withField(object, name, rest), taken }
  }
  return walk(open(slot, here.shapeOf))
}

/**
 * Puts `value` at `pointer`, with the parents that the schema lacks. Below a parent that the schema has and the payload
 * lacks, `make` says whether it is made. A place that is already taken is a fault, unless it is to be filled.
 */
export const put = (here: Here, slot: Slot, pointer: Pointer, value: Slot, how: {
  readonly make: boolean
  readonly fill?: (old: Slot) => Slot
}): Slot => {
  const [name, ...below] = pointer
  return eachEnd(here, slot, (within, end) => {
    if (end._tag === "Absent") return how.make ? nested(pointer, value) : end
    if (name === undefined) return taken(within, end)
    const object = fieldsOf(end)
    if (object === undefined) {
      return end._tag === "Constant" && end.value === null && !how.make
        ? end
        : noParent(within, end)
    }
    const field = object.fields.get(name)
    const inside = stepInto(within, name)
    if (field === undefined) return withField(object, name, nested(below, value))
    if (below.length > 0) return withField(object, name, put(inside, field, below, value, how))
    return how.fill === undefined ? taken(inside, end) : withField(object, name, how.fill(field))
  })
}

/** `value` at `pointer` below an object that is made for it, where there is a value. */
const nested = (pointer: Pointer, value: Slot): Slot =>
  mapPresent(value, (present) => pointer.reduceRight<Slot>((inner, name) => made([[name, inner]]), present))

const withField = (object: Made, name: string, field: Slot): Made => ({
  ...object,
  fields: new Map(object.fields).set(name, field)
})

const withoutField = (object: Made, name: string): Made => ({
  ...object,
  fields: new Map([...object.fields].filter(([other]) => other !== name))
})

const stepInto = (here: Here, name: string): Here => ({ ...here, base: pointerText([name], here.base) })

/** Where a test has turned out so. */
export const choosing = (here: Here, test: Test, outcome: boolean): Here => ({
  ...here,
  chosen: [...here.chosen, { test, outcome }]
})

/** The fields among which the first name of `asked` is looked for; nothing to look in is a miss like any other. */
const lookUp = (here: Here, end: Absent | Value, asked: Pointer): Made | undefined => {
  const isNothing = end._tag === "Absent" || (end._tag === "Constant" && end.value === null)
  if (isNothing) return undefined
  const object = fieldsOf(end)
  const [name = "", ...below] = asked
  const found = object?.fields.has(name) === true
  // a pointer is found where its last name is
  if (found && below.length > 0) return object
  const names = found || object === undefined ? [] : [...object.fields.keys()]
  const candidates = names.map((other) => pointerText([other, ...below], here.base.slice(here.origin.length)))
  here.findings.looked(here.by, {
    asked: pointerText(asked, here.base.slice(here.origin.length)),
    within: here.origin === "" ? `in ${here.version}` : `in "${here.origin}" of ${here.version}`,
    found,
    candidates
  })
  return object
}

const taken = (here: Here, end: Value): Slot => {
  refuse(here, `"${here.base}" is already in ${here.version}.`, "remove or rename it first, or choose another place.")
  return end
}

const noParent = (here: Here, end: Value): Slot => {
  const what = end._tag === "Constant" && end.value === null ? "may be null" : "is no object"
  refuse(here, `"${here.base}" ${what}, so nothing can be put below it.`, undefined)
  return end
}

const refuse = (here: Here, message: string, help: string | undefined): void =>
  here.findings.fault({ severity: "error", code: "UPCAST_TARGET_TAKEN", by: here.by, message, help })
