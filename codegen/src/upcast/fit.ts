// Whether what operations made is the next version, whatever the old payload was; and if not, where and why.
// A place is reported only if some payload really goes wrong there. Read by the rules.
import { misfit } from "../check/fits.ts"
import type { ArrayShape, Field, Json, Operation, Shape, UnionShape } from "../model.ts"
import { branchOf, notNull, toldApart } from "./aim.ts"
import { fieldsOf, open, resolve, type ShapeOf } from "./open.ts"
import { describe, describeShape } from "./operations/refuse.ts"
import { literals } from "./operations/scalar.ts"
import { pointerText } from "./pointer.ts"
import { scalarNarrows } from "./scalarFit.ts"
import type { Absent, Constant, Made, Slot, Value } from "./slot.ts"
import { absent, ends, expression, mayBeAbsent } from "./slot.ts"

/**
 * `lacks`: a required place is empty, or may be. `short`: only where an operation comes out short. `keeps`: something
 * stands there that the next version does not know. `type`: it is something else. `narrows`: it may be more than the
 * next version takes. `said`: the operation itself names a value that the next version does not take.
 */
export interface Mismatch {
  readonly kind: "lacks" | "short" | "keeps" | "type" | "narrows" | "said"
  /** As messages print it. */
  readonly pointer: string
  /** The operation that wrote the place, or one around it. */
  readonly by: Operation | undefined
  /** What follows the pointer in a sentence; `may lack` and the like need no more than the pointer. */
  readonly what: string
}

export interface Fitting {
  readonly shapeOf: ShapeOf
  /** What messages call the next version: `v2`. */
  readonly next: string
}

export const fit = (slot: Slot, to: Shape, fitting: Fitting): ReadonlyArray<Mismatch> => {
  const found: Array<Mismatch> = []
  fitAt(slot, to, { ...fitting, found, pointer: "", by: undefined, underway: [], isOneOfSeveral: false })
  return found
}

interface Place extends Fitting {
  readonly found: Array<Mismatch>
  readonly pointer: string
  readonly by: Operation | undefined
  /** Pairs of schemas that are being compared around this one: within themselves they hold. */
  readonly underway: ReadonlyArray<readonly [from: Shape, to: Shape]>
  /** Only some payloads come by here. */
  readonly isOneOfSeveral: boolean
}

const fitAt = (slot: Slot, to: Shape, around: Place): void => {
  let place = around
  if (slot._tag === "Expression") {
    if (place.underway.some(([from, known]) => from === slot.shape && known === to)) return
    place = { ...place, underway: [...place.underway, [slot.shape, to]] }
  }
  const opened = ends(open(slot, place.shapeOf))
  const isOneOfSeveral = place.isOneOfSeveral || opened.length > 1
  for (const end of opened) fitEnd(end, to, { ...place, isOneOfSeveral, by: end.by ?? place.by })
}

const fitEnd = (end: Absent | Value, to: Shape, place: Place): void => {
  if (end._tag === "Absent") return
  if (end._tag === "Constant") return fitConstant(end, to, place)
  const shape = notNull(to, place.shapeOf)
  const object = fieldsOf(end)
  if (object !== undefined) return fitObject(object, shape, place)
  const items = itemsOf(end)
  if (items !== undefined) return fitItems(items, shape, place)
  if (end._tag !== "Expression") return
  if (end.shape._tag === "Record" && shape._tag === "Record") {
    return fitAt(expression(`${end.code}[]`, end.shape.values, end.by), shape.values, inside(place, "*"))
  }
  const reasons = scalarNarrows(end.shape, shape, place.next)
  if (reasons === undefined) {
    report(place, "type", `is ${describe(end)}, but ${place.next} wants ${describeShape(shape)}`)
  } else reasons.forEach((what) => report(place, "narrows", what))
}

/** A constant that an operation names is wrong whatever the payload is; a null of the old payload, for some. */
const fitConstant = ({ by, value }: Constant, to: Shape, place: Place): void => {
  const wrong = misfit(value, to, place.shapeOf)
  if (wrong === undefined) return
  const at = { ...place, pointer: pointerText(wrong.path, place.pointer) }
  if (by !== undefined && names(by, value)) return report(at, "said", wrong.fault)
  if (value === null && (by === undefined || !WRITERS.has(by.op))) {
    return report(place, "narrows", `may be null, which ${place.next} does not allow`)
  }
  report(at, "type", wrong.fault)
}

/** Whether the value stands in the manifest, and is not computed from an old one. */
const names = (by: Operation, value: Json): boolean => {
  switch (by.op) {
    case "add":
    case "map":
      return true
    case "convert":
    case "first":
      return by.otherwise === value
    default:
      return false
  }
}

/** The operations that write constants. */
const WRITERS: ReadonlySet<Operation["op"]> = new Set(["add", "map", "convert", "first"])

const fitObject = (object: Made, to: Shape, place: Place): void => {
  switch (to._tag) {
    case "Object":
      return fitFields(object, to.fields, place)
    case "Record":
      for (const [name, field] of object.fields) fitAt(field, to.values, inside(place, name))
      return
    case "Union":
      for (const one of ends(toldApart(object, to.tag, place.shapeOf))) {
        const branch = one._tag === "Made" ? branchOf(one, to, place.shapeOf) : undefined
        if (one._tag === "Made" && branch !== undefined) fitObject(one, branch, place)
        else fitTag(object, to, place)
      }
      return
    default:
      report(place, "type", `is an object, but ${place.next} wants ${describeShape(to)}`)
  }
}

