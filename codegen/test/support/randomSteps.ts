// Random steps that the checks find nothing wrong with: an old version, operations on it, and the version they lead to.
import type { Conversion, Json, ObjectShape, Operation, Pointer, Shape } from "@deciduous/codegen/model"
import { fieldsOf, open } from "@deciduous/codegen/upcast/open"
import { ends, expression } from "@deciduous/codegen/upcast/slot"
import type { Slot } from "@deciduous/codegen/upcast/slot"
import { flow } from "@deciduous/codegen/upcast/step"
import fc from "fast-check"
import {
  array,
  boolean,
  decimal,
  format,
  integer,
  noTypes,
  nowhere,
  nullable,
  number,
  object,
  oneOf,
  text,
  union
} from "./shapes.ts"
import { widest } from "./widest.ts"

export interface RandomStep {
  readonly from: ObjectShape
  readonly to: ObjectShape
  readonly operations: ReadonlyArray<Operation>
}

/** Of each plan comes one operation, if there is a place for it. */
export const randomStep = (plans: number): fc.Arbitrary<RandomStep> =>
  fc.tuple(rootShape, fc.array(plan, { minLength: plans, maxLength: plans })).map(([from, all]) => {
    const run = (operations: ReadonlyArray<Operation>) => flow(operations, from, { shapeOf: noTypes, version: "v1" })
    const isFine = (operations: ReadonlyArray<Operation>) => {
      const { faults, result } = run(operations)
      return faults.length === 0 && widest(result)?._tag === "Object"
    }
    const operations = all.reduce<ReadonlyArray<Operation>>((kept, of) => {
      const operation = proposals(of, run(kept).result).find((proposed) => isFine([...kept, proposed]))
      return operation === undefined ? kept : [...kept, operation]
    }, [])
    return { from, operations, to: widest(run(operations).result) as ObjectShape }
  })

/** An operation, but for its place. */
interface Plan {
  readonly op: Operation["op"]
  /** Which of the places, counted round and round. */
  readonly pick: number
  readonly names: ReadonlyArray<string>
  readonly value: Json
  readonly isRecordedAt: boolean
  readonly flag: boolean
  readonly values: ReadonlyArray<readonly [string, Json]>
  readonly otherwise: Json | undefined
  readonly using: Conversion
  readonly on: string
  readonly inner: ReadonlyArray<Plan>
}

/** What the plan may become in this state. Most of it is wrong, and the checks say so. */
const proposals = (of: Plan, slot: Slot): ReadonlyArray<Operation> => {
  const places = rotated(placesIn(slot), of.pick)
  const objects = rotated(
    [[], ...places.filter((place) => at(slot, place).some((end) => fieldsOf(end) !== undefined))],
    of.pick
  )
  const fresh = objects.flatMap((parent) => [[...parent, of.names[0]!], [...parent, ...of.names]])
  const place = nowhere
  switch (of.op) {
    case "rename":
    case "move":
      return places.flatMap((from) =>
        fresh.slice(0, 4).map((to): Operation => ({ op: of.op as "move", from, to, place }))
      )
    case "add": {
      const value = of.isRecordedAt ? { _tag: "RecordedAt" as const } : { _tag: "Value" as const, value: of.value }
      return (of.flag ? [...places, ...fresh] : fresh).map((at) => ({
        op: "add",
        at,
        value,
        ifMissing: of.flag,
        place
      }))
    }
    case "remove":
    case "wrap":
      return places.map((at) => ({ op: of.op as "wrap", at, place }))
    case "map":
      return places.map((at) => ({ op: "map", at, values: of.values, otherwise: of.otherwise, place }))
    case "convert":
      return places.map((at) => ({ op: "convert", at, using: of.using, otherwise: of.otherwise, place }))
    case "first":
      return places.map((at) => ({ op: "first", at, otherwise: of.otherwise, place }))
    case "split":
      return places.flatMap((from) =>
        fresh.slice(0, 2).map((to): Operation => {
          const targets = of.names.map((name) => [...to.slice(0, -1), name])
          return { op: "split", from, to: targets, on: of.on, limit: Math.min(targets.length, 1 + of.pick % 3), place }
        })
      )
    case "join":
      return places.map((from, index) => ({
        op: "join",
        from: [from, ...places.slice(index + 1, index + 1 + of.pick % 3)],
        to: fresh[0]!,
        with: of.on,
        place
      }))
    case "in":
    case "each":
      return places.flatMap((path): ReadonlyArray<Operation> => {
        const within = at(slot, path).flatMap((end): ReadonlyArray<Slot> => {
          if (of.op === "in") return fieldsOf(end) === undefined ? [] : [end]
          if (end._tag === "Items") return [end.each]
          if (end._tag === "List") return end.items
          return end._tag === "Expression" && end.shape._tag === "Array" ? [expression("i", end.shape.items)] : []
        })
        const [first] = within
        if (first === undefined) return []
        const inner = of.inner.map((plan) => proposals(plan, first))
        // one inner operation, each of those in turn, or the first of all plans
        const several = inner.flatMap(([operation]) => operation ?? [])
        return [...inner.flat().map((operation) => [operation]), several].filter((operations) => operations.length > 0)
          .map((operations): Operation => ({ op: of.op as "in", at: path, operations, place }))
      })
  }
}

