// What differs between two schemas, place by place: in the JSON that they admit, and in how it is stored.
// `check` reads from it what has changed, `diff` prints it, and the rules of published events judge it.
import type { ArrayShape, Field, ObjectShape, Place, Shape, TupleShape, UnionShape } from "../model.ts"
import { describeShape } from "../upcast/operations/refuse.ts"
import { pointerText } from "../upcast/pointer.ts"
import type { Declared } from "../walk.ts"
import { type Core, type Find, type Normal, normal, tagValue } from "./normal.ts"
import { numberDifferences, type ScalarDifference, textDifferences, valueDifferences } from "./scalars.ts"

/** One difference at one place. */
export interface Difference extends ScalarDifference {
  /** As messages print it; `/*` is any item, or any value of a record. */
  readonly pointer: string
  /** Where the newer schema says it, or the nearest part around it that is there. */
  readonly place: Place
  /** What references led to the place in the newer schema, outermost first. */
  readonly through: ReadonlyArray<Declared>
}

export interface Side {
  readonly shape: Shape
  readonly find: Find
}

/** Equal contracts have no difference, however they are written. */
export const differences = (before: Side, after: Side): ReadonlyArray<Difference> => {
  const found: Array<Difference> = []
  const visited = new Map<Shape, Set<Shape>>()
  const left: Array<readonly [old: Shape, now: Shape, at: At]> = []

  /** Later, so that what contains itself is named by its shortest way. */
  const walk = (old: Shape, now: Shape, at: At): void => void left.push([old, now, at])

  const visit = (old: Shape, now: Shape, at: At): void => {
    const seen = visited.get(old) ?? new Set<Shape>()
    if (seen.has(now)) return
    visited.set(old, seen.add(now))
    const [from, to] = [normal(old, before.find), normal(now, after.find)]
    const here = {
      ...at,
      place: now._tag === "Reference" ? at.place : to.place,
      through: [...at.through, ...to.through]
    }
    const report = (difference: ScalarDifference) => void found.push({ ...difference, ...here })
    compareSurroundings(from, to, report)
    if (from.core === undefined || to.core === undefined) {
      if (from.core !== to.core) report(exchanged(from.core, to.core))
    } else walkCores(from.core, to.core, here, report)
  }

  const walkCores = (old: Core, now: Core, at: At, report: (difference: ScalarDifference) => void): void => {
    if (old._tag === "Object" && now._tag === "Object") return walkFields(old, now, at)
    if (isUnion(old) && isUnion(now) && (old._tag === "Union" || now._tag === "Union")) {
      return walkBranches(old, now, at, report)
    }
    if (old._tag === "Record" && now._tag === "Record") return walk(old.values, now.values, inside(at, "*"))
    if (old._tag === "Array" && now._tag === "Array") {
      countDifferences(old, now).forEach(report)
      return walk(old.items, now.items, inside(at, "*"))
    }
    if (old._tag === "Tuple" && now._tag === "Tuple" && old.items.length === now.items.length) {
      return now.items.forEach((item, index) => walk(old.items[index] ?? item, item, inside(at, String(index))))
    }
    if (isList(old) && isList(now)) {
      return report({ kind: "Bound", effect: "both", text: `${lengthText(old)} -> ${lengthText(now)}` })
    }
    const scalars = old._tag === "String" && now._tag === "String"
      ? textDifferences(old, now)
      : old._tag === "Number" && now._tag === "Number"
      ? numberDifferences(old, now)
      : valueDifferences(old, now)
    if (scalars === undefined) report(exchanged(old, now))
    else scalars.forEach(report)
  }

  const walkFields = (old: ObjectShape, now: ObjectShape, at: At): void => {
    for (const field of old.fields) {
      const after = now.fields.find(({ name }) => name === field.name)
      if (after === undefined) {
        const text = `${described(field)} -> nothing`
        found.push({ ...inside(at, field.name), kind: "FieldRemoved", required: field.required, effect: "both", text })
        continue
      }
      const below = { ...inside(at, field.name), place: after.place }
      if (field.required !== after.required) {
        const effect = after.required ? "narrows" : "widens"
        const text = after.required ? "optional -> required" : "required -> optional"
        found.push({ ...below, kind: "Requirement", effect, text })
      }
      walk(field.shape, after.shape, below)
    }
    for (const field of now.fields.filter(({ name }) => !old.fields.some((other) => other.name === name))) {
      const below = { ...inside(at, field.name), place: field.place }
      const text = `nothing -> ${described(field)}`
      found.push({ ...below, kind: "FieldAdded", required: field.required, effect: "both", text })
    }
  }

  /** A union, or one object that could be a branch of the other side's. */
  const walkBranches = (
    old: UnionShape | ObjectShape,
    now: UnionShape | ObjectShape,
    at: At,
    report: (difference: ScalarDifference) => void
  ): void => {
    const tag = now._tag === "Union" ? now.tag : old._tag === "Union" ? old.tag : ""
    const branchesOf = (of: UnionShape | ObjectShape, find: Find) =>
      (of._tag === "Union" ? of.branches : [of]).map((shape) => ({ shape, value: tagValue(shape, tag, find) }))
    const [from, to] = [branchesOf(old, before.find), branchesOf(now, after.find)]
    if ([...from, ...to].some(({ value }) => value === undefined)) return report(exchanged(old, now))
    for (const branch of from) {
      const same = to.find(({ value }) => value === branch.value)
      if (same === undefined) {
        report({ kind: "BranchRemoved", effect: "narrows", text: `no longer ${tag} ${JSON.stringify(branch.value)}` })
      } else walk(branch.shape, same.shape, at)
    }
    for (const branch of to.filter(({ value }) => !from.some((other) => other.value === value))) {
      report({ kind: "BranchAdded", effect: "widens", text: `also ${tag} ${JSON.stringify(branch.value)}` })
    }
  }

  walk(before.shape, after.shape, { pointer: "", place: after.shape.place, through: [] })
  for (const [old, now, at] of left) visit(old, now, at)
  return found
}