const fitFields = (object: Made, fields: ReadonlyArray<Field>, place: Place): void => {
  for (const { name, required, shape } of fields) {
    const slot = object.fields.get(name)
    if (slot !== undefined) fitAt(slot, shape, inside(place, name))
    if (!required || (slot !== undefined && !mayBeAbsent(slot))) continue
    const empty = slot === undefined ? [] : ends(slot).filter((end) => end._tag === "Absent")
    const by = empty.find((end) => end.by !== undefined)?.by ?? place.by
    const isShort = empty.length > 0 && empty.every((end) => end.unsure)
    const isSure = !place.isOneOfSeveral && (slot === undefined || ends(slot).length === empty.length)
    report({ ...inside(place, name), by }, isShort ? "short" : "lacks", isSure ? "lacks" : "may lack")
  }
  for (const [name, slot] of object.fields) {
    const present = ends(slot).find((end) => end._tag !== "Absent")
    if (present === undefined || fields.some((field) => field.name === name)) continue
    report({ ...inside(place, name), by: present.by ?? place.by }, "keeps", "keeps")
  }
}

/** The object belongs to no branch: because of what its tag may be, or because it has none. */
const fitTag = (object: Made, { branches, tag }: UnionShape, place: Place): void => {
  const slot = object.fields.get(tag)
  if (slot === undefined || ends(slot).every((end) => end._tag === "Absent")) {
    return report(inside(place, tag), "lacks", "lacks")
  }
  const values = branches.flatMap((branch) => {
    const known = resolve(branch, place.shapeOf)
    const constant = known._tag === "Object" ? known.fields.find(({ name }) => name === tag)?.shape : undefined
    return constant?._tag === "Literal" ? constant.values.filter((value) => value !== null) : []
  })
  fitAt(slot, literals(values), inside(place, tag))
}

interface Items extends Pick<ArrayShape, "minItems" | "maxItems" | "uniqueItems"> {
  /** One for all, or one for each. */
  readonly slots: ReadonlyArray<Slot>
}

/** What is known of an array's items; `undefined` where the value is none. */
const itemsOf = (value: Value): Items | undefined => {
  const exactly = (slots: ReadonlyArray<Slot>): Items => ({
    slots,
    minItems: slots.length,
    maxItems: slots.length,
    uniqueItems: slots.length < 2
  })
  if (value._tag === "List") return exactly(value.items)
  if (value._tag === "Items") {
    const before = itemsOf(value.array)
    const uniqueItems = before?.uniqueItems === true && keepsUnique(value.operations)
    return before && { ...before, slots: [value.each], uniqueItems }
  }
  if (value._tag !== "Expression") return undefined
  const { by, code, shape } = value
  if (shape._tag === "Tuple") {
    return exactly(shape.items.map((item, index) => expression(`${code}[${index}]`, item, by)))
  }
  return shape._tag === "Array" ? { ...shape, slots: [expression(`${code}[]`, shape.items, by)] } : undefined
}

const keepsUnique = (operations: ReadonlyArray<Operation>): boolean =>
  operations.every((operation) =>
    operation.op === "in" ? keepsUnique(operation.operations) : ["rename", "move", "add", "wrap"].includes(operation.op)
  )

const fitItems = (items: Items, to: Shape, place: Place): void => {
  const [least, most] = [items.minItems ?? 0, items.maxItems ?? Infinity]
  const counts = least === most
    ? `has ${least} items`
    : `may have ${least} to ${most === Infinity ? "any number of" : most} items`
  if (to._tag === "Tuple") {
    if (least !== to.items.length || most !== to.items.length) {
      return report(place, "narrows", `${counts}, but ${place.next} wants ${to.items.length}`)
    }
    return to.items.forEach((item, index) =>
      fitAt(items.slots[index] ?? items.slots[0] ?? absent(), item, inside(place, String(index)))
    )
  }
  if (to._tag !== "Array") return report(place, "type", `is an array, but ${place.next} wants ${describeShape(to)}`)
  if (to.minItems !== undefined && to.minItems > least) {
    report(place, "narrows", `${counts}, but ${place.next} wants minItems ${to.minItems}`)
  }
  if (to.maxItems !== undefined && to.maxItems < most) {
    report(place, "narrows", `${counts}, but ${place.next} wants maxItems ${to.maxItems}`)
  }
  if (to.uniqueItems && !items.uniqueItems && most > 1) {
    report(place, "narrows", `may have an item twice, but ${place.next} wants uniqueItems`)
  }
  for (const slot of items.slots) fitAt(slot, to.items, inside(place, "*"))
}

const inside = (place: Place, name: string): Place => ({ ...place, pointer: pointerText([name], place.pointer) })

const report = ({ by, found, pointer }: Place, kind: Mismatch["kind"], what: string): void => {
  // two branches of a union can be wrong in the same way
  if (!found.some((other) => other.kind === kind && other.pointer === pointer && other.what === what)) {
    found.push({ kind, pointer, by, what })
  }
}
