// EVENT_PASCAL_CASE, EVENT_PAST_TENSE, EVENT_NO_VERSION_IN_NAME, FIELD_CAMEL_CASE: names that read alike everywhere.
import { type Diagnostic, quote, warning } from "../diagnostic.ts"
import type { Catalog, EventType } from "../model.ts"
import { saysWhatHappened, withoutVersion } from "./eventName.ts"
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
  const unversioned = withoutVersion(name)
  if (unversioned !== name) {
    const message = `${quote(name)} has a version in its name.`
    const help = `versions are files: ${unversioned}.v2.yaml.`
    return [warning("EVENT_NO_VERSION_IN_NAME", place, message, help)]
  }
  if (saysWhatHappened(name)) return []
  const message = `${quote(name)} does not say what has happened.`
  return [warning("EVENT_PAST_TENSE", place, message, "an event is named in the past tense, as OrderPlaced is.")]
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
