// What tests speak with: a resource, a time, and small logs in the form of the real one.
import { Euro, ResourceId } from "@deciduous/event-schemas/types.gen"
import { DateTime, Schema } from "effect"

export const at = DateTime.makeUnsafe("2011-10-01T08:00:00.000Z")
export const resource = Schema.decodeSync(ResourceId)("112")
export const euro = Schema.decodeSync(Euro)

/** An activity, its lifecycle where it is not COMPLETE, and its resource where it is not "112". */
export type Entry = readonly [application: string, activity: string, lifecycle?: string, resource?: string | null]

/** Lines a second apart, in summer time. Every application asks for its own number of euro. */
export const logOf = (entries: ReadonlyArray<Entry>): ReadonlyArray<string> =>
  entries.map(([application, activity, lifecycle = "COMPLETE", resource = "112"], index) =>
    JSON.stringify({
      application,
      amountRequested: Number(application) * 1000,
      activity,
      lifecycle,
      resource,
      at: `2011-10-01T10:${String(Math.floor(index / 60)).padStart(2, "0")}:${
        String(index % 60).padStart(2, "0")
      }.000+02:00`
    })
  )

/** Three applications side by side: 1 is granted, 2 is cancelled after its offer, 3 is declined at once, 4 is undecided. */
export const smallLog = logOf([
  ["1", "A_SUBMITTED"],
  ["1", "A_PARTLYSUBMITTED"],
  ["2", "A_SUBMITTED"],
  ["1", "W_Afhandelen leads", "SCHEDULE"],
  ["3", "A_SUBMITTED"],
  ["1", "W_Afhandelen leads", "START", null],
  ["3", "A_PARTLYSUBMITTED"],
  ["2", "A_PARTLYSUBMITTED"],
  ["1", "A_PREACCEPTED"],
  ["1", "W_Afhandelen leads", "COMPLETE", null],
  ["3", "A_DECLINED"],
  ["2", "A_PREACCEPTED"],
  ["1", "W_Completeren aanvraag", "SCHEDULE"],
  ["1", "W_Completeren aanvraag", "START", "10912"],
  ["1", "A_ACCEPTED", "COMPLETE", "10912"],
  ["2", "A_ACCEPTED"],
  ["1", "O_SELECTED"],
  ["1", "A_FINALIZED"],
  ["1", "O_CREATED"],
  ["1", "O_SENT"],
  ["1", "W_Completeren aanvraag"],
  ["1", "W_Nabellen offertes", "SCHEDULE"],
  ["4", "A_SUBMITTED"],
  ["2", "A_FINALIZED"],
  ["2", "O_SELECTED"],
  ["2", "O_CREATED"],
  ["2", "O_SENT"],
  ["1", "O_SENT_BACK"],
  ["1", "W_Valideren aanvraag", "SCHEDULE"],
  ["2", "A_CANCELLED"],
  ["2", "O_CANCELLED"],
  ["1", "W_Valideren aanvraag", "START"],
  ["1", "A_APPROVED"],
  ["1", "A_REGISTERED"],
  ["1", "A_ACTIVATED"],
  ["1", "O_ACCEPTED"],
  ["1", "W_Valideren aanvraag"],
  ["4", "A_PARTLYSUBMITTED"],
  ["1", "W_Wijzigen contractgegevens", "SCHEDULE"],
  ["4", "W_Afhandelen leads", "SCHEDULE"]
])

/** The log with its line of that number (from 1) changed. */
export const withLine = (number: number, change: (line: string) => string): ReadonlyArray<string> =>
  smallLog.map((line, index) => index === number - 1 ? change(line) : line)
