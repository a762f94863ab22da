// Whether a value is JSON as it stands, so that what is read back is what was written.
// The walk stops at the first problem, and before it has gone further than the limits allow.
import type { Limits } from "../Limits.ts"

/** What keeps `value` from being stored, as a sentence that begins with where, or `undefined`. */
export const jsonProblem = (value: unknown, limits: Limits, text: "well-formed" | "any"): string | undefined => {
  // The characters that are certain so far: brackets, commas, keys and texts without their escapes.
  let length = 0

  const ofText = (content: string, path: string): string | undefined => {
    length += content.length + 2
    if (text === "any") return undefined
    return content.isWellFormed() && !content.includes("\0")
      ? undefined
      : `${where(path)} has U+0000 or half of a surrogate pair, which PostgreSQL cannot hold as text.`
  }

  const ofValue = (part: unknown, path: string, depth: number): string | undefined => {
    if (length > limits.jsonLength) return tooLong(limits)
    switch (typeof part) {
      case "string":
        return ofText(part, path)
      case "boolean":
        length += 4
        return undefined
      case "number":
        length += 1
        return Number.isFinite(part) ? undefined : `${where(path)} is ${part}, which JSON cannot hold.`
      case "object":
        return part === null
          ? undefined
          : depth >= limits.jsonDepth
          ? `${path} lies deeper than ${limits.jsonDepth} levels, and no deeper is allowed.`
          : Array.isArray(part)
          ? ofItems(part, path, depth)
          : isPlain(part)
          ? ofFields(part, path, depth)
          : `${where(path)} is a ${
            part.constructor?.name ?? "object with a prototype"
          }, which JSON cannot hold: encode it first.`
      default:
        return `${where(path)} is ${part === undefined ? "undefined" : `a ${typeof part}`}, which JSON cannot hold.`
    }
  }

  const ofItems = (items: ReadonlyArray<unknown>, path: string, depth: number): string | undefined => {
    length += items.length + 1
    for (let i = 0; i < items.length; i++) {
      const problem = ofValue(items[i], `${path}/${i}`, depth + 1)
      if (problem !== undefined) return problem
    }
    return undefined
  }

  const ofFields = (fields: object, path: string, depth: number): string | undefined => {
    for (const [key, field] of Object.entries(fields)) {
      // who copies it by assignment would change a prototype instead of a field
      if (key === "__proto__") return `${where(path)} has a field named __proto__, which is allowed nowhere.`
      const problem = ofText(key, `the key ${path}/...`) ?? ofValue(field, `${path}/${key}`, depth + 1)
      if (problem !== undefined) return problem
    }
    return undefined
  }

  return ofValue(value, "", 0)
}

/** What is said where the JSON text of a value is above the limit. */
export const tooLong = ({ jsonLength }: Limits): string =>
  `its JSON text is longer than the ${jsonLength} characters that are allowed.`

const where = (path: string): string => path === "" ? "the whole" : path

const isPlain = (value: object): boolean => {
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
