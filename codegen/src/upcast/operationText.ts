// An operation on one line, as people read it: `move /branch -> /office/code`. Read by `diff` and `upcast`.
import type { Json, Operation, Pointer } from "../model.ts"
import { pointerText } from "./pointer.ts"

export const operationText = (operation: Operation): string => {
  switch (operation.op) {
    case "rename":
    case "move":
      return `${operation.op} ${text(operation.from)} -> ${text(operation.to)}`
    case "add": {
      const value = operation.value._tag === "Value" ? json(operation.value.value) : "when it was recorded"
      return `add ${text(operation.at)}: ${value}${operation.ifMissing ? ", if missing" : ""}`
    }
    case "remove":
    case "wrap":
      return `${operation.op} ${text(operation.at)}`
    case "map": {
      const values = operation.values.map(([from, to]) => `${from} -> ${json(to)}`)
      return `map ${text(operation.at)}: ${[...values, ...otherwise(operation.otherwise)].join(", ")}`
    }
    case "convert":
      return `convert ${text(operation.at)}: ${[operation.using, ...otherwise(operation.otherwise)].join(", ")}`
    case "first":
      return `first ${text(operation.at)}${otherwise(operation.otherwise).map((of) => `: ${of}`).join("")}`
    case "split":
      return `split ${text(operation.from)} on ${json(operation.on)} -> ${operation.to.map(text).join(", ")}`
    case "join":
      return `join ${operation.from.map(text).join(", ")} with ${json(operation.with)} -> ${text(operation.to)}`
    case "each":
    case "in":
      return `${operation.op} ${text(operation.at)}: ${operation.operations.map(operationText).join("; ")}`
  }
}

/** The places that an operation reads or writes, those within `each` and `in` with what is around them. */
export const placesOf = (operation: Operation): ReadonlyArray<Pointer> => {
  switch (operation.op) {
    case "rename":
    case "move":
      return [operation.from, operation.to]
    case "split":
      return [operation.from, ...operation.to]
    case "join":
      return [...operation.from, operation.to]
    case "each":
    case "in": {
      const base = operation.op === "each" ? [...operation.at, "*"] : operation.at
      return operation.operations.flatMap(placesOf).map((inner) => [...base, ...inner])
    }
    default:
      return [operation.at]
  }
}

const text = (pointer: Pointer): string => pointer.length === 0 ? "the item" : pointerText(pointer)

const json = (value: Json): string => JSON.stringify(value)

const otherwise = (value: Json | undefined): ReadonlyArray<string> =>
  value === undefined ? [] : [`otherwise ${json(value)}`]
