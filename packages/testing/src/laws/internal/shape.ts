// What kind of state a state is: its tags, which fields are set, how large its collections are, how its amounts stand to
// each other. Histories that reach a new kind are gone on with, as rare bugs live in rare states.
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import { isPlain } from "../../internal/freeze.ts"

/** Gives each state its shape. It learns which fields are names of a few, and which objects are tables of many. */
export const makeShapes = (): (state: unknown) => string => {
  const values = new Map<string, Set<unknown>>()
  const few = (place: string, value: unknown, most: number): boolean => {
    let known = values.get(place)
    if (known === undefined) values.set(place, known = new Set())
    if (known.size <= most) known.add(value)
    return known.size <= most
  }

  const collection = (items: ReadonlyArray<unknown>, place: string): string => {
    const kinds = new Set(items.slice(0, 12).map((item) => shapeOf(item, `${place}/*`)))
    return `${bucket(items.length)}(${[...kinds].sort().join()})`
  }

  const fields = (entries: ReadonlyArray<readonly [string, unknown]>, place: string): string => {
    const tag = entries.find(([key]) => key === "_tag")?.[1]
    const own = typeof tag === "string" ? `${place}:${tag}` : place
    if (!few(`${own}{}`, entries.map(([key]) => key).sort().join(), mostForms)) {
      return collection(entries.map(([, value]) => value), own)
    }
    let before: unknown
    return `{${
      entries.map(([key, value]) => {
        const order = isAmount(value) && isAmount(before) ? compared(before, value) : ""
        if (isAmount(value)) before = value
        return `${key}${order}=${shapeOf(value, `${own}/${key}`)}`
      }).join()
    }}`
  }

  const shapeOf = (value: unknown, place: string): string => {
    if (typeof value === "string") return few(place, value, mostNames) ? JSON.stringify(value) : "text"
    if (DateTime.isDateTime(value)) return "time"
    if (isAmount(value)) return isCount(value) ? String(value) : compared(value, 0)
    if (value instanceof Map) return collection([...value.values()], place)
    if (value instanceof Set) return collection([...value], place)
    if (Array.isArray(value)) return collection(value, place)
    return isPlain(value) ? fields(Object.entries(value), place) : typeof value === "object" ? "object" : String(value)
  }

  return (state) => shapeOf(state, "")
}

/** A text with more values than these is no name of a few, and an object with more sets of keys is a table. */
const mostNames = 8
const mostForms = 24

const bucket = (size: number): string => size <= 6 ? String(size) : size <= 10 ? "7+" : size <= 20 ? "11+" : "21+"

const isAmount = (value: unknown): boolean =>
  typeof value === "number" || typeof value === "bigint" || BigDecimal.isBigDecimal(value)

/** What counts something is small, and every step of it is news. */
const isCount = (value: unknown): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 5

/** Decimals need not be exact to be compared for this. */
const compared = (left: unknown, right: unknown): "<" | "=" | ">" | "?" => {
  const [a, b] = [left, right].map((value) =>
    BigDecimal.isBigDecimal(value) ? BigDecimal.toNumberUnsafe(value) : Number(value)
  ) as [number, number]
  return a < b ? "<" : a > b ? ">" : a === b ? "=" : "?"
}
