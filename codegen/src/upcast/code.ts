// A slot as TypeScript on one line. Read by the operations that compute something of it, and by the emitter.
import { literal } from "../emit/text.ts"
import type { Shape } from "../model.ts"
import type { Choice, Expression, Slot, Test } from "./slot.ts"

/** The expression, with `nothing` where the slot may be empty; `undefined` where it needs more than one line. */
export const inline = (slot: Slot, nothing: string): string | undefined => {
  switch (slot._tag) {
    case "Absent":
      return nothing
    case "Expression":
      return slot.code
    case "Constant":
      return literal(slot.value)
    case "Choice":
      return inlineChoice(slot, nothing)
    case "Made":
      return slot.fields.size === 0 ? "{}" : undefined
    case "List": {
      const items = slot.items.map((item) => inline(item, nothing))
      return items.some((item) => item === undefined) ? undefined : `[${items.join(", ")}]`
    }
    case "Items":
      return slot.each._tag === "Expression" && slot.each.code === slot.item ? slot.array.code : undefined
  }
}

/** The value that is there, or else: `x ?? otherwise`, as far as a choice says just that. */
export const orElse = (slot: Choice, otherwise: string): string | undefined => {
  const { no, test, yes } = slot
  return test.equals === "undefined" && inline(yes, otherwise) === otherwise && no._tag === "Expression"
      && no.code === test.subject && isNeverNull(no)
    ? otherwise === "undefined" ? no.code : `${no.code} ?? ${otherwise}`
    : undefined
}

export const condition = ({ equals, subject }: Test): string =>
  equals === undefined ? subject : `${subject} === ${equals}`

export const negation = ({ equals, subject }: Test): string =>
  equals === undefined ? `!(${subject})` : `${subject} !== ${equals}`

const inlineChoice = (slot: Choice, nothing: string): string | undefined => {
  const yes = inline(slot.yes, nothing)
  const no = inline(slot.no, nothing)
  if (yes === undefined || no === undefined) return undefined
  return orElse(slot, yes) ?? `${condition(slot.test)} ? ${yes} : ${no}`
}

const isNeverNull = ({ shape }: Expression): boolean =>
  !NULLABLE.has(shape._tag) && !(shape._tag === "Literal" && shape.values.includes(null))

const NULLABLE: ReadonlySet<Shape["_tag"]> = new Set(["Nullable", "Null", "Reference"])
