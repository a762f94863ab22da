// The machine's language: what is sorted or written by it is another text on another machine.
import { member, type Trap } from "./Trap.ts"

const named = (name: string) => `the machine's locale (${name})`

/** Where the argument that names a locale is not given. */
const without = (at: number, name: string) => (args: ReadonlyArray<unknown>) =>
  args[at] === undefined ? named(name) : undefined

const ofTexts = ["toLocaleUpperCase", "toLocaleLowerCase"].map((key) =>
  member(String.prototype, key, key, without(0, key))
)

/** A day or an hour also needs a time zone to be written anywhere alike. */
const ofDates = ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"].map((key) =>
  member(Date.prototype, key, key, ([locale, options]) =>
    locale === undefined
      ? named(key)
      : (options as { readonly timeZone?: unknown } | undefined)?.timeZone === undefined
      ? `the machine's time zone (${key})`
      : undefined)
)

const ofIntl = Object.getOwnPropertyNames(Intl).filter((key) => /Format|Collator|Rules|Segmenter/.test(key))

export const locale: ReadonlyArray<Trap> = [
  member(String.prototype, "localeCompare", "localeCompare", without(1, "localeCompare")),
  ...ofTexts,
  ...ofDates,
  ...[Number.prototype, BigInt.prototype, Array.prototype].map((owner) =>
    member(owner, "toLocaleString", "toLocaleString", without(0, "toLocaleString"))
  ),
  ...ofIntl.map((key) => member(Intl, key, key, without(0, `Intl.${key}`)))
]
