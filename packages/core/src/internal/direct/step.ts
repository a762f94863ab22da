// One part of the short way through a codec.
import type * as SchemaAST from "effect/SchemaAST"

/** The answer of a value that the short way is not for. */
export const unfit: unique symbol = Symbol("unfit")

/** The converted value, or {@link unfit}. */
export type Direct = (value: unknown) => unknown

export interface Step {
  readonly run: Direct
  /** Whether what fits is given back as it is. */
  readonly isSame: boolean
}

/** The step of a schema, or `undefined` where it has no short way. */
export type Compile = (ast: SchemaAST.AST) => Step | undefined

export const same = (fits: (value: unknown) => boolean): Step => ({
  isSame: true,
  run: (value) => fits(value) ? value : unfit
})
