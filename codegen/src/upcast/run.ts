// What operations mean: they are run on one payload, as plainly as can be said. Generated code is held against this.
import type { Json, ObjectShape, Operation, Pointer } from "../model.ts"
import { type Cell, change, deflate, inflate, put, take, textIn, Unrounded } from "./cell.ts"
import {
  centsToDecimal,
  dateToStartOfDay,
  epochToTimestamp,
  isIntegerText,
  isInYears,
  splitText,
  textToInteger
} from "./conversions.ts"
import type { ShapeOf } from "./open.ts"
import { keyOf } from "./operations/map.ts"
import { commonParent } from "./pointer.ts"

export interface Upcasting {
  readonly operations: ReadonlyArray<Operation>
  readonly from: ObjectShape
  readonly to: ObjectShape
  readonly shapeOf: ShapeOf
}

/** A payload of `from` after the operations, with which the checks have found nothing wrong. */
export const run = ({ from, operations, shapeOf, to }: Upcasting, payload: Json, recordedAt: string): Json =>
  deflate(applyAll(inflate(payload, from, shapeOf), operations, recordedAt), to, shapeOf)

const applyAll = (cell: Cell, operations: ReadonlyArray<Operation>, recordedAt: string): Cell =>
  operations.reduce((of, operation) => apply(of, operation, recordedAt), cell)

const apply = (root: Cell, operation: Operation, recordedAt: string): Cell => {
  switch (operation.op) {
    case "rename":
    case "move":
      return whereTheyPart(root, [operation.from], [operation.to], (place, [from = []], [to = []]) => {
        const [rest, value] = take(place, from)
        return put(rest, to, value, true)
      })
    case "remove":
      return take(root, operation.at)[0]
    case "add": {
      const value = operation.value._tag === "RecordedAt" ? recordedAt : constant(operation.value.value)
      const [, present] = take(root, operation.at)
      return operation.ifMissing && present !== undefined ? root : put(root, operation.at, value, false)
    }
    case "map":
      return change(root, operation.at, (value) => {
        const key = textIn(value)
          ?? (typeof value === "number" || typeof value === "boolean" ? keyOf(value) : undefined)
        if (key === undefined) return value
        const found = operation.values.find(([from]) => from === key)
        const to = found === undefined ? operation.otherwise : found[1]
        return to === undefined ? value : constant(to)
      })
    case "convert":
      return change(root, operation.at, (value) => value === null ? null : convert(value, operation))
    case "split":
      return whereTheyPart(root, [operation.from], operation.to, (place, [from = []], to) => {
        const [rest, value] = take(place, from)
        const text = textIn(value)
        const parts = text === undefined ? [] : splitText(text, operation.on, operation.limit)
        return to.reduce((cell, target, index) => put(cell, target, parts[index], true), rest)
      })
    case "join":
      return whereTheyPart(root, operation.from, [operation.to], (place, sources, [to = []]) => {
        let rest = place
        const texts = sources.flatMap((from) => {
          const [without, value] = take(rest, from)
          rest = without
          return textIn(value) ?? []
        })
        const joined = texts.length === 0 ? undefined : texts.filter((text) => text !== "").join(operation.with)
        return put(rest, to, joined, true)
      })
    case "wrap":
      return change(root, operation.at, (value) => [value])
    case "first":
      return change(root, operation.at, (value) => {
        if (!Array.isArray(value)) return value
        return value.length > 0
          ? value[0]
          : operation.otherwise === undefined
          ? undefined
          : constant(operation.otherwise)
      })
    case "in":
      return change(
        root,
        operation.at,
        (value) => value === null ? null : applyAll(value, operation.operations, recordedAt)
      )
    case "each":
      return change(
        root,
        operation.at,
        (value) =>
          Array.isArray(value) ? value.map((item) => applyAll(item, operation.operations, recordedAt) ?? null) : value
      )
  }
}

/** On the object that the pointers share: a branch of a union without it is left alone. */
const whereTheyPart = (
  root: Cell,
  sources: ReadonlyArray<Pointer>,
  targets: ReadonlyArray<Pointer>,
  f: (place: Cell, sources: ReadonlyArray<Pointer>, targets: ReadonlyArray<Pointer>) => Cell
): Cell => {
  const parent = commonParent([...sources, ...targets])
  const below = (pointer: Pointer) => pointer.slice(parent.length)
  const from = sources.map(below)
  return change(
    root,
    parent,
    (place) =>
      place instanceof Map || from.some((pointer) => pointer.length === 0) ? f(place, from, targets.map(below)) : place
  )
}

const constant = (value: Json): Cell =>
  inflate(value, undefined, () => {
    throw new Error("A constant has no references")
  })

const convert = (value: Cell, { otherwise, using }: Extract<Operation, { op: "convert" }>): Cell => {
  const fallback = otherwise === undefined ? value : constant(otherwise)
  switch (using) {
    case "date-to-start-of-day-utc":
      return dateToStartOfDay(textIn(value) ?? "")
    case "cents-to-decimal":
      return centsToDecimal(Number(value))
    case "number-to-decimal":
      return new Unrounded(Number(value))
    case "epoch-millis-to-timestamp":
      return isInYears(Number(value)) ? epochToTimestamp(Number(value)) : fallback
    case "string-to-integer": {
      const text = textIn(value) ?? ""
      return isIntegerText(text) ? textToInteger(text) : fallback
    }
    case "to-string":
      return textIn(value) ?? String(value)
  }
}
