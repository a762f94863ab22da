// Which texts a format takes. The reader asks it of examples and dates; `core` enforces the same at run time.
import type { StringShape } from "./model.ts"

/** What a text of this format is called in a sentence, and whether a text is one. */
export interface TextFormat {
  readonly must: string
  readonly accepts: (text: string) => boolean
}

/** The format of a string's schema, or nothing where any text is taken. */
export const formatOf = ({ decimal, format, keepText }: StringShape): TextFormat | undefined => {
  switch (format) {
    case undefined:
      return undefined
    case "date":
      return { must: "a date yyyy-mm-dd", accepts: isDate }
    case "date-time":
      return keepText
        ? { must: "a time as in RFC 3339, 2024-02-29T12:00:00Z", accepts: isTime }
        : { must: "a time as in RFC 3339 to the millisecond, 2024-02-29T12:00:00.000Z", accepts: isMillisecondTime }
    case "uuid":
      return { must: "a UUID in lower case", accepts: (text) => UUID.test(text) }
    case "decimal":
      return {
        must: `a decimal as text of at most ${decimal?.precision} digits, ${decimal?.scale} of them after the point`,
        accepts: (text) => isDecimal(text, decimal ?? { precision: 0, scale: 0 })
      }
    case "bigint":
      return { must: "an integer as text", accepts: (text) => BIGINT.test(text) }
    case "duration":
      return {
        must: "an ISO 8601 duration of days, hours, minutes and seconds",
        accepts: (text) => DURATION.test(text)
      }
    case "email":
      return { must: "an e-mail address", accepts: (text) => EMAIL.test(text) }
    case "uri":
      return { must: "an absolute URL", accepts: (text) => URL.canParse(text) }
  }
}

/** A day that the calendar has, in the years 0001 to 9999. */
export const isDate = (text: string): boolean => DATE.test(text) && isRealDay(text)

const DATE = /^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$/
const TIME =
  /^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$/
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const BIGINT = /^(0|-?[1-9][0-9]*)$/
const DECIMAL = /^(?!-0(\.0+)?$)-?(0|[1-9][0-9]*)(\.[0-9]+)?$/
const DURATION = /^P(?=[0-9T])([0-9]{1,9}D)?(T(?=[0-9])([0-9]{1,9}H)?([0-9]{1,9}M)?([0-9]{1,9}(\.[0-9]{1,9})?S)?)?$/
/** WHATWG HTML, "valid e-mail address". */
const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/

/** JavaScript turns 30 February into 1 March, so a day that stays itself is a real one. */
const isRealDay = (text: string): boolean => {
  const day = new Date(`${text.slice(0, 10)}T00:00:00.000Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10))
}

/** In UTC the year has four digits and is not 0: an offset can carry a time over either end. */
const isTime = (text: string): boolean => {
  if (!TIME.test(text) || !isRealDay(text)) return false
  const utc = new Date(Date.parse(text)).toISOString()
  return /^\d{4}-/.test(utc) && !utc.startsWith("0000")
}

const isMillisecondTime = (text: string): boolean => isTime(text) && !/\.[0-9]{3}0*[1-9]/.test(text)

const isDecimal = (
  text: string,
  { precision, scale }: { readonly precision: number; readonly scale: number }
): boolean => {
  if (!DECIMAL.test(text)) return false
  const [whole = "", fraction = ""] = text.replace("-", "").split(".")
  return (whole === "0" ? 0 : whole.length) <= precision - scale && fraction.length <= scale
}
