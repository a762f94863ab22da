// Text that every store can hold, and the texts with a grammar of their own.
import type * as Brand from "effect/Brand"
import * as Schema from "effect/Schema"
import { isRealDay } from "./calendar.ts"

/**
 * Text without U+0000 and without half of a surrogate pair: PostgreSQL's jsonb refuses both.
 *
 * @since 0.1.0
 * @category scalars
 */
export const Text: Schema.Codec<string, string> = Schema.String.check(
  Schema.makeFilter((text: string) => text.isWellFormed() && !text.includes("\0"), {
    expected: "text without U+0000 and without half of a surrogate pair"
  })
)

/**
 * Any text at all (`x-jsonb: any`). A `json` column takes it; indexes over the payload and documents do not.
 *
 * @since 0.1.0
 * @category scalars
 */
export const AnyText: Schema.String = Schema.String

const matching = (pattern: RegExp, expected: string): Schema.Codec<string, string> =>
  Schema.String.check(Schema.isPattern(pattern, { expected }))

/**
 * A UUID of any version, in lower case.
 *
 * @since 0.1.0
 * @category scalars
 */
export const Uuid: Schema.Codec<string, string> = matching(
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
  "a UUID in lower case"
)

/**
 * An e-mail address, as browsers' input fields take it (WHATWG HTML, "valid e-mail address").
 *
 * @since 0.1.0
 * @category scalars
 */
export const Email: Schema.Codec<string, string> = matching(
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/,
  "an e-mail address"
)

// the platforms' own parser; no library of types that core may use declares it
declare const URL: { canParse(text: string): boolean }

/**
 * An absolute URL, as the WHATWG URL parser takes it, kept as it was written.
 *
 * @since 0.1.0
 * @category scalars
 */
export const Uri: Schema.Codec<string, string> = Text.check(
  Schema.makeFilter((text: string) => URL.canParse(text), { expected: "an absolute URL" })
)

/**
 * A day of the calendar as text, `2024-02-29`, in the years 0001 to 9999.
 *
 * @since 0.1.0
 * @category scalars
 */
export const PlainDateText: Schema.Codec<string, string> = Schema.String.check(
  Schema.isPattern(/^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/, { expected: "a date yyyy-mm-dd" }),
  Schema.makeFilter(isRealDay, { expected: "a day that the calendar has" })
)

/**
 * A day of the calendar without a time and without a zone, `2024-02-29`: text with a brand.
 *
 * @since 0.1.0
 * @category scalars
 */
export type PlainDate = string & Brand.Brand<"PlainDate">

/**
 * @since 0.1.0
 * @category scalars
 */
export const PlainDate: Schema.Codec<PlainDate, string> = PlainDateText.pipe(Schema.brand("PlainDate"))