/** Every pointer that leads to something, `""` too where the slot is an item. */
const placesIn = (slot: Slot): ReadonlyArray<Pointer> => {
  const found = new Map<string, Pointer>()
  const walk = (of: Slot, path: Pointer): void => {
    if (path.length > 0) found.set(JSON.stringify(path), path)
    if (path.length > 2) return
    for (const end of ends(open(of, noTypes))) {
      const fields = end._tag === "Absent" ? undefined : fieldsOf(end)?.fields
      for (const [name, field] of fields ?? []) walk(field, [...path, name])
    }
  }
  walk(slot, [])
  return found.size === 0 ? [[]] : [...found.values()]
}

const at = (slot: Slot, path: Pointer): ReadonlyArray<Exclude<Slot, { _tag: "Absent" | "Choice" }>> =>
  ends(open(slot, noTypes)).flatMap((end) => {
    if (end._tag === "Absent") return []
    const [name, ...below] = path
    if (name === undefined) return [end]
    const field = fieldsOf(end)?.fields.get(name)
    return field === undefined ? [] : at(field, below)
  })

const rotated = <A>(items: ReadonlyArray<A>, by: number): ReadonlyArray<A> => {
  const start = items.length === 0 ? 0 : by % items.length
  return [...items.slice(start), ...items.slice(0, start)]
}

/** Few names, so that proposals meet what is there. */
const name = fc.constantFrom("a", "b", "c", "d", "odd name")

const scalar: fc.Arbitrary<Shape> = fc.constantFrom(
  text(),
  text({ maxLength: 5 }),
  text({ pattern: "^[0-9]{1,9}$" }),
  format("date"),
  format("date-time"),
  decimal(9, 2),
  integer(),
  integer({ minimum: 0, maximum: 100_000 }),
  number(),
  boolean,
  oneOf("x", "y"),
  oneOf("x", "y", null),
  oneOf(1, 2, 3),
  oneOf("x")
)

const fields = (shape: fc.Arbitrary<Shape>, most: number): fc.Arbitrary<ObjectShape> =>
  fc.uniqueArray(fc.tuple(name, fc.boolean(), shape), { minLength: 1, maxLength: most, selector: ([of]) => of })
    .map((list) =>
      object(Object.fromEntries(list.map(([of, isOptional, shape]) => [isOptional ? `${of}?` : of, shape])))
    )

const tagged = (shape: fc.Arbitrary<Shape>): fc.Arbitrary<Shape> =>
  fc.tuple(fields(shape, 2), fields(shape, 2)).map((branches) =>
    union(
      "kind",
      ...branches.map(({ fields: of, ...rest }, index): Shape => ({
        ...rest,
        fields: [...object({ kind: oneOf(`k${index}`) }).fields, ...of]
      }))
    )
  )

const nested = (depth: number): fc.Arbitrary<Shape> =>
  depth === 0 ? scalar : fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 3, arbitrary: fields(nested(depth - 1), 3) },
    { weight: 1, arbitrary: nested(depth - 1).filter(isNullable).map(nullable) },
    {
      weight: 2,
      arbitrary: fc.tuple(nested(depth - 1), fc.constantFrom(0, 1)).map(([item, minItems]) => array(item, { minItems }))
    },
    { weight: 2, arbitrary: tagged(nested(depth - 1)) }
  )

const isNullable = (shape: Shape): boolean =>
  shape._tag !== "Nullable" && !(shape._tag === "Literal" && shape.values.includes(null))

const rootShape = fields(nested(2), 4)

const value: fc.Arbitrary<Json> = fc.constantFrom<Json>("x", "", 1, 0, true, null, [], ["x", "y"], { a: "x" }, {
  a: 1,
  b: { c: "z" }
})

const otherwise = fc.option(fc.constantFrom<Json>("x", 0, null), { nil: undefined })

const conversion = fc.constantFrom<Conversion>(
  "date-to-start-of-day-utc",
  "number-to-decimal",
  "cents-to-decimal",
  "epoch-millis-to-timestamp",
  "string-to-integer",
  "to-string"
)

const plain = {
  pick: fc.nat(1000),
  names: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
  value,
  isRecordedAt: fc.boolean(),
  flag: fc.boolean(),
  values: fc.subarray<readonly [string, Json]>(
    [["x", "y"], ["y", "z"], ["1", 7], ["2", "two"], ["3", { a: 3 }], ["true", "yes"], ["false", null], ["k0", "K0"], [
      "k1",
      "K1"
    ]],
    { minLength: 1 }
  ),
  otherwise,
  using: conversion,
  on: fc.constantFrom(" ", "-", "a b")
}

const flat = fc.constantFrom<Operation["op"]>(
  "rename",
  "move",
  "add",
  "remove",
  "map",
  "map",
  "convert",
  "convert",
  "split",
  "join",
  "wrap",
  "first"
)

const plan: fc.Arbitrary<Plan> = fc.record({
  ...plain,
  op: fc.oneof({ weight: 3, arbitrary: flat }, {
    weight: 1,
    arbitrary: fc.constantFrom<Operation["op"]>("in", "each")
  }),
  inner: fc.array(fc.record({ ...plain, op: flat, inner: fc.constant([]) }), { minLength: 1, maxLength: 2 })
})
