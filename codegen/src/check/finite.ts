// Types that contain themselves: fine in a list or an optional field, and without any value where every way leads on.
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Shape, SharedType } from "../model.ts"

/** REF_CYCLE: types that have no finite value, and types that are nothing but themselves or null. */
export const checkFinite = (types: ReadonlyArray<SharedType>, report: Report): void => {
  const byName = new Map(types.map((type) => [type.typeName, type]))
  const blamed = new Set<SharedType>()
  for (const type of types) {
    if (!finiteOf(types, byName, blamed).has(type)) {
      // Types that only use an endless one end as soon as that one does, so only types whose trouble is themselves are named.
      const others = finiteOf(types, byName, new Set([...blamed, type]))
      if (!isFinite(type.shape, (name) => isKnown(name, byName, others))) continue
      blamed.add(type)
      const message = `${type.typeName} has no finite value: every one of them contains another ${type.typeName}.`
      report(error("REF_CYCLE", type.place, message, "make a field on the way optional, nullable, or a list."))
    } else if (!isSaid(type.shape, byName)) {
      const message = `${type.typeName} is itself, or null, and says nothing more.`
      report(error("REF_CYCLE", type.place, message, "give it a property or items of its own."))
    }
  }
}

type Types = ReadonlyMap<string, SharedType>

/** Each round finds the types whose values need only types found before; what no round finds has no finite value. */
const finiteOf = (
  types: ReadonlyArray<SharedType>,
  byName: Types,
  assumed: ReadonlySet<SharedType>
): ReadonlySet<SharedType> => {
  const finite = new Set(assumed)
  for (let before = -1; before < finite.size;) {
    before = finite.size
    for (const type of types) if (isFinite(type.shape, (name) => isKnown(name, byName, finite))) finite.add(type)
  }
  return finite
}

/** A type that could not be read counts as known: its own problems come first. */
const isKnown = (name: string, byName: Types, finite: ReadonlySet<SharedType>): boolean => {
  const type = byName.get(name)
  return type === undefined || finite.has(type)
}

const isFinite = (shape: Shape, known: (typeName: string) => boolean): boolean => {
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
      return known(shape.typeName)
    default:
      return true
  }
}

/** A way through references and null alone that never ends is finite, as null is a value, but no type in TypeScript. */
const isSaid = (shape: Shape, types: Types, seen: ReadonlyArray<Shape> = []): boolean => {
  if (seen.includes(shape)) return false
  if (shape._tag === "Nullable") return isSaid(shape.shape, types, [...seen, shape])
  if (shape._tag !== "Reference") return true
  const target = types.get(shape.typeName)
  return target === undefined || isSaid(target.shape, types, [...seen, shape])
}
