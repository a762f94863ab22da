// Which fields of an old payload nothing depends on any more, although the version that follows could hold them.
import * as fc from "fast-check"
import { isPlain } from "../../internal/freeze.ts"
import { same } from "../../internal/same.ts"
import { at, type Path, removed, replaced } from "./leaf.ts"

/** The fields of these payloads, lists and their items as one: `/amount/currency`, `/items/*`. */
export const placesOf = (payloads: ReadonlyArray<unknown>): ReadonlySet<string> =>
  new Set(payloads.flatMap((payload) => pathsOf(payload).map(placeOf)))

/** So many payloads show every field that there may be. */
export const sample = (payload: fc.Arbitrary<unknown>, seed: number): ReadonlyArray<unknown> =>
  fc.sample(payload, { seed, numRuns: 60 }).map((data) => JSON.parse(JSON.stringify(data)))

/**
 * The first place among `kept` that never makes a difference: two payloads that differ in it alone are always read as
 * the same. `read` answers nothing to a payload that does not fit.
 */
export const lost = (
  payloads: ReadonlyArray<unknown>,
  kept: ReadonlySet<string>,
  read: (payload: unknown) => unknown
): { readonly place: string; readonly payload: unknown } | undefined => {
  for (const place of placesOf(payloads)) {
    const payload = kept.has(place) ? withoutEffect(payloads, place, read) : undefined
    if (payload !== undefined) return { place, payload }
  }
  return undefined
}

/** A payload that shows that it does not matter; nothing where it does, or where no two payloads differ there. */
const withoutEffect = (
  payloads: ReadonlyArray<unknown>,
  place: string,
  read: (payload: unknown) => unknown
): unknown => {
  let shown: unknown
  for (const payload of payloads) {
    const path = pathsOf(payload).find((path) => placeOf(path) === place)
    if (path === undefined) continue
    const own = at(payload, path)
    for (const value of othersAt(payloads, place, own)) {
      const other = replaced(payload, path, value)
      const [before, after] = [read(payload), read(other)]
      if (before === undefined || after === undefined) continue
      if (!same(before, after)) return undefined
      shown ??= payload
      break
    }
  }
  return shown
}

/** A few values that other payloads have there, and none. */
const othersAt = (payloads: ReadonlyArray<unknown>, place: string, own: unknown): ReadonlyArray<unknown> => {
  const values = payloads.flatMap((payload) =>
    pathsOf(payload).filter((path) => placeOf(path) === place).map((path) => at(payload, path))
  )
  return [...values.filter((value) => !same(value, own)).slice(0, 4), removed]
}

const pathsOf = (value: unknown, path: Path = []): ReadonlyArray<Path> =>
  isPlain(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))
    : [path]

const placeOf = (path: Path): string => path.map((key) => `/${/^\d+$/.test(key) ? "*" : key}`).join("")
