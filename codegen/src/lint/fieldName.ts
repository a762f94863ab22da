// What the name of a field says of its values: money, or something about a person. Read by the rules of values, for schemas
// and for stored events.
import { wordsOf } from "./words.ts"

/** The last word says what a value is: `unitPrice`, `fees`. */
export const isMoney = (name: string): boolean => MONEY.test(wordsOf(name).at(-1) ?? "")

const MONEY = /^(?:amount|price|balance|total|fee|rate|cost|salary|tax|vat)s?$/i

/** `email`, `first_name`, `customerName`, `dateOfBirth`, but not `productName` or `webAddress`. */
export const isPersonal = (name: string): boolean => {
  const words = wordsOf(name).map((word) => word.toLowerCase())
  const [last = "", before = ""] = words.toReversed()
  if (last === "name") return PERSON.has(before) || NAMES.has(before)
  if (last === "address") return !THINGS.has(before)
  return WORDS.has(last) || PHRASES.test(words.join(" "))
}

/** A text that is an address of electronic mail, whatever its field is called. */
export const isEmail = (text: string): boolean => text.length <= 254 && EMAIL.test(text)

const EMAIL = /^[^\s@,;:<>()]{1,64}@(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}$/u

const PERSON: ReadonlySet<string> = new Set(
  `applicant author beneficiary borrower buyer cardholder client contact customer debtor driver employee guardian guest
  holder lodger member owner parent passenger patient payee payer person recipient resident sender signer spouse student
  subscriber tenant traveller user visitor witness`.split(/\s+/)
)

const NAMES: ReadonlySet<string> = new Set(
  "birth christian display family father first full given last legal maiden middle mother nick second".split(" ")
)

/** What has an address and is no person. */
const THINGS: ReadonlySet<string> = new Set(
  "base bucket contract endpoint host mac memory node peer server service site token url wallet web".split(" ")
)

const WORDS: ReadonlySet<string> = new Set(
  `birthdate birthday birthplace cvv diagnosis dob email emails ethnicity fax fingerprint firstname forename fullname gender
  iban lastname mobile nationality nickname passport password phone phones religion sex ssn surname telephone username`
    .split(/\s+/)
)

const PHRASES =
  /(?:^| )(?:e mail|date of birth|place of birth|birth (?:date|day|place)|phone number|mobile number|card number|passport number|social security(?: number)?|national id|personal (?:id|number)|tax id|ip address|drivers? licen[cs]e(?: number)?|marital status|credit card|street(?: (?:and|address|line|name|number))?)(?: \d)?$/
