// Options that no compiler has seen, as from a file of configuration: a wrong one is refused where the program is put
// together, and not found out when the first event cannot be handled.

/** Throws where a value is none of those that there are. `of` says whose it is, such as "the projection sales". */
export const oneOf = (of: string, what: string, value: unknown, allowed: ReadonlyArray<string>): void => {
  if (!allowed.some((one) => one === value)) {
    throw new TypeError(`${of}: "${what}" is ${shown(value)}; give one of ${allowed.map(shown).join(", ")}.`)
  }
}

/** Throws where a number is not a whole one from 1. */
export const wholeFromOne = (of: string, what: string, value: unknown): void => {
  if (!Number.isSafeInteger(value) || Number(value) < 1) {
    throw new TypeError(`${of}: "${what}" is ${shown(value)}; give a whole number from 1.`)
  }
}

/** Throws where a name is empty, or none at all. */
export const named = (of: string, name: unknown): void => {
  if (typeof name !== "string" || name === "") throw new TypeError(`${of} needs a name; it is ${shown(name)}.`)
}

const shown = (value: unknown): string => typeof value === "string" ? JSON.stringify(value) : String(value)
