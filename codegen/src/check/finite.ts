// Types that contain themselves: fine in a list or an optional field, and without any value where every way leads on.
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Place, ReferenceShape, Shape } from "../model.ts"
import { type Declared, findDeclared } from "../walk.ts"

/** Something that a reference can lead to. */
export interface Type extends Declared {
  /** `#` where a schema refers to itself. */
  readonly pointer: string
  readonly place: Place
}

/** REF_CYCLE: types that have no finite value, and types that are nothing but themselves or null. */
export const checkFinite = (types: ReadonlyArray<Type>, report: Report): void => {
  const find = findDeclared(types)
  const blamed = new Set<Type>()
  let finite = finiteOf(types, find, blamed)
  for (const type of types) {
    const name = type.definedIn !== undefined && type.pointer === "#" ? "This payload" : type.typeName
    if (!finite.has(type)) {
      // Types that only use an endless one end as soon as that one does, so only types whose trouble is themselves are named.
      const others = finiteOf(types, find, new Set([...blamed, type]))
      if (!isFinite(type.shape, (reference) => isKnown(reference, find, others))) continue
      blamed.add(type)
      finite = finiteOf(types, find, blamed)
      const message = `${name} has no finite value: every one of them contains another ${
        name === type.typeName ? name : "one"
      }.`
      report(error("REF_CYCLE", type.place, message, "make a field on the way optional, nullable, or a list."))
    } else if (!isSaid(type.shape, find)) {
      const message = `${name} is itself, or null, and says nothing more.`
      report(error("REF_CYCLE", type.place, message, "give it a property or items of its own."))
    }
  }
}

type Find = (reference: ReferenceShape) => Type | undefined

/** Each round finds the types whose values need only types found before; what no round finds has no finite value. */
const finiteOf = (types: ReadonlyArray<Type>, find: Find, assumed: ReadonlySet<Type>): ReadonlySet<Type> => {
  const finite = new Set(assumed)
  for (let before = -1; before < finite.size;) {
    before = finite.size
    for (const type of types) {
      if (isFinite(type.shape, (reference) => isKnown(reference, find, finite))) finite.add(type)
    }
  }
  return finite
}

/** A type that could not be read counts as known: its own problems come first. */
const isKnown = (reference: ReferenceShape, find: Find, finite: ReadonlySet<Type>): boolean => {
  const type = find(reference)
  return type === undefined || finite.has(type)
}

const isFinite = (shape: Shape, known: (reference: ReferenceShape) => boolean): boolean => {
  switch (shape._tag) {
    case "Object":
      return shape.fields.every((field) => !field.required || isFinite(field.shape, known))
    case "Array":
      return shape.minItems === undefined || shape.minItems === 0 || isFinite(shape.items, known)
    case "Tuple":
      return shape.items.every((item) => isFinite(item, known))
    case "Union":
      return shape.branches.some((branch) => isFinite(branch, known))
    case "Reference":
      return known(shape)
    default:
      return true
  }
}

/** A way through references and null alone that never ends is finite, as null is a value, but no type in TypeScript. */
const isSaid = (shape: Shape, find: Find, seen: ReadonlyArray<Shape> = []): boolean => {
  if (seen.includes(shape)) return false
  if (shape._tag === "Nullable") return isSaid(shape.shape, find, [...seen, shape])
  if (shape._tag !== "Reference") return true
  const target = find(shape)
  return target === undefined || isSaid(target.shape, find, [...seen, shape])
}
