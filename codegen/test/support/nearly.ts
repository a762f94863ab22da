// JSON that differs from a given one in one place, as mistakes do. Read by tests that compare two readers of a schema.
import type { Json } from "@deciduous/codegen/model"
import fc from "fast-check"

/** The value with one place changed; which one, and how, is drawn. */
export const nearly = (value: Json): fc.Arbitrary<Json> =>
  fc.tuple(fc.nat(), fc.nat()).chain(([where, how]) => {
    const places = placesIn(value)
    const path = places[where % places.length] ?? []
    const before = at(value, path)
    const others = changesOf(before)
    return fc.constant(replaced(value, path, others[how % others.length]!))
  })

type Path = ReadonlyArray<string | number>

type Change = { readonly _tag: "Value"; readonly value: Json } | { readonly _tag: "Gone" }

const placesIn = (value: Json, path: Path = []): ReadonlyArray<Path> => {
  if (value === null || typeof value !== "object") return [path]
  const entries: ReadonlyArray<readonly [string | number, Json]> = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  return [path, ...entries.flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

const at = (value: Json, [key, ...rest]: Path): Json => {
  if (key === undefined) return value
  const inner = Object.entries(value as object).find(([name]) => name === String(key))
  return at(inner?.[1], rest)
}

const changesOf = (value: Json): ReadonlyArray<Change> => {
  const others: ReadonlyArray<Json> = [null, true, 0, 1.5, -7, 9007199254740994, "", "x", [], {}, [null], "null"]
  return [
    { _tag: "Gone" } as const,
    ...[...relatives(value), ...others].map((of) => ({ _tag: "Value", value: of }) as const)
  ]
}

const relatives = (value: Json): ReadonlyArray<Json> => {
  if (typeof value === "string") {
    return [
      `${value}0`,
      `${value} `,
      ` ${value}`,
      value.slice(0, -1),
      value.slice(1),
      value.toUpperCase(),
      value.toLowerCase(),
      value.replace(/[0-9]/, "9"),
      value.replace(/[1-9](?=[^1-9]*$)/, "0"),
      value.replace(".", ".0000000001"),
      value.replace("-", "-0"),
      value.replace("Z", "+14:00"),
      `-${value}`,
      `${value}.5`,
      value.replace(/[0-9]{4}/, "0000"),
      value.repeat(30)
    ]
  }
  if (typeof value === "number") {
    return [value + 1, value - 1, -value, value / 2, value * 1e6, String(value)].map((of) => of === 0 ? 0 : of)
  }
  if (Array.isArray(value)) {
    return [[...value, value[0] ?? null], value.slice(1), [...value, ...value], value.toReversed()]
  }
  if (value !== null && typeof value === "object") return [{ ...value, surplus: 1 }, Object.values(value)]
  return [!value]
}

const replaced = (value: Json, path: Path, change: Change): Json => {
  const [key, ...rest] = path
  if (key === undefined) return change._tag === "Gone" ? null : change.value
  const isLast = rest.length === 0 && change._tag === "Gone"
  if (Array.isArray(value)) {
    return isLast
      ? value.filter((_, index) => index !== key)
      : value.map((inner: Json, index) => index === key ? replaced(inner, rest, change) : inner)
  }
  return Object.fromEntries(
    Object.entries(value as { readonly [key: string]: Json }).flatMap(([name, inner]) =>
      name !== key ? [[name, inner]] : isLast ? [] : [[name, replaced(inner, rest, change)]]
    )
  )
}
