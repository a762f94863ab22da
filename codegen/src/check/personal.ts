// `x-personal` names whose data a field holds; without that id nothing could ever be erased.
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { ObjectShape, Pointer, Shape } from "../model.ts"
import type { PersonalUse } from "../read/context.ts"
import type { TypeOf } from "./fits.ts"

/** EXTENSION_MISPLACED where the pointer leads to nothing that can be an id. */
export const checkPersonal = (
  payload: ObjectShape,
  uses: ReadonlyArray<PersonalUse>,
  typeOf: TypeOf,
  report: Report
): void => {
  for (const { place, subject } of uses) {
    const shapes = shapesAt(payload, subject, typeOf)
    if (shapes.some((shape) => shape._tag === "String" || (shape._tag === "Number" && shape.integer))) continue
    const pointer = subject.map((segment) => `/${segment}`).join("")
    const message = shapes.length === 0
      ? `"x-personal" points to ${pointer}, and there is no such property.`
      : `"x-personal" points to ${pointer}, which is no text or integer and so no id.`
    report(error("EXTENSION_MISPLACED", place, message, "point from the root to the property with the person's id."))
  }
}

/** What a pointer can lead to: several where it passes through a union. */
const shapesAt = (shape: Shape, pointer: Pointer, typeOf: TypeOf): ReadonlyArray<Shape> => {
  const [segment, ...rest] = pointer
  switch (shape._tag) {
    case "Nullable":
      return shapesAt(shape.shape, pointer, typeOf)
    case "Reference": {
      const target = typeOf(shape)
      return target === undefined ? [] : shapesAt(target, pointer, typeOf)
    }
    case "Union":
      return shape.branches.flatMap((branch) => shapesAt(branch, pointer, typeOf))
    case "Object": {
      if (segment === undefined) return [shape]
      const field = shape.fields.find(({ name }) => name === segment)
      return field === undefined ? [] : shapesAt(field.shape, rest, typeOf)
    }
    default:
      return segment === undefined ? [shape] : []
  }
}
