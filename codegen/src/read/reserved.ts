// Names and texts that a stored event can't have. Read by whoever reads a name that a user has chosen.
import type { Json, Pointer } from "../model.ts"
import { isUnstorable } from "./node.ts"

/** The first segment that can be nobody's field: assigning to it would change what an object is. */
export const reservedIn = (pointer: Pointer): string | undefined => pointer.find((name) => RESERVED.has(name))

/** `_tag` is reserved too, but only at the top of an event or command. */
export const RESERVED: ReadonlySet<string> = new Set(["__proto__", "constructor"])

/** What JavaScript's objects have from birth: reading such a field finds something even where it is absent. */
export const INHERITED: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype))

/** Why a value can't be written into an event, if it can't. */
export const unstorableIn = (value: Json): string | undefined => {
  if (typeof value === "bigint") return "an integer beyond 2^53 - 1 is not exact in JSON; write it as text."
  if (typeof value === "string") {
    return isUnstorable(value) ? "PostgreSQL refuses U+0000 and halves of surrogate pairs." : undefined
  }
  if (value === null || typeof value !== "object") return undefined
  for (const [key, inner] of Object.entries(value)) {
    const fault = RESERVED.has(key)
      ? `"${key}" can't be a field's name.`
      : isUnstorable(key)
      ? unstorableIn(key)
      : unstorableIn(inner)
    if (fault !== undefined) return fault
  }
  return undefined
}
