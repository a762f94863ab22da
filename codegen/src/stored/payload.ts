// What stands in the payload of a stored event: money as a JSON number, personal data that nothing marks. Read by the
// validator.
import { quote } from "../diagnostic.ts"
import { isEmail, isMoney, isPersonal } from "../lint/fieldName.ts"
import type { Pointer } from "../model.ts"
import { isObject } from "./envelope.ts"
import type { IsMarked } from "./marks.ts"
import type { Found } from "./tally.ts"

/** What names of fields say, each asked once. */
export interface Names {
  readonly of: (name: string) => { readonly isMoney: boolean; readonly isPersonal: boolean }
}

export const makeNames = (): Names => {
  const known = new Map<string, ReturnType<Names["of"]>>()
  return {
    of: (name) => {
      const before = known.get(name)
      if (before !== undefined) return before
      const said = { isMoney: isMoney(name), isPersonal: isPersonal(name) }
      if (known.size < MAX_NAMES) known.set(name, said)
      return said
    }
  }
}

/** Where a payload is of which event. */
export interface Owner {
  readonly type: string
  readonly version: number | undefined
}

/** Tells of everything found below a value. */
export const lookInto = (
  value: unknown,
  owner: Owner,
  { isMarked, names }: { readonly isMarked: IsMarked; readonly names: Names },
  tell: (found: Found) => void
): void => {
  const visit = (value: unknown, name: string, path: Pointer): void => {
    if (path.length > MAX_DEPTH) return
    if (Array.isArray(value)) {
      for (const item of value) visit(item, name, [...path, "*"])
      return
    }
    if (isObject(value)) {
      if (
        path.length > 0 && hasText(value) && names.of(name).isPersonal && !isMarked(owner.type, owner.version, path)
      ) {
        return tell(personal(owner, path))
      }
      for (const [key, inner] of Object.entries(value)) {
        // `name` alone is anybody's: of a customer it is personal, of a product it is not
        visit(inner, key === "name" && name !== "" ? `${name}_name` : key, [...path, key])
      }
      return
    }
    if (typeof value === "number" && !Number.isInteger(value) && names.of(name).isMoney) tell(money(owner, path))
    if (typeof value !== "string" || value === "") return
    if ((names.of(name).isPersonal || isEmail(value)) && !isMarked(owner.type, owner.version, path)) {
      tell(personal(owner, path))
    }
  }
  visit(value, "", [])
}

/** An address of several fields is one thing. */
const hasText = (value: object): boolean => Object.values(value).some((inner) => typeof inner === "string")

const money = ({ type }: Owner, path: Pointer): Found => ({
  severity: "warning",
  code: "MONEY_NOT_NUMBER",
  about: type,
  at: path.join("/"),
  message: `${quote(`/${path.join("/")}`)} of ${quote(type)} is a JSON number; 0.1 + 0.2 is not 0.3.`,
  help: "write a decimal as text, or whole cents, in the next version."
})

const personal = ({ type }: Owner, path: Pointer): Found => ({
  severity: "warning",
  code: "PERSONAL_NOT_MARKED",
  about: type,
  at: path.join("/"),
  message: `${quote(`/${path.join("/")}`)} of ${
    quote(type)
  } holds what looks like personal data, and nothing marks it.`,
  help: "mark it by x-personal in its schema, or keep it out of the event."
})

/** Deeper payloads are read by nobody. */
const MAX_DEPTH = 32

/** Fields that are named by data, such as ids, would fill the memory. */
const MAX_NAMES = 10_000
