// What the name of an event says, whoever chose it. Read by the rules of names, for schemas and for stored events.
import { wordsOf } from "./words.ts"

/** Whether a word of it is in the past tense: `OrderPlaced`, `order_placed`, and `PaymentSent` too. */
export const saysWhatHappened = (name: string): boolean => wordsOf(name).some(isPast)

/** `OrderPlaced` of `OrderPlacedV2`; the name itself where it ends in no version. */
export const withoutVersion = (name: string): string => name.replace(VERSIONED, "")

const VERSIONED = /(?:(?<!\p{Lu})V|Version|(?<=ed)v)\d+$/u

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
