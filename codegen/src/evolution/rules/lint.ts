// LINT: what is legal and regretted later. Warnings, which the configuration may raise or switch off.
import { rulesOf } from "./rule.ts"

export const lintRules = rulesOf("LINT", "warning", {
  EVENT_PASCAL_CASE: [
    "An event's name is not written LikeThis.",
    "It becomes the name of a type, and is stored with every event.",
    "Rename it before the first one is stored."
  ],
  EVENT_PAST_TENSE: [
    "An event's name is not in the past tense.",
    "An event says what has happened; a name like a command makes people decide in evolve.",
    "Name what has happened: OrderPlaced, not PlaceOrder."
  ],
  EVENT_NO_VERSION_IN_NAME: [
    "An event's name ends in a version.",
    "Versions are files of one event, which upcasts connect; another name is another event.",
    "Take the number off, and make the next version: deciduous bump <aggregate>/<Event>."
  ],
  FIELD_CAMEL_CASE: [
    "A field's name is not written likeThis.",
    "It becomes a property in TypeScript, and all others look like that.",
    "Rename it while its version is a draft."
  ],
  DESCRIPTION_PRESENT: [
    "An aggregate, event, command or shared type has no description.",
    "Schema files are what newcomers and other systems read, long after their author has left.",
    "Add a sentence under description."
  ],
  MONEY_NOT_NUMBER: [
    "A field that is named like money is a JSON number.",
    "Numbers are binary fractions: 0.1 + 0.2 is not 0.3, and cents get lost.",
    "Use format: decimal with x-decimal, or a shared type of amount and currency."
  ],
  NUMBER_BARE: [
    "A number has no bounds and is no integer.",
    "Any JSON number is taken, and most decimals are rounded.",
    "Say type: integer, or format: decimal, or give minimum and maximum to what was measured."
  ],
  INTEGER_SAFE: [
    "An integer has a bound beyond 2^53 - 1.",
    "There integers are no longer exact in JSON, and larger values are refused.",
    "Use { type: string, format: bigint }."
  ],
  NULL_AND_OPTIONAL: [
    "A field may be absent and may be null.",
    "Nobody will know what the difference means.",
    "Make it required, or don't admit null."
  ],
  TYPE_UNUSED: [
    "No event and no command leads to a shared type or a definition.",
    "It costs whoever reads it, and protects nothing.",
    "Remove it, or refer to it."
  ],
  PATTERN_BACKTRACKS: [
    "A pattern has repetitions within repetitions.",
    "Some short texts take it minutes, and one request can stop a process.",
    "Write it so that each character can be matched in one way only."
  ],
  PATTERN_NOT_GENERABLE: [
    "No generator makes texts for a pattern, and there are no examples.",
    "Tests with generated events can't be run.",
    "Add examples beside the pattern, or write it more simply."
  ]
})
