// Upcast operations as JSON, as the lock keeps them. Defaults are left out, and pointers are written as in files.
import { sorted } from "../contract/canonical.ts"
import type { Json, Operation, Pointer } from "../model.ts"
import { pointerText } from "../upcast/pointer.ts"

export const operationsJson = (operations: ReadonlyArray<Operation>): ReadonlyArray<Json> =>
  operations.map((operation) => ({ [operation.op]: wordsOf(operation) }))

const wordsOf = (operation: Operation): Json => {
  switch (operation.op) {
    case "rename":
    case "move":
      return { from: text(operation.from), to: text(operation.to) }
    case "add":
      return {
        at: text(operation.at),
        ...(operation.value._tag === "Value" ? { value: operation.value.value } : { from: "$recordedAt" }),
        ...(operation.ifMissing && { ifMissing: true })
      }
    case "remove":
    case "wrap":
      return { at: text(operation.at) }
    case "map":
      return {
        at: text(operation.at),
        values: sorted(operation.values.map(([from, to]) => [from, to])),
        ...(operation.otherwise !== undefined && { otherwise: operation.otherwise })
      }
    case "convert":
      return {
        at: text(operation.at),
        using: operation.using,
        ...(operation.otherwise !== undefined && { otherwise: operation.otherwise })
      }
    case "split":
      return {
        from: text(operation.from),
        to: operation.to.map(text),
        on: operation.on,
        ...(operation.limit !== operation.to.length && { limit: operation.limit })
      }
    case "join":
      return { from: operation.from.map(text), to: text(operation.to), with: operation.with }
    case "first":
      return { at: text(operation.at), ...(operation.otherwise !== undefined && { otherwise: operation.otherwise }) }
    case "each":
    case "in":
      return { at: text(operation.at), ops: operationsJson(operation.operations) }
  }
}

const text = (pointer: Pointer): string => pointerText(pointer)
