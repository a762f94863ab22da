// JSON's own numbers, within their bounds.
import * as fc from "fast-check"
import { edged } from "./edged.ts"

/** The bounds of a number, by their names in schemas. */
export interface Bounds {
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
}

/** An integer that JSON holds exactly, and a multiple of a number where that is asked for. */
export const integer = (bounds: Bounds & { readonly multipleOf?: number } = {}): fc.Arbitrary<number> => {
  const { exclusiveMaximum = Infinity, exclusiveMinimum = -Infinity, maximum = Infinity, minimum = -Infinity } = bounds
  const step = bounds.multipleOf ?? 1
  const most = Number.MAX_SAFE_INTEGER
  const min = Math.ceil(Math.max(-most, Math.ceil(minimum), Math.floor(exclusiveMinimum) + 1) / step)
  const max = Math.floor(Math.min(most, Math.floor(maximum), Math.ceil(exclusiveMaximum) - 1) / step)
  const small = fc.integer({ min: Math.max(min, Math.min(max, -SMALL)), max: Math.min(max, Math.max(min, SMALL)) })
  const any = fc.integer({ min, max })
  // minus zero is zero in JSON
  return edged(fc.oneof(small, any), [min, max]).map((count) => count * step + 0)
}

/** Most numbers of a program are not astronomic. */
const SMALL = 1_000

/** A number that is neither infinite nor minus zero, as JSON has neither. */
export const number = (bounds: Bounds = {}): fc.Arbitrary<number> => {
  const { exclusiveMaximum = Infinity, exclusiveMinimum = -Infinity, maximum = Infinity, minimum = -Infinity } = bounds
  const [min, max] = [Math.max(minimum, exclusiveMinimum), Math.min(maximum, exclusiveMaximum)]
  const any = fc.double({
    ...(min === -Infinity ? {} : { min, minExcluded: min === exclusiveMinimum }),
    // below zero is below minus zero
    ...(max === Infinity
      ? {}
      : { max: max === 0 && max === exclusiveMaximum ? -0 : max, maxExcluded: max === exclusiveMaximum }),
    noNaN: true,
    noDefaultInfinity: true
  })
  const whole = [Math.max(-SMALL, Math.floor(min) + 1), Math.min(SMALL, Math.ceil(max) - 1)] as const
  return (whole[0] <= whole[1] ? fc.oneof(hundredths(...whole), any) : any).map((made) => made + 0)
}

/** Numbers as people write them. */
const hundredths = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 100, max: max * 100 }).map((count) => count / 100)
