// STORE: old events must stay readable for ever. These rules can't be switched off.
import { rulesOf } from "./rule.ts"

export const storeRules = rulesOf("STORE", "error", {
  VERSION_CHANGED: [
    "The contract of a locked version differs from what was locked.",
    "Events of that version are in the store as they were, and are read by the file as it is now.",
    "Take the change back (git checkout -- <file>), then make a new version: deciduous bump <aggregate>/<Event>."
  ],
  VERSION_DELETED: [
    "The file of a locked version is gone.",
    "Without it the events of that version can't be read.",
    "Restore the file. To stop using the event, retire it in aggregate.yaml."
  ],
  VERSION_CLASH: [
    "Two branches have each made the same version of an event, and the two differ.",
    "Both would write events under one number, and neither file reads the other's.",
    "One of them becomes the next version: rename its file, raise its number, give the upcast, run deciduous lock."
  ],
  EVENT_DELETED: [
    "An event that is locked is no longer in aggregate.yaml.",
    "Its stored events can't be read any more.",
    "Put it back, and retire it (retired), rename it (renamed) or replace it (replaced) instead."
  ],
  EVENT_NAME_REUSED: [
    "A name that was given up by a rename or a replacement is declared anew.",
    "The old rows of that name would be read by the new schema.",
    "Choose another name for the new event, and leave the old entry as it was."
  ],
  EVENT_MOVED: [
    "An event has gone to another aggregate.",
    "Its old rows are in the streams of the first one, where nobody reads them now.",
    "Leave the old event where it was, retired, and give the other aggregate an event of its own."
  ],
  AGGREGATE_DELETED: [
    "An aggregate with locked events is gone, and its stream with it.",
    "The streams of that name are no longer found, though they are still there.",
    "Restore the folder. An aggregate that is no longer used has all of its events retired."
  ],
  STREAM_CHANGED: [
    "The stream of an aggregate has another name.",
    "Streams are stored as <stream>-<id>, and those with the old name are no longer found.",
    "Put the old name back. The aggregate and its folder may be renamed freely."
  ],
  ID_NARROWED: [
    "The id of an aggregate admits fewer texts than when it was locked.",
    "The ids of old streams may not be among them, and then the stream can't be loaded.",
    "Take the stricter format, pattern or length back."
  ],
  CURRENT_LOWERED: [
    "`current` is below a version that is locked.",
    "Events of the higher version may be stored, and nothing says how to read them as the lower one.",
    "Put `current` back, or say under downcasts how the higher version is read as the lower one."
  ],
  TYPE_CHANGED: [
    "A shared type that locked versions use has changed.",
    "It changes the past of every event that refers to it.",
    "Take the change back, make the next version of the type (Money.v2.yaml), and refer to it in new versions of events."
  ],
  UPCAST_MISSING: [
    "Nothing says how a version that may be stored is read as the next one.",
    "Its events can't be read.",
    "Add the step in aggregate.yaml, under upcasts: operations, or { code: true } and a function."
  ],
  UPCAST_INCOMPLETE: [
    "After the steps a required field is missing, has another type, or a field is left that the next version lacks.",
    "The result is not the next version, and reading the event fails.",
    "Add, remove, rename, map or convert what the message names."
  ],
  UPCAST_NARROWS: [
    "A value passes unchanged into a place of the next version that admits fewer values.",
    "Some of the stored values would be refused when they are read.",
    "Loosen the next version while it is a draft, or write the upcast by hand."
  ],
  UPCAST_NOT_TOTAL: [
    "An operation has no answer for some of the values that may be stored.",
    "Reading such an event fails.",
    "Say what happens then: otherwise, or an add with ifMissing."
  ],
  UPCAST_CODE_MISSING: [
    "A step is declared `code: true`, and the module of upcasters has no such function.",
    "Events of that version can't be read.",
    "Run deciduous scaffold, and write the body of the function."
  ],
  UPCAST_IMPURE: [
    "A hand-written upcaster reads a clock, randomness or the surroundings, changes what outlives it (the event, its module), or waits.",
    "Reading the same event twice would give two results, and a rebuilt state would differ.",
    "Take all from the event and from its context: context.recordedAt is when it was stored."
  ],
  UPCAST_CHANGED: [
    "A locked step has other operations, leads elsewhere, or is written by hand now; as a note: its module has changed.",
    "History reads otherwise than before: snapshots and read models that were built with the old step are wrong.",
    "Take the change back; or rebuild them, and accept it: deciduous lock --accept UPCAST_CHANGED --because \"...\"."
  ],
  RENAME_CONTRACT: [
    "What was stored under the old name is not what the target version takes.",
    "Reading it under the new name fails.",
    "Add a version of the old event that fits, with an upcast to it, or rename to a version that takes it."
  ],
  READ_CHANGED: [
    "Events that were read are skipped now, or skipped ones are read.",
    "State that is rebuilt differs from the one that decisions were made on.",
    "Take it back; or rebuild snapshots and read models, and accept it: deciduous lock --accept READ_CHANGED --because \"...\"."
  ],
  PERSONAL_UNMARKED: [
    "A mark `x-personal` was taken away, moved or added on stored data, or a new version has lost it.",
    "What is stored encrypted would be read as plain text, or plain as encrypted, and erasure would miss it.",
    "Put the mark back as it was; a new mark begins with a new version."
  ]
})
