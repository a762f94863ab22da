// How many references deep the smallest value of a schema is. Read by the emitter of arbitraries, which lets recursion
// end in the lowest branch of a union.
import type { Catalog, ReferenceShape, Shape } from "../model.ts"
import { declaredIn, declaredKey } from "../walk.ts"

export type HeightOf = (shape: Shape) => number

/** Heights are found from below, round by round: a catalog has no type without a finite value. */
export const heightsOf = (catalog: Catalog): HeightOf => {
  const heights = new Map<string, number>()
  const of: HeightOf = (shape) => heightOf(shape, (reference) => heights.get(declaredKey(reference)) ?? Infinity)
  const declared = declaredIn(catalog)
  for (let before = -1; before < heights.size;) {
    before = heights.size
    for (const type of declared) {
      const [key, height] = [declaredKey(type), of(type.shape)]
      if (!heights.has(key) && height < Infinity) heights.set(key, height)
    }
  }
  return of
}

const heightOf = (shape: Shape, heightOfType: (reference: ReferenceShape) => number): number => {
  const of: HeightOf = (inner) => heightOf(inner, heightOfType)
  switch (shape._tag) {
    case "Object":
      return highest(shape.fields.filter(({ required }) => required).map((field) => of(field.shape)))
    case "Array":
      return (shape.minItems ?? 0) === 0 ? 0 : of(shape.items)
    case "Tuple":
      return highest(shape.items.map(of))
    case "Union":
      return Math.min(...shape.branches.map(of))
    case "Reference":
      return 1 + heightOfType(shape)
    default:
      return 0
  }
}

const highest = (heights: ReadonlyArray<number>): number => Math.max(0, ...heights)
