// Payloads at random, for fixtures and documents: the same seed gives the same ones. For `deciduous sample`.
import { misfit } from "../check/fits.ts"
import type { Json, NumberShape, Shape, StringShape } from "../model.ts"
import { resolve, type ShapeOf } from "../upcast/open.ts"
import { rangeOf } from "../upcast/operations/scalar.ts"
import { edgesOf } from "./edges.ts"
import { textsOf } from "./texts.ts"

/** `undefined` where no text is known that one of its patterns takes; an `examples` beside it mends that. */
export const samplesOf = (
  shape: Shape,
  shapeOf: ShapeOf,
  { count, seed }: { readonly count: number; readonly seed: number }
): ReadonlyArray<Json> | undefined => {
  const random = randomOf(seed)
  const samples = Array.from({ length: count }, () => sampleOf(shape, shapeOf, random, 0))
  const whole = samples.filter((sample) => sample !== undefined)
  return whole.length === samples.length && whole.every((sample) => misfit(sample, shape, shapeOf) === undefined)
    ? whole
    : undefined
}

/** In [0, 1). */
type Random = () => number

const sampleOf = (shape: Shape, shapeOf: ShapeOf, random: Random, depth: number): Json | undefined => {
  const known = resolve(shape, shapeOf)
  const inner = (of: Shape) => sampleOf(of, shapeOf, random, depth + 1)
  switch (known._tag) {
    case "Object": {
      const fields = known.fields.filter((field) => field.required || (depth < MAX_DEPTH && random() < 0.5))
        .map((field) => [field.name, inner(field.shape), field.required] as const)
      if (fields.some(([, value, required]) => required && value === undefined)) return undefined
      return Object.fromEntries(fields.flatMap(([name, value]) => value === undefined ? [] : [[name, value] as const]))
    }
    case "Union":
      return depth > MAX_DEPTH ? edgesOf(known, shapeOf)[0] : inner(pick(known.branches, random) ?? known)
    case "Nullable":
      return depth > MAX_DEPTH || random() < 0.2 ? null : inner(known.shape)
    case "Array": {
      const most = Math.min(known.maxItems ?? Infinity, (known.minItems ?? 0) + 3)
      const length = depth > MAX_DEPTH ? known.minItems ?? 0 : between(Math.max(1, known.minItems ?? 0), most, random)
      const items = Array.from({ length }, () => inner(known.items))
      return known.uniqueItems || items.includes(undefined)
        ? pick(edgesOf(known, shapeOf), random)
        : items.filter((item) => item !== undefined)
    }
    case "Tuple": {
      const items = known.items.map(inner)
      return items.includes(undefined) ? undefined : items.filter((item) => item !== undefined)
    }
    case "String":
      return formatted(known, random) ?? pick(textsOf(known).slice(0, 3), random)
    case "Number":
      return numberOf(known, random)
    default:
      return pick(edgesOf(known, shapeOf), random)
  }
}

/** Of formats that have more to choose from than a few texts. */
const formatted = (shape: StringShape, random: Random): string | undefined => {
  const digits = (count: number) => Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join("")
  const time = new Date(Date.UTC(2024, 0, 1) + Math.floor(random() * YEAR)).toISOString()
  const text = shape.format === "date"
    ? time.slice(0, 10)
    : shape.format === "date-time"
    ? time
    : shape.format === "uuid"
    ? `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`
    : undefined
  return text !== undefined && misfit(text, shape, () => undefined) === undefined ? text : undefined
}

/** In milliseconds. */
const YEAR = 366 * 24 * 60 * 60 * 1_000

/** A small one, if the bounds allow it. */
const numberOf = (shape: NumberShape, random: Random): number | undefined => {
  const { least, most } = rangeOf(shape) ?? { least: 0, most: 0 }
  const [from, to] = [Math.max(least, Math.min(0, most)), Math.min(most, Math.max(least, 0) + 1_000)]
  const drawn = from + random() * (to - from)
  const step = shape.multipleOf ?? (shape.integer ? 1 : 0.1)
  const number = Number((Math.round(drawn / step) * step).toFixed(6))
  const fits = (value: number) => misfit(value, shape, () => undefined) === undefined
  return fits(number) ? number : edgesOf(shape, () => shape).find((edge): edge is number => typeof edge === "number")
}

const MAX_DEPTH = 4

const pick = <A>(values: ReadonlyArray<A>, random: Random): A | undefined =>
  values[Math.floor(random() * values.length)]

const between = (least: number, most: number, random: Random): number =>
  most < least ? least : least + Math.floor(random() * (most - least + 1))

/** Mulberry32, by Tommy Ettinger: small, and the same on every machine. */
const randomOf = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
