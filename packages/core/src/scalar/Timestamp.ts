// Moments in time, stored as RFC 3339 text, to the millisecond.
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { withShortcut } from "../internal/direct/shortcut.ts"
import { unfit } from "../internal/direct/step.ts"
import { isRealDay } from "./calendar.ts"

const rfc3339 =
  /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/

const first = Date.UTC(2001, 0, 1) - 2000 * 365.2425 * 86_400_000 // 0001-01-01: 400 years are always as long
const last = Date.UTC(9999, 11, 31, 23, 59, 59, 999)
const inYears = (text: string): boolean => {
  // only at the edges can an offset carry a moment out of these years
  if (text > "0002" && text < "9999") return true
  const milliseconds = Date.parse(text)
  return first <= milliseconds && milliseconds <= last
}

/**
 * RFC 3339 text of a moment in the years 0001 to 9999, with up to nine digits of a second, kept as it was written.
 *
 * The 60th second and days that the calendar lacks are refused.
 *
 * @since 0.1.0
 * @category scalars
 */
export const TimestampText: Schema.Codec<string, string> = Schema.String.check(
  Schema.isPattern(rfc3339, { expected: "an RFC 3339 date-time" }),
  Schema.makeFilter(isRealDay, { expected: "a day that the calendar has" }),
  Schema.makeFilter(inYears, { expected: "a time in the years 0001 to 9999" })
)

/**
 * A moment, as `DateTime.Utc`, stored as `2024-02-29T12:00:00.000Z`; an offset is turned into UTC.
 *
 * `DateTime.Utc` holds milliseconds: a finer time is refused, never cut (`x-type: string` keeps it).
 *
 * @since 0.1.0
 * @category scalars
 */
export const Timestamp: Schema.Codec<DateTime.Utc, string> = withShortcut(
  TimestampText.check(
    Schema.makeFilter(isToTheMillisecond, { expected: "a time to the millisecond" })
  ).pipe(
    Schema.decodeTo(
      Schema.DateTimeUtc.check(
        Schema.makeFilter(
          ({ epochMilliseconds }: DateTime.Utc) => first <= epochMilliseconds && epochMilliseconds <= last,
          {
            expected: "a time in the years 0001 to 9999"
          }
        )
      ),
      {
        decode: SchemaGetter.transform((text: string) => DateTime.makeUnsafe(Date.parse(text))),
        encode: SchemaGetter.transform(toText)
      }
    )
  ),
  {
    decode: (text) => {
      const milliseconds = typeof text === "string" ? fromUsualText(text) : undefined
      return milliseconds === undefined ? unfit : at(milliseconds)
    },
    encode: (time) =>
      DateTime.isDateTime(time) && DateTime.isUtc(time) && first <= time.epochMilliseconds
        && time.epochMilliseconds <= last
        ? toText(time)
        : unfit
  }
)

/** A text of the usual length has no room for more than three digits of a second. */
function isToTheMillisecond(text: string): boolean {
  return text.length <= "2024-02-29T12:00:00.000Z".length || !/\.[0-9]{3}0*[1-9]/.test(text)
}

const epoch = DateTime.makeUnsafe(0)

/** Of whole milliseconds since 1970, without a `Date` on the way. */
const at = (milliseconds: number): DateTime.Utc => DateTime.mapEpochMillis(epoch, () => milliseconds)

/** `2024-02-29T12:00:00.000Z`. */
export function toText(time: DateTime.Utc): string {
  const date = new Date(time.epochMilliseconds)
  const year = date.getUTCFullYear()
  // four digits; what is left takes four times as long
  return year < 1000 || year > 9999
    ? date.toISOString()
    : `${year}-${two[date.getUTCMonth() + 1]}-${two[date.getUTCDate()]}T${two[date.getUTCHours()]}:${
      two[date.getUTCMinutes()]
    }:${two[date.getUTCSeconds()]}.${three[date.getUTCMilliseconds()]}Z`
}

const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, "0"))
const three = Array.from({ length: 1000 }, (_, number) => String(number).padStart(3, "0"))

/** The milliseconds of a text as `toText` writes it, or `undefined`: it may still be a moment, written otherwise. */
function fromUsualText(text: string): number | undefined {
  if (text.length !== 24) return undefined
  for (let i = 0; i < 24; i++) {
    const digit = text.charCodeAt(i) - 48
    const expected = form.charCodeAt(i)
    if (expected === 48 ? digit < 0 || digit > 9 : expected !== digit + 48) return undefined
  }
  const year = number(text, 0) * 100 + number(text, 2)
  const month = number(text, 5)
  const day = number(text, 8)
  const hour = number(text, 11)
  const minute = number(text, 14)
  const second = number(text, 17)
  const isUsual = year >= 1000 && month >= 1 && month <= 12 && day >= 1 && day <= 31 && isRealDay(text)
    && hour <= 23 && minute <= 59 && second <= 59
  return isUsual
    ? Date.UTC(year, month - 1, day, hour, minute, second, number(text, 20) * 10 + text.charCodeAt(22) - 48)
    : undefined
}

const form = "0000-00-00T00:00:00.000Z"

/** The number of two digits. */
function number(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48
}
