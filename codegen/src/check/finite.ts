// Types that contain themselves: fine in a list or an optional field, and without any value where every way leads on.
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { Shape, SharedType } from "../model.ts"

/** REF_CYCLE: a type that has no finite value. */
export const checkFinite = (
  types: ReadonlyArray<SharedType>,
  isRead: (typeName: string) => boolean,
  report: Report
): void => {
  const finite = new Set<string>()
  // Each round finds the types whose values need only types found before; what no round finds has none.
  for (let before = -1; before < finite.size;) {
    before = finite.size
    for (const { shape, typeName } of types) {
      if (isFinite(shape, (name) => finite.has(name) || !isRead(name))) finite.add(typeName)
    }
  }
  for (const { file, place, typeName } of types) {
    if (finite.has(typeName)) continue
    const message = `${typeName} has no finite value: each one contains another ${typeName}, or a type that has none.`
    report(error("REF_CYCLE", { ...place, file }, message, "make the field optional, nullable, or a list."))
  }
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
