// Lengths of time, stored as ISO 8601 text.
import * as Duration_ from "effect/Duration"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import * as SchemaGetter from "effect/SchemaGetter"
import { ofObjects } from "../internal/direct/shortcut.ts"

/**
 * ISO 8601 text of days, hours, minutes and seconds, `P1DT2H30M`: years and months have no fixed length.
 *
 * @since 0.1.0
 * @category scalars
 */
export const DurationText: Schema.Codec<string, string> = Schema.String.check(
  Schema.isPattern(
    /^P(?=[0-9T])([0-9]{1,9}D)?(T(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}(\.[0-9]{1,9})?S)?)?$/,
    { expected: "an ISO 8601 duration of days, hours, minutes and seconds" }
  )
)

// the text of a longer one would have ten digits of days
const tooLong = Duration_.days(1_000_000_000)
const fits = (duration: Duration_.Duration): boolean =>
  !Duration_.isNegative(duration) && Duration_.isLessThan(duration, tooLong)

/**
 * A length of time from zero to below 1,000,000,000 days, to the nanosecond.
 *
 * @since 0.1.0
 * @category scalars
 */
export const Duration: Schema.Codec<Duration_.Duration, string> = ofObjects(DurationText.pipe(
  Schema.decodeTo(
    Schema.Duration.check(
      Schema.makeFilter(fits, { expected: "a length of time from zero to below 1,000,000,000 days" })
    ),
    {
      decode: SchemaGetter.transform((text: string) => Option.getOrThrow(Duration_.fromIso(text))),
      encode: SchemaGetter.transform((duration: Duration_.Duration) => Option.getOrThrow(Duration_.formatIso(duration)))
    }
  )
))
