// `first`: an array back to one value. Read by `apply`.
import type { Operation } from "../../model.ts"
import { isUndefined } from "../open.ts"
import { choosing, type Here } from "../place.ts"
import { type Absent, absent, choice, constant, expression, type Slot, type Value } from "../slot.ts"
import { notTotal, refuse } from "./refuse.ts"

/** `applyToItem` leads from an item as it was to what `each` made of it. */
export const firstItem = (
  here: Here,
  end: Absent | Value,
  { otherwise }: Extract<Operation, { op: "first" }>,
  applyToItem: (here: Here, item: Slot, operations: ReadonlyArray<Operation>) => Slot
): Slot => {
  const fallback = (): Slot => {
    if (otherwise !== undefined) return constant(otherwise, here.by)
    notTotal(here, `"${here.base}" may be empty.`)
    return absent(here.by, true)
  }
  const firstOf = (array: Value, then: (here: Here, item: Slot) => Slot): Slot => {
    switch (array._tag) {
      case "List":
        return array.items[0] ?? fallback()
      case "Items":
        return firstOf(array.array, (within, item) => applyToItem(within, item, array.operations))
      case "Constant":
        if (!Array.isArray(array.value)) break
        return array.value.length > 0 ? constant(array.value[0], here.by) : fallback()
      case "Expression": {
        const { code, shape } = array
        const first = `${code}[0]`
        if (shape._tag === "Tuple") {
          const item = shape.items[0]
          return item === undefined ? fallback() : then(here, expression(first, item, here.by))
        }
        if (shape._tag !== "Array") break
        const isEmpty = isUndefined(first)
        return shape.minItems !== undefined && shape.minItems > 0
          ? then(here, expression(`${first}!`, shape.items, here.by))
          : choice(isEmpty, fallback(), then(choosing(here, isEmpty, false), expression(first, shape.items, here.by)))
      }
    }
    return refuse(here, array, "an array")
  }
  return end._tag === "Absent" || (end._tag === "Constant" && end.value === null)
    ? end
    : firstOf(end, (_, item) => item)
}
