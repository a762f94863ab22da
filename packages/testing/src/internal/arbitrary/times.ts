// Days, moments and lengths of time as text.
import { DurationText, PlainDateText, TimestampText } from "@deciduous/core/Scalar"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { edged } from "./edged.ts"
import { limited, type Limits } from "./matching.ts"

/** A day of the calendar, `2024-02-29`. */
export const date = (limits: Limits = {}): fc.Arbitrary<string> =>
  limited(milliseconds.map((time) => iso(time).slice(0, 10)), limits, Schema.is(PlainDateText))

/** A moment to the millisecond, written in all the ways of RFC 3339: with an offset, without a fraction, with zeros. */
export const timestamp = (): fc.Arbitrary<string> => fc.tuple(milliseconds, offset, form).map(momentText)

/** The same with up to nine digits of a second (`x-type: string`). */
export const timestampText = (limits: Limits = {}): fc.Arbitrary<string> =>
  limited(
    fc.tuple(milliseconds, offset, fc.oneof({ withCrossShrink: true }, form, nanoseconds)).map(momentText),
    limits,
    Schema.is(TimestampText)
  )

/** ISO 8601 text of days, hours, minutes and seconds, below 1,000,000,000 days. */
export const duration = (): fc.Arbitrary<string> =>
  fc.oneof(
    parts({ days: 999_999_999, hours: 23, minutes: 59, seconds: 59 }),
    // 90 minutes need not be one hour and a half
    parts({ days: 900_000_000, hours: 999_999_999, minutes: 999_999_999, seconds: 999_999_999 })
  )

/** The same, longer ones too (`x-type: string`). */
export const durationText = (limits: Limits = {}): fc.Arbitrary<string> =>
  limited(
    parts({ days: 999_999_999, hours: 999_999_999, minutes: 999_999_999, seconds: 999_999_999 }),
    limits,
    Schema.is(DurationText)
  )

const FIRST = Date.parse("0001-01-01T00:00:00.000Z")
const LAST = Date.parse("9999-12-31T23:59:59.999Z")
const THIS_CENTURY = Date.parse("2100-01-01T00:00:00.000Z")

/** Since 1970, to which shrinking leads. */
const milliseconds = edged(
  fc.oneof(fc.nat(THIS_CENTURY), fc.integer({ min: FIRST, max: LAST })),
  [
    "0001-01-01T00:00:00.000Z",
    "1900-02-28T23:59:59.999Z",
    "1969-12-31T23:59:59.999Z",
    "2000-02-29T12:00:00.000Z",
    "2024-02-29T23:59:59.999Z",
    "2038-01-19T03:14:08.000Z",
    "9999-12-31T23:59:59.999Z"
  ].map((text) => Date.parse(text))
)

/** In minutes; most times are written in UTC. */
const offset = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, {
  weight: 1,
  arbitrary: edged(fc.integer({ min: -1439, max: 1439 }), [-1439, 60, 330, 1439])
})

/** How the part behind the seconds is written; a number is what comes behind the milliseconds. */
type Fraction = "milliseconds" | "shortest" | "zeros" | number

const form = fc.constantFrom<Fraction>("milliseconds", "shortest", "zeros")
const nanoseconds = edged(fc.nat(999_999), [1, 999_999])

const iso = (time: number): string => new Date(time).toISOString()

const momentText = ([time, offset, fraction]: readonly [number, number, Fraction]): string => {
  const shifted = time + offset * 60_000
  // the year must keep its four digits
  const [local, zone] = shifted < FIRST || shifted > LAST ? [time, 0] : [shifted, offset]
  const [seconds, milliseconds] = [iso(local).slice(0, 19), iso(local).slice(20, 23)]
  return `${seconds}${fractionText(milliseconds, fraction)}${zoneText(zone)}`
}

const fractionText = (milliseconds: string, fraction: Fraction): string => {
  switch (fraction) {
    case "milliseconds":
      return `.${milliseconds}`
    case "shortest":
      return withPoint(milliseconds.replace(/0+$/, ""))
    case "zeros":
      return `.${milliseconds}000000`
    default:
      return `.${milliseconds}${String(fraction).padStart(6, "0")}`
  }
}

const zoneText = (minutes: number): string => {
  if (minutes === 0) return "Z"
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
  return `${minutes < 0 ? "-" : "+"}${String(hours).padStart(2, "0")}:${String(rest).padStart(2, "0")}`
}

const withPoint = (digits: string): string => digits === "" ? "" : `.${digits}`

interface Parts {
  readonly days: number
  readonly hours: number
  readonly minutes: number
  readonly seconds: number
}

const parts = (most: Parts): fc.Arbitrary<string> =>
  fc.tuple(
    upTo(most.days),
    upTo(most.hours),
    upTo(most.minutes),
    upTo(most.seconds),
    edged(fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(999_999_999) }), [
      1,
      500_000_000,
      999_999_999
    ])
  ).map(([days, hours, minutes, seconds, nanoseconds]) => {
    const fraction = withPoint(String(nanoseconds).padStart(9, "0").replace(/0+$/, ""))
    const time = part(hours, "H") + part(minutes, "M")
      + (seconds === 0 && fraction === "" ? "" : `${seconds}${fraction}S`)
    return days === 0 && time === "" ? "PT0S" : `P${part(days, "D")}${time === "" ? "" : `T${time}`}`
  })

/** Mostly small, and often none at all. */
const upTo = (most: number): fc.Arbitrary<number> => edged(fc.oneof(fc.nat(Math.min(most, 3)), fc.nat(most)), [0, most])

const part = (count: number, unit: string): string => count === 0 ? "" : `${count}${unit}`
