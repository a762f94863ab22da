// Schemas by hand, as short as they can be said, for tests that need no files.
import type {
  Field,
  Format,
  LiteralShape,
  NumberShape,
  ObjectShape,
  Place,
  ReferenceShape,
  Shape,
  StringShape
} from "@deciduous/codegen/model"

export const nowhere: Place = { file: "test", line: 1, column: 1 }
const documented = { description: undefined, place: nowhere }

export const text = (known: Partial<StringShape> = {}): StringShape => ({
  _tag: "String",
  format: undefined,
  decimal: undefined,
  brand: undefined,
  keepText: false,
  anyText: false,
  minLength: undefined,
  maxLength: undefined,
  pattern: undefined,
  ...documented,
  ...known
})

export const format = (name: Format): StringShape => text({ format: name })

export const decimal = (precision: number, scale: number): StringShape =>
  text({ format: "decimal", decimal: { precision, scale } })

export const number = (known: Partial<NumberShape> = {}): NumberShape => ({
  _tag: "Number",
  integer: false,
  brand: undefined,
  minimum: undefined,
  maximum: undefined,
  exclusiveMinimum: undefined,
  exclusiveMaximum: undefined,
  multipleOf: undefined,
  ...documented,
  ...known
})

export const integer = (known: Partial<NumberShape> = {}): NumberShape => number({ integer: true, ...known })

export const oneOf = (...values: LiteralShape["values"]): LiteralShape => ({ _tag: "Literal", values, ...documented })

export const boolean: Shape = { _tag: "Boolean", ...documented }

export const nullable = (shape: Shape): Shape => ({ _tag: "Nullable", shape, ...documented })

export const array = (
  items: Shape,
  bounds: { readonly minItems?: number; readonly maxItems?: number } = {}
): Shape => ({
  _tag: "Array",
  items,
  minItems: bounds.minItems,
  maxItems: bounds.maxItems,
  uniqueItems: false,
  ...documented
})

export const union = (tag: string, ...branches: ReadonlyArray<Shape>): Shape => ({
  _tag: "Union",
  tag,
  branches,
  ...documented
})

/** A field's name ends in `?` where it is optional. */
export const object = (fields: { readonly [name: string]: Shape }): ObjectShape => ({
  _tag: "Object",
  fields: Object.entries(fields).map(([name, shape]): Field => ({
    name: name.replace(/\?$/, ""),
    required: !name.endsWith("?"),
    deprecated: false,
    shape,
    place: nowhere
  })),
  ...documented
})

/** There are no shared types. */
export const noTypes = ({ typeName }: ReferenceShape): Shape => {
  throw new Error(`There is no ${typeName}`)
}
