// The formats of text as regular expressions that every validator knows: no look-ahead, which Go and Rust lack.
// Read by `jsonSchema.ts`, and by the importer, which knows these texts again.
import type { Format, StringShape } from "../model.ts"

/** What JSON Schema can say of a format: a name that others know, a pattern, or a comment where the pattern says less. */
export interface TextSchema {
  /** Only where every text of ours is one of that format for others too. */
  readonly format?: "uuid" | "date" | "date-time"
  readonly pattern: string
  readonly comment?: string
}

export const textSchemaOf = ({ decimal, format, keepText }: StringShape): TextSchema | undefined => {
  switch (format) {
    case undefined:
      return undefined
    case "uuid":
    case "date":
      return { format, pattern: PLAIN[format] }
    case "date-time":
      return { format, pattern: keepText ? `^${TIME("[0-9]{1,9}")}$` : `^${TIME("[0-9]{1,3}0{0,6}")}$` }
    case "decimal": {
      const { precision, scale } = decimal ?? { precision: 1, scale: 0 }
      return { pattern: decimalPattern(precision, scale), comment: decimalComment(precision, scale) }
    }
    default:
      return { pattern: PLAIN[format], comment: COMMENTS[format] }
  }
}

/** The format that a pattern of ours stands for, and what else has to be said with it. */
export const formatOfPattern = (
  pattern: string
): { readonly format: Format; readonly keepText?: true; readonly decimal?: StringShape["decimal"] } | undefined => {
  const plain = (Object.keys(PLAIN) as ReadonlyArray<keyof typeof PLAIN>).find((format) => PLAIN[format] === pattern)
  if (plain !== undefined) return { format: plain }
  if (pattern === `^${TIME("[0-9]{1,3}0{0,6}")}$`) return { format: "date-time" }
  if (pattern === `^${TIME("[0-9]{1,9}")}$`) return { format: "date-time", keepText: true }
  return decimalOfPattern(pattern)
}

/** The digits before the point and those after it, as the pattern names them; then it is asked whether it is ours. */
const decimalOfPattern = (pattern: string): ReturnType<typeof formatOfPattern> => {
  const scale = Number(/\[0-9\]\{1,(\d+)\}/.exec(pattern)?.[1] ?? 0)
  const more = Number(/\[1-9\]\[0-9\]\{0,(\d+)\}/.exec(pattern)?.[1] ?? 0)
  for (const precision of [more + 1 + scale, scale + 1, scale]) {
    if (precision >= 1 && precision <= 1_000 && decimalPattern(precision, scale) === pattern) {
      return { format: "decimal", decimal: { precision, scale } }
    }
  }
  return undefined
}

/** Years 0001 to 9999. */
const YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"
const DAY = `${YEAR}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])`
const TIME = (fraction: string): string =>
  `${DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.${fraction})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])`

const SECONDS = "[0-9]{1,9}(\\.[0-9]{1,9})?S"
const MINUTES = `[0-9]{1,9}M(${SECONDS})?`
const HOURS = `[0-9]{1,9}H([0-9]{1,9}M)?(${SECONDS})?`
const CLOCK = `T(${HOURS}|${MINUTES}|${SECONDS})`
const LABEL = "[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"

const PLAIN = {
  uuid: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
  date: `^${DAY}$`,
  bigint: "^(0|-?[1-9][0-9]*)$",
  duration: `^P([0-9]{1,9}D(${CLOCK})?|${CLOCK})$`,
  email: `^[a-zA-Z0-9.!#$%&'*+/=?^_\`{|}~-]+@${LABEL}(\\.${LABEL})*$`,
  // The URL parser drops blanks before it and line ends within it.
  uri: "^[\\x01-\\x20]*[A-Za-z][A-Za-z0-9+.\\t\\n\\r-]*:"
} as const

const COMMENTS = {
  bigint: "An integer of any size, as text.",
  duration: "An ISO 8601 duration of days, hours, minutes and seconds.",
  email: "An e-mail address, as HTML's input type takes it.",
  uri: "An absolute URL, as WHATWG's parser takes it."
} as const

const decimalComment = (precision: number, scale: number): string =>
  `A decimal of at most ${precision} digits, ${scale} of them after the point.`

/** -0 is no decimal, which takes a branch of its own to say; of many digits it would take too many, and looks ahead. */
const decimalPattern = (precision: number, scale: number): string => {
  const more = precision - scale - 1
  const whole = more < 0 ? undefined : more === 0 ? "[1-9]" : `[1-9][0-9]{0,${more}}`
  const fraction = scale === 0 ? "" : `(\\.[0-9]{1,${scale}})?`
  if (scale > 9) return `^(?!-0(\\.0+)?$)-?(${whole === undefined ? "0" : `0|${whole}`})${fraction}$`
  const branches = [
    ...(whole === undefined ? [] : [`-?${whole}${fraction}`]),
    `0${fraction}`,
    ...(scale === 0 ? [] : [`-0\\.${notZero(scale)}`])
  ]
  return `^(${branches.join("|")})$`
}

/** Digits of which one at least is not 0: told by how many zeros begin them. */
const notZero = (digits: number): string =>
  `(${
    Array.from({ length: digits }, (_, zeros) => {
      const rest = digits - zeros - 1
      return `${zeros === 0 ? "" : zeros === 1 ? "0" : `0{${zeros}}`}[1-9]${rest === 0 ? "" : `[0-9]{0,${rest}}`}`
    }).join("|")
  })`
