// A slot as TypeScript on one line. Read by the operations that compute something of it, and by the emitter.
import { literal } from "../emit/text.ts"
import type { Json, Shape } from "../model.ts"
import type { Choice, Expression, Slot, Test } from "./slot.ts"

/** How constants are printed: where nothing says what type is asked for, `"x" as const` keeps theirs. */
export type LiteralOf = (value: Json) => string

/** The expression, with `nothing` where the slot may be empty; `undefined` where it needs more than one line. */
export const inline = (slot: Slot, nothing: string, literalOf: LiteralOf = literal): string | undefined => {
  switch (slot._tag) {
    case "Absent":
      return nothing
    case "Expression":
      return slot.code
    case "Constant":
      return literalOf(slot.value)
    case "Choice":
      return inlineChoice(slot, nothing, literalOf)
    case "Made":
      return slot.fields.size === 0 ? "{}" : undefined
    case "List": {
      const items = slot.items.map((item) => inline(item, nothing, literalOf))
      return items.some((item) => item === undefined) ? undefined : `[${items.join(", ")}]`
    }
    case "Items":
      return slot.each._tag === "Expression" && slot.each.code === slot.item ? slot.array.code : undefined
  }
}

/** The value that is there, or else: `x ?? otherwise`, as far as a choice says just that. */
export const orElse = (slot: Choice, otherwise: string, literalOf: LiteralOf = literal): string | undefined => {
  const { no, test, yes } = slot
  return test.equals === "undefined" && inline(yes, otherwise, literalOf) === otherwise && no._tag === "Expression"
      && no.code === test.subject && isNeverNull(no)
    ? otherwise === "undefined" ? no.code : `${no.code} ?? ${otherwise}`
    : undefined
}

export const condition = ({ equals, subject }: Test): string =>
  equals === undefined ? subject : `${subject} === ${equals}`

export const negation = ({ equals, subject }: Test): string =>
  equals === undefined ? `!(${subject})` : `${subject} !== ${equals}`

const inlineChoice = (slot: Choice, nothing: string, literalOf: LiteralOf): string | undefined => {
  const yes = inline(slot.yes, nothing, literalOf)
  const no = inline(slot.no, nothing, literalOf)
  if (yes === undefined || no === undefined) return undefined
  return orElse(slot, yes, literalOf) ?? `${condition(slot.test)} ? ${yes} : ${no}`
}

const isNeverNull = ({ shape }: Expression): boolean =>
  !NULLABLE.has(shape._tag) && !(shape._tag === "Literal" && shape.values.includes(null))

const NULLABLE: ReadonlySet<Shape["_tag"]> = new Set(["Nullable", "Null", "Reference"])