type At = Pick<Difference, "pointer" | "place" | "through">

const inside = (at: At, name: string): At => ({ ...at, pointer: pointerText([name], at.pointer) })

const compareSurroundings = (from: Normal, to: Normal, report: (difference: ScalarDifference) => void): void => {
  if (from.nullable !== to.nullable && from.core !== undefined && to.core !== undefined) {
    report(
      to.nullable
        ? { kind: "Null", effect: "widens", text: "may be null now" }
        : { kind: "Null", effect: "narrows", text: "may no longer be null" }
    )
  }
  const [had, has] = [from, to].map(({ personal }) => personal === undefined ? "" : pointerText(personal))
  if (had !== has) {
    const text = has === ""
      ? `x-personal ${had} taken away`
      : had === ""
      ? `x-personal ${has} added`
      : `x-personal ${had} -> ${has}`
    report({ kind: "Personal", effect: "none", text })
  }
  const [brand, branded] = [brandOf(from.core), brandOf(to.core)]
  if (brand !== branded) {
    report({ kind: "Brand", effect: "none", text: `x-brand ${brand ?? "none"} -> ${branded ?? "none"}` })
  }
}

const brandOf = (core: Core | undefined): string | undefined =>
  core?._tag === "String" || core?._tag === "Number" ? core.brand : undefined

const exchanged = (old: Core | undefined, now: Core | undefined): ScalarDifference => ({
  kind: "Type",
  effect: "both",
  text: `${kindOf(old)} -> ${kindOf(now)}`
})

const kindOf = (core: Core | undefined): string => core === undefined ? "null" : describeShape(core)

const described = ({ required, shape }: Field): string => `${shortly(shape)} (${required ? "required" : "optional"})`

const shortly = (shape: Shape): string => shape._tag === "Reference" ? shape.typeName : describeShape(shape)

const isUnion = (core: Core): core is UnionShape | ObjectShape => core._tag === "Union" || core._tag === "Object"

const isList = (core: Core): core is ArrayShape | TupleShape => core._tag === "Array" || core._tag === "Tuple"

const lengthText = (list: ArrayShape | TupleShape): string =>
  list._tag === "Array" ? "an array" : `an array of exactly ${list.items.length}`

const countDifferences = (old: ArrayShape, now: ArrayShape): ReadonlyArray<ScalarDifference> => {
  const found: Array<ScalarDifference> = []
  const counts = [["minItems", 0], ["maxItems", Infinity]] as const
  for (const [name, none] of counts) {
    const [had, has] = [old[name] ?? none, now[name] ?? none]
    if (had === has) continue
    const effect = (name === "minItems") === (has > had) ? "narrows" : "widens"
    found.push({ kind: "Bound", effect, text: `${name} ${old[name] ?? "none"} -> ${now[name] ?? "none"}` })
  }
  if (old.uniqueItems !== now.uniqueItems) {
    const effect = now.uniqueItems ? "narrows" : "widens"
    found.push({ kind: "Bound", effect, text: `uniqueItems ${old.uniqueItems} -> ${now.uniqueItems}` })
  }
  return found
}
