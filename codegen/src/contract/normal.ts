// Schemas in one spelling: what two authors write differently and mean alike becomes the same shape.
// Read by `contract.ts` and `compare.ts`, which look at one level at a time.
import type { LiteralShape, NumberShape, Place, Pointer, ReferenceShape, Shape } from "../model.ts"
import type { Declared } from "../walk.ts"

/** What a reference leads to, by the side it stands on. */
export type Find = (reference: ReferenceShape) => Declared | undefined

/** A shape without references and null around it. */
export interface Normal {
  /** `undefined` where nothing but null is admitted. */
  readonly core: Core | undefined
  readonly nullable: boolean
  readonly personal: Pointer | undefined
  /** What the references on the way led to, outermost first. */
  readonly through: ReadonlyArray<Declared>
  readonly place: Place
}

export type Core = Exclude<Shape, { readonly _tag: "Reference" | "Nullable" | "Null" | "Boolean" }>

export const normal = (shape: Shape, find: Find): Normal => {
  const { place } = shape
  const personal = "personal" in shape ? shape.personal : undefined
  const outer = (inner: Normal, more: Partial<Normal>): Normal => ({
    ...inner,
    ...more,
    personal: personal ?? inner.personal,
    place
  })
  switch (shape._tag) {
    case "Reference": {
      const target = find(shape)
      if (target === undefined) throw new Error(`Nothing is known of ${shape.typeName}`)
      const inner = normal(target.shape, find)
      return outer(inner, { through: [target, ...inner.through] })
    }
    case "Nullable":
      return outer(normal(shape.shape, find), { nullable: true })
    case "Null":
      return { core: undefined, nullable: true, personal, place, through: [] }
    case "Boolean":
      return {
        core: { ...shape, _tag: "Literal", values: [false, true] },
        nullable: false,
        personal,
        place,
        through: []
      }
    case "Literal":
      return { core: literalCore(shape), nullable: shape.values.includes(null), personal, place, through: [] }
    case "Number":
      return { core: numberCore(shape), nullable: false, personal, place, through: [] }
    case "String":
      return {
        core: { ...shape, minLength: shape.minLength === 0 ? undefined : shape.minLength },
        nullable: false,
        personal,
        place,
        through: []
      }
    case "Array":
      return {
        core: { ...shape, minItems: shape.minItems === 0 ? undefined : shape.minItems },
        nullable: false,
        personal,
        place,
        through: []
      }
    default:
      return { core: shape, nullable: false, personal, place, through: [] }
  }
}

/** Only null is no value of an enum, but of its surroundings. */
const literalCore = (shape: LiteralShape): LiteralShape | undefined => {
  const values = shape.values.filter((value) => value !== null)
  return values.length === 0 ? undefined : { ...shape, values }
}

/** Of two bounds on one side the stricter one; of an integer, closed bounds within the safe integers. */
const numberCore = (shape: NumberShape): NumberShape => {
  const { exclusiveMaximum, exclusiveMinimum, integer, maximum, minimum, multipleOf } = shape
  if (integer) {
    const above = exclusiveMinimum === undefined ? undefined : Math.floor(exclusiveMinimum) + 1
    const below = exclusiveMaximum === undefined ? undefined : Math.ceil(exclusiveMaximum) - 1
    const least = greatest(minimum === undefined ? undefined : Math.ceil(minimum), above)
    const most = smallest(maximum === undefined ? undefined : Math.floor(maximum), below)
    return {
      ...shape,
      minimum: least !== undefined && least > Number.MIN_SAFE_INTEGER ? least : undefined,
      maximum: most !== undefined && most < Number.MAX_SAFE_INTEGER ? most : undefined,
      exclusiveMinimum: undefined,
      exclusiveMaximum: undefined,
      multipleOf: multipleOf === 1 ? undefined : multipleOf
    }
  }
  const isOpenBelow = exclusiveMinimum !== undefined && (minimum === undefined || exclusiveMinimum >= minimum)
  const isOpenAbove = exclusiveMaximum !== undefined && (maximum === undefined || exclusiveMaximum <= maximum)
  return {
    ...shape,
    minimum: isOpenBelow ? undefined : minimum,
    maximum: isOpenAbove ? undefined : maximum,
    exclusiveMinimum: isOpenBelow ? exclusiveMinimum : undefined,
    exclusiveMaximum: isOpenAbove ? exclusiveMaximum : undefined
  }
}

const greatest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? a ?? b : Math.max(a, b)

const smallest = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? a ?? b : Math.min(a, b)

/** The constant that tells a branch of a union from the others. */
export const tagValue = (branch: Shape, tag: string, find: Find): string | number | boolean | undefined => {
  const { core } = normal(branch, find)
  const field = core?._tag === "Object" ? core.fields.find(({ name }) => name === tag) : undefined
  const value = field && normal(field.shape, find).core
  return value?._tag === "Literal" ? value.values.find((one) => one !== null) ?? undefined : undefined
}
