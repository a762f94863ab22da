// One operation after the other on a slot. Read `slot.ts` first; `operations/` holds what the longer ones do.
import type { Operation, Pointer } from "../model.ts"
import { fieldsOf } from "./open.ts"
import { convertValue } from "./operations/convert.ts"
import { firstItem } from "./operations/first.ts"
import { join } from "./operations/join.ts"
import { mapValue } from "./operations/map.ts"
import { refuse } from "./operations/refuse.ts"
import { text } from "./operations/scalar.ts"
import { split } from "./operations/split.ts"
import { changeAt, eachEnd, type Here, put, take } from "./place.ts"
import { commonParent } from "./pointer.ts"
import {
  type Absent,
  absent,
  constant,
  expression,
  mapEnds,
  mapPresent,
  type Slot,
  type Value,
  writtenBy
} from "./slot.ts"

const applyAll = (here: Here, root: Slot, operations: ReadonlyArray<Operation>): Slot =>
  operations.reduce<Slot>(
    (slot, operation) => apply({ ...here, by: operation, origin: here.base }, slot, operation),
    root
  )

/** `root` after the operation, which `here` runs. What is wrong with it is in the findings. */
export const apply = (here: Here, root: Slot, operation: Operation): Slot => {
  const change = (f: (here: Here, end: Absent | Value) => Slot): Slot =>
    "at" in operation
      ? changeAt(here, root, operation.at, (within, slot) => eachEnd(within, slot, f))
      : root

  switch (operation.op) {
    case "rename":
    case "move":
      return atCommonParent(here, root, [operation.from], [operation.to], (within, slot, [from = []], [to = []]) => {
        const { rest, taken } = take(within, slot, from)
        return put(within, rest, to, writtenBy(taken, operation), { make: true })
      })
    case "remove":
      return take(here, root, operation.at).rest
    case "add": {
      const value = operation.value._tag === "Value"
        ? constant(operation.value.value, operation)
        : expression("context.recordedAt", text({ format: "date-time" }), operation)
      const fill = (old: Slot) => mapEnds(old, (end) => end._tag === "Absent" ? value : end)
      return put(here, root, operation.at, value, { make: false, ...(operation.ifMissing && { fill }) })
    }
    case "split":
      return atCommonParent(
        here,
        root,
        [operation.from],
        operation.to,
        (within, slot, [from = []], to) => split(within, slot, operation, from, to)
      )
    case "join":
      return atCommonParent(
        here,
        root,
        operation.from,
        [operation.to],
        (within, slot, from, [to = []]) => join(within, slot, operation, from, to)
      )
    case "map":
      return change((within, end) => mapValue(within, end, operation))
    case "convert":
      return change((within, end) => convertValue(within, end, operation))
    case "wrap":
      return changeAt(
        here,
        root,
        operation.at,
        (_, slot) => mapPresent(slot, (present) => ({ _tag: "List", items: [present], by: operation }))
      )
    case "first":
      return change((within, end) => firstItem(within, end, operation, applyToItem))
    case "in":
      return changeAt(
        here,
        root,
        operation.at,
        (within, slot) => applyAll(within, eachEnd(within, slot, objectOnly), operation.operations)
      )
    case "each":
      return change((within, end) => changeItems(within, end, operation.operations))
  }
}

/** Runs `f` where the pointers part, with what is left of them: so the branches of a union stay apart. */
const atCommonParent = (
  here: Here,
  root: Slot,
  sources: ReadonlyArray<Pointer>,
  targets: ReadonlyArray<Pointer>,
  f: (here: Here, slot: Slot, sources: ReadonlyArray<Pointer>, targets: ReadonlyArray<Pointer>) => Slot
): Slot => {
  const parent = commonParent([...sources, ...targets])
  const below = (pointer: Pointer) => pointer.slice(parent.length)
  const [from, to] = [sources.map(below), targets.map(below)]
  return changeAt(here, root, parent, (within, slot) =>
    eachEnd(within, slot, (at, end) => {
      const hasFields = end._tag !== "Absent" && fieldsOf(end) !== undefined
      if (hasFields || from.some((pointer) => pointer.length === 0)) return f(at, end, from, to)
      for (const pointer of from) take(at, end, pointer)
      return end
    }), sources[0])
}

/** What is no object is as good as nothing: it has no fields to report as missing. */
const objectOnly = (here: Here, end: Absent | Value): Slot => {
  if (end._tag === "Absent" || (end._tag === "Constant" && end.value === null) || fieldsOf(end) !== undefined) {
    return end
  }
  refuse(here, end, "an object")
  return absent(here.by)
}

/** An item that ends as nothing is null: an array has no gaps. */
const applyToItem = (here: Here, item: Slot, operations: ReadonlyArray<Operation>): Slot =>
  mapEnds(
    applyAll({ ...here, base: `${here.base}/*` }, item, operations),
    (end) => end._tag === "Absent" ? constant(null, end.by) : end
  )

const changeItems = (here: Here, end: Absent | Value, operations: ReadonlyArray<Operation>): Slot => {
  switch (end._tag) {
    case "Absent":
      return end
    case "List":
      return { ...end, items: end.items.map((item) => applyToItem(here, item, operations)) }
    case "Constant":
      if (end.value === null) return end
      if (!Array.isArray(end.value)) break
      return {
        _tag: "List",
        items: end.value.map((value) => applyToItem(here, constant(value, end.by), operations)),
        by: end.by
      }
    case "Items": {
      const declarations = [...end.declarations]
      const each = applyToItem({ ...here, declarations, chosen: [] }, end.each, operations)
      return { ...end, each, declarations, operations: [...end.operations, ...operations] }
    }
    case "Expression": {
      if (end.shape._tag !== "Array") break
      const item = here.fresh("item")
      const declarations: Here["declarations"] = []
      const each = applyToItem(
        { ...here, declarations, chosen: [] },
        expression(item, end.shape.items, end.by),
        operations
      )
      return { _tag: "Items", array: end, item, each, declarations, operations, by: here.by }
    }
  }
  return refuse(here, end, "an array")
}
