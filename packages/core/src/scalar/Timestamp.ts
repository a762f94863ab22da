// Moments in time, stored as RFC 3339 text, to the millisecond.
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
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
export const Timestamp: Schema.Codec<DateTime.Utc, string> = TimestampText.check(
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
)

/** A text of the usual length has no room for more than three digits of a second. */
function isToTheMillisecond(text: string): boolean {
  return text.length <= "2024-02-29T12:00:00.000Z".length || !/\.[0-9]{3}0*[1-9]/.test(text)
}

/** `2024-02-29T12:00:00.000Z`. */
export function toText(time: DateTime.Utc): string {
  return new Date(time.epochMilliseconds).toISOString()
}
