// How many references deep the smallest value of a schema is. Read by the emitter of arbitraries, which lets recursion
// end in the lowest branch of a union.
import type { Catalog, Shape } from "../model.ts"

export type HeightOf = (shape: Shape) => number

/** Heights are found from below, round by round: a catalog has no type without a finite value. */
export const heightsOf = ({ types }: Catalog): HeightOf => {
  const heights = new Map<string, number>()
  const of: HeightOf = (shape) => heightOf(shape, (typeName) => heights.get(typeName) ?? Infinity)
  for (let before = -1; before < heights.size;) {
    before = heights.size
    for (const { shape, typeName } of types) {
      const height = of(shape)
      if (!heights.has(typeName) && height < Infinity) heights.set(typeName, height)
    }
  }
  return of
}

const heightOf = (shape: Shape, heightOfType: (typeName: string) => number): number => {
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
      return 1 + heightOfType(shape.typeName)
    default:
      return 0
  }
}

const highest = (heights: ReadonlyArray<number>): number => Math.max(0, ...heights)
