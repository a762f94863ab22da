// STORED: what `validate` finds in events at rest, of Deciduous or of any other event store.
import { spellings } from "../../stored/envelope.ts"
import { rulesOf } from "./rule.ts"

/** `id (eventId, messageId, ...)`; capitals, dashes and underscores make no difference. */
const known = (["type", "id", "stream", "time", "data"] as const)
  .map((part) => `${part} (${spellings[part].join(", ")})`).join(", ")

export const storedRules = {
  ...rulesOf("STORED", "error", {
    EVENT_UNREADABLE: [
      "A stored event is no JSON object.",
      "Whoever reads the log stops there, or skips it without a word.",
      "Find out what wrote it, and store it again as it was meant."
    ],
    ENVELOPE_INCOMPLETE: [
      "A stored event lacks its type, id, stream, time or data.",
      "Without them nobody can tell it from another one, find it, or say what it was.",
      `Give the event what it lacks when it is written. What is known by another name is not lacking: ${known}.`
    ],
    EVENT_ID_TWICE: [
      "Two stored events have one id.",
      "Consumers drop what they have seen, so that one of them is never handled.",
      "Give each event an id of its own, and keep it when it is copied or sent again."
    ]
  }),
  ...rulesOf("STORED", "warning", {
    PAYLOAD_LARGE: [
      "The payload of a stored event is larger than the limit.",
      "Every reader of its stream, and every rebuild, reads it again; brokers refuse what is larger than theirs.",
      "Keep the document elsewhere, and its address and hash in the event."
    ],
    EVENT_KITCHEN_SINK: [
      "Most fields of an event are there in some of its events only.",
      "Several things that happen have one name, so that every reader has to guess which one it was.",
      "Give each of them an event of its own, with the fields that it always has."
    ],
    PERSONAL_NOT_MARKED: [
      "A field holds what looks like personal data, and nothing marks it.",
      "Events are kept for ever, and a person may ask to be forgotten.",
      "Mark it by x-personal in its schema, or keep it out of the event, behind a reference."
    ]
  }),
  ...rulesOf("STORED", "note", {
    EVENT_ORDER_UNKNOWN: [
      "Nothing says where in its stream an event stands.",
      "Times are no order: two events may have one, and clocks go back.",
      "Number the events of each stream when they are written."
    ]
  })
}
