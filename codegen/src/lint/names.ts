// EVENT_PASCAL_CASE, EVENT_PAST_TENSE, EVENT_NO_VERSION_IN_NAME, FIELD_CAMEL_CASE: names that read alike everywhere.
import { type Diagnostic, quote, warning } from "../diagnostic.ts"
import type { Catalog, EventType } from "../model.ts"
import { mendableFields, writtenEvents } from "./mendable.ts"
import { wordsOf } from "./words.ts"

export const lintNames = (catalog: Catalog): ReadonlyArray<Diagnostic> => [
  ...writtenEvents(catalog).flatMap(lintEvent),
  ...mendableFields(catalog).filter(({ name }) => !/^\p{Ll}[\p{L}\p{N}]*$/u.test(name)).map(({ name, place }) => {
    const words = wordsOf(name)
    const camel = words.map((word, index) => index === 0 ? word.toLowerCase() : capital(word)).join("")
    const help = /^\p{Ll}/u.test(camel) ? `call it ${camel}.` : "begin with a small letter."
    return warning("FIELD_CAMEL_CASE", place, `${quote(name)} is not in camel case, as all other fields are.`, help)
  })
]

/** One sentence about a name is enough. */
const lintEvent = ({ name, place }: EventType): ReadonlyArray<Diagnostic> => {
  if (!/^\p{Lu}[\p{L}\p{N}]*$/u.test(name)) {
    const message = `${quote(name)} is not in Pascal case, and is the name of a type.`
    return [warning("EVENT_PASCAL_CASE", place, message, `call it ${wordsOf(name).map(capital).join("")}.`)]
  }
  if (VERSIONED.test(name)) {
    const message = `${quote(name)} has a version in its name.`
    const help = `versions are files: ${name.replace(VERSIONED, "")}.v2.yaml.`
    return [warning("EVENT_NO_VERSION_IN_NAME", place, message, help)]
  }
  if (wordsOf(name).some(isPast)) return []
  const message = `${quote(name)} does not say what has happened.`
  return [warning("EVENT_PAST_TENSE", place, message, "an event is named in the past tense, as OrderPlaced is.")]
}

const VERSIONED = /(?:(?<!\p{Lu})V|Version|(?<=ed)v)\d+$/u

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)

const isPast = (word: string): boolean => {
  const small = word.toLowerCase()
  return (small.endsWith("ed") && !NOT_PAST.has(small)) || IRREGULAR.has(small)
}

const NOT_PAST: ReadonlySet<string> = new Set(
  "bed breed deed embed exceed feed hundred indeed need proceed red seed shed speed succeed weed".split(" ")
)

/** Past tenses and participles that do not end in -ed. */
const IRREGULAR: ReadonlySet<string> = new Set(
  `arisen ate awoken became become been began begun bent bet bid bit bitten blown born borne bought bound broke broken
  brought built burnt burst came cast caught chosen clung come cost crept cut dealt dealt done drawn drew driven drove
  drunk dug eaten fallen fed fell felt flew flown forbidden foregone forgiven forgot forgotten forgone fought found
  froze frozen gave given gone got gotten grew grown hung heard held hid hidden hit hurt kept knew known laid lain led
  left lent let lit lost made meant met overcome overdrawn overridden paid proven put quit ran read redone reset ridden
  risen rose rung sat said sank sat sawn seen sent set sewn shaken shone shot shown shrunk shut slept slid sold sought
  spent split spoken spread spun stolen stood struck stuck sung sunk swept swollen sworn swum taken taught thought
  threw thrown told took torn undone understood upheld upset went withdrawn withdrew withheld won woken worn wound
  written wrote`.split(/\s+/)
)
