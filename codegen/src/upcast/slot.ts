// What stands where in a payload between two operations, said in terms of the old payload. This is the state that the
// operations of a step change; the checks read from it what may come out, the emitter prints it. Read this file first.
import type { Json, Operation, Shape } from "../model.ts"

/** A place: nothing, a value, or one of two, depending on the old payload. */
export type Slot = Absent | Choice | Value

/** The schema knows the place, and nothing stands there. `unsure`: only because an operation may have come out short. */
export interface Absent {
  readonly _tag: "Absent"
  readonly unsure: boolean
  readonly by: Operation | undefined
}

export interface Choice {
  readonly _tag: "Choice"
  readonly test: Test
  readonly yes: Slot
  readonly no: Slot
}

/** `subject === equals` in TypeScript; without `equals` the subject is a condition itself. */
export interface Test {
  readonly subject: string
  readonly equals: string | undefined
}

/** Of each value, `by` is the operation that wrote it; `undefined` where it stands as it stood. */
export type Value = Expression | Constant | Made | List | Items

/** Something of the old payload, or computed from it: its TypeScript on one line, and what it may be. */
export interface Expression {
  readonly _tag: "Expression"
  readonly code: string
  readonly shape: Shape
  /** A decimal made of this number, which is rounded once the place is known in which it ends. */
  readonly unrounded: string | undefined
  readonly by: Operation | undefined
}

export interface Constant {
  readonly _tag: "Constant"
  readonly value: Json
  readonly by: Operation | undefined
}

/** An object, field by field. */
export interface Made {
  readonly _tag: "Made"
  readonly fields: ReadonlyMap<string, Slot>
  readonly by: Operation | undefined
}

/** An array of so many items. */
export interface List {
  readonly _tag: "List"
  readonly items: ReadonlyArray<Slot>
  readonly by: Operation | undefined
}

/** An array of the old payload, each item changed in the same way. */
export interface Items {
  readonly _tag: "Items"
  readonly array: Expression
  /** The item's name within `each`. */
  readonly item: string
  readonly each: Slot
  readonly declarations: ReadonlyArray<Declaration>
  /** What led from an old item to `each`, to lead so once more where one item is taken out. */
  readonly operations: ReadonlyArray<Operation>
  readonly by: Operation | undefined
}

/** A constant that a generated function computes first, as more than one place reads it. */
export interface Declaration {
  readonly name: string
  /** On one line. */
  readonly code: string
}

export const absent = (by?: Operation, unsure = false): Absent => ({ _tag: "Absent", unsure, by })

export const expression = (code: string, shape: Shape, by?: Operation): Expression => ({
  _tag: "Expression",
  code,
  shape,
  unrounded: undefined,
  by
})

export const constant = (value: Json, by?: Operation): Constant => ({ _tag: "Constant", value, by })

export const made = (fields: Iterable<readonly [string, Slot]>, by?: Operation): Made => ({
  _tag: "Made",
  fields: new Map(fields),
  by
})

/** A choice, without what its own test decides within its branches: the compiler takes a test twice for a mistake. */
export const choice = (test: Test, yes: Slot, no: Slot): Slot => {
  const [whenTrue, whenFalse] = [assume(yes, test, true), assume(no, test, false)]
  return whenTrue._tag === "Absent" && whenFalse._tag === "Absent" && whenTrue.unsure === whenFalse.unsure
    ? whenTrue
    : { _tag: "Choice", test, yes: whenTrue, no: whenFalse }
}

/** Whether the old payload can leave the place empty. */
export const mayBeAbsent = (slot: Slot): boolean =>
  slot._tag === "Absent" || (slot._tag === "Choice" && (mayBeAbsent(slot.yes) || mayBeAbsent(slot.no)))

/** The same choices with other ends. */
export const mapEnds = (slot: Slot, f: (end: Absent | Value) => Slot): Slot =>
  slot._tag === "Choice" ? choice(slot.test, mapEnds(slot.yes, f), mapEnds(slot.no, f)) : f(slot)

/** Another slot in the place of each part that is surely there. */
export const mapPresent = (slot: Slot, f: (present: Slot) => Slot): Slot => {
  if (slot._tag === "Absent") return slot
  if (slot._tag === "Choice" && mayBeAbsent(slot)) {
    return choice(slot.test, mapPresent(slot.yes, f), mapPresent(slot.no, f))
  }
  return f(slot)
}

/** All ends of the choices. */
export const ends = (slot: Slot): ReadonlyArray<Absent | Value> =>
  slot._tag === "Choice" ? [...ends(slot.yes), ...ends(slot.no)] : [slot]

/** The same, written by `by`. */
export const writtenBy = (slot: Slot, by: Operation): Slot =>
  mapEnds(slot, (end) => end._tag === "Absent" && end.unsure ? end : { ...end, by })

const assume = (slot: Slot, test: Test, outcome: boolean): Slot => {
  switch (slot._tag) {
    case "Choice": {
      const yes = assume(slot.yes, test, outcome)
      const no = assume(slot.no, test, outcome)
      if (slot.test.subject !== test.subject) return { ...slot, yes, no }
      if (slot.test.equals === test.equals) return outcome ? yes : no
      return outcome ? no : { ...slot, yes, no }
    }
    case "Made":
      return { ...slot, fields: new Map([...slot.fields].map(([name, field]) => [name, assume(field, test, outcome)])) }
    case "List":
      return { ...slot, items: slot.items.map((item) => assume(item, test, outcome)) }
    default:
      return slot
  }
}
