// Says that a value is not what an operation takes. Read by the operations.
import { literal } from "../../emit/text.ts"
import type { Json, Shape } from "../../model.ts"
import type { Here } from "../place.ts"
import type { Value } from "../slot.ts"

/** The value stays as it is. */
export const refuse = (here: Here, value: Value, takes: string, operation: string = here.by.op): Value => {
  here.findings.fault({
    severity: "error",
    code: "UPCAST_CONVERT",
    by: here.by,
    message: `"${here.base}" is ${describe(value)}, and "${operation}" takes ${takes}.`,
    help: undefined
  })
  return value
}

/** A warning that the operation has no answer for some payloads. */
export const notTotal = (here: Here, message: string): void =>
  here.findings.fault({
    severity: "warning",
    code: "UPCAST_NOT_TOTAL",
    by: here.by,
    message,
    help: "say what happens then: otherwise: ..."
  })

/** `a date-time`, `an integer`. */
export const describe = (value: Value): string => {
  switch (value._tag) {
    case "Expression":
      return describeShape(value.shape)
    case "Constant":
      return describeJson(value.value)
    case "Made":
      return "an object"
    default:
      return "an array"
  }
}

export const describeShape = (shape: Shape): string => {
  switch (shape._tag) {
    case "String":
      return shape.format === undefined ? "text" : `text of the format ${shape.format}`
    case "Number":
      return shape.integer ? "an integer" : "a number"
    case "Literal": {
      const values = shape.values.map((value) => JSON.stringify(value))
      return values.length === 1 ? values.join() : `one of ${values.join(", ")}`
    }
    case "Array":
    case "Tuple":
      return "an array"
    case "Boolean":
      return "a boolean"
    case "Null":
      return "null"
    case "Nullable":
      return `${describeShape(shape.shape)} or null`
    case "Record":
      return "a record"
    default:
      return "an object"
  }
}

const describeJson = (value: Json): string => {
  if (Array.isArray(value)) return "an array"
  return typeof value === "object" && value !== null ? "an object" : literal(value)
}
