// MONEY_NOT_NUMBER, NUMBER_BARE, INTEGER_SAFE, NULL_AND_OPTIONAL: values that turn out otherwise than they were meant.
import { type Diagnostic, quote, warning } from "../diagnostic.ts"
import type { Catalog, Field, NumberShape, Shape } from "../model.ts"
import { declaredIn, findDeclared } from "../walk.ts"
import { isMoney } from "./fieldName.ts"
import { mendableFields, mendableShapes } from "./mendable.ts"

export const lintValues = (catalog: Catalog): ReadonlyArray<Diagnostic> => {
  const find = findDeclared(declaredIn(catalog))
  const fields = mendableFields(catalog)
  const money = fields.flatMap((field) => {
    const shape = bareNumber(field.shape)
    return shape !== undefined && isMoney(field.name) ? [{ field, shape }] : []
  })
  const known = new Set(money.map(({ shape }) => shape))
  const numbers = mendableShapes(catalog).filter((shape) => shape._tag === "Number")
  return [
    ...money.map(({ field }) => moneyNotNumber(field, catalog)),
    ...numbers.filter((shape) => !shape.integer && !known.has(shape) && boundsOf(shape).length === 0).map(numberBare),
    ...numbers.filter((shape) => shape.integer && boundsOf(shape).some((bound) => !Number.isSafeInteger(bound))).map(
      integerSafe
    ),
    ...fields.filter(({ required, shape }) => !required && mayBeNull(shape, find)).map(nullAndOptional)
  ]
}

const moneyNotNumber = ({ name, place }: Field, { folder, types }: Catalog): Diagnostic => {
  const decimal = "{type: string, format: decimal, x-decimal: {precision: 19, scale: 4}}"
  const shared = types.find(({ typeName }) => typeName === "Money")
  const help = shared === undefined ? `${decimal}.` : `${decimal} or $ref: ..${shared.file.slice(folder.length)}.`
  return warning("MONEY_NOT_NUMBER", place, `${quote(name)} is a JSON number; 0.1 + 0.2 is not 0.3.`, help)
}

const numberBare = ({ place }: NumberShape): Diagnostic =>
  warning(
    "NUMBER_BARE",
    place,
    "Any JSON number is taken here, and most decimals are rounded.",
    "say type: integer, or format: decimal, or give minimum and maximum to what was measured."
  )

const integerSafe = ({ place }: NumberShape): Diagnostic =>
  warning(
    "INTEGER_SAFE",
    place,
    "A bound lies beyond 2^53 - 1, where integers are no longer exact: larger values are refused.",
    "{type: string, format: bigint} holds any integer."
  )

const nullAndOptional = ({ name, place }: Field): Diagnostic =>
  warning(
    "NULL_AND_OPTIONAL",
    place,
    `${quote(name)} may be absent and may be null, and nobody will know what the difference means.`,
    "make it required, or don't admit null."
  )

/** A JSON number that is the value, null aside, or each item of it. */
const bareNumber = (shape: Shape): NumberShape | undefined => {
  switch (shape._tag) {
    case "Number":
      return shape.integer ? undefined : shape
    case "Nullable":
      return bareNumber(shape.shape)
    case "Array":
      return bareNumber(shape.items)
    default:
      return undefined
  }
}

const boundsOf = (shape: NumberShape): ReadonlyArray<number> =>
  [shape.minimum, shape.maximum, shape.exclusiveMinimum, shape.exclusiveMaximum].filter((bound) => bound !== undefined)

const mayBeNull = (shape: Shape, find: ReturnType<typeof findDeclared>): boolean => {
  switch (shape._tag) {
    case "Null":
    case "Nullable":
      return true
    case "Literal":
      return shape.values.includes(null)
    case "Reference": {
      const declared = find(shape)
      return declared !== undefined && mayBeNull(declared.shape, find)
    }
    default:
      return false
  }
}
