// How the demo speaks: headings, indented lines, and values as a person writes them.
import { BigDecimal, Console, DateTime, Predicate } from "effect"

export const heading = (number: number, title: string) => Console.log(`\n${number}. ${title}`)

export const lines = (...texts: ReadonlyArray<string>) =>
  Console.log(texts.flatMap((text) => text.split("\n")).map((line) => line === "" ? "" : `   ${line}`).join("\n"))

/** One line of a value: decimals, times and money as their text, tags first. */
export const inWords = (value: unknown): string =>
  BigDecimal.isBigDecimal(value)
    ? BigDecimal.format(value)
    : DateTime.isDateTime(value)
    ? DateTime.formatIso(value)
    : Array.isArray(value)
    ? `[${value.map(inWords).join(", ")}]`
    : Predicate.hasProperty(value, "amount") && Predicate.hasProperty(value, "currency")
    ? `${inWords(value.amount)} ${value.currency}`
    : typeof value === "object" && value !== null
    ? fields({ ...value })
    : typeof value === "string"
    ? `"${value}"`
    : String(value)

const fields = ({ _tag, ...rest }: { readonly _tag?: unknown; readonly [key: string]: unknown }): string => {
  const shown = Object.entries(rest).filter(([, field]) => field !== undefined)
    .map(([name, field]) => `${name}: ${inWords(field)}`)
  const tag = typeof _tag === "string" ? [_tag] : []
  return shown.length === 0 && tag.length > 0 ? tag[0]! : [...tag, `{ ${shown.join(", ")} }`].join(" ")
}
