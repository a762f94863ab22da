// Findings while events go by: one for each kind, with its first place and how many events have it, so that a log of any
// length takes the same memory. Read by the validator.
import type { Diagnostic, Severity, WholeFile } from "../diagnostic.ts"
import type { Place } from "../model.ts"

/** What is found in an event, in words that hold for all events of its kind. */
export interface Found {
  readonly severity: Severity
  readonly code: string
  /** The type of the event, or whatever else it is about. */
  readonly about: string
  /** The place in the payload, where it is about one: events with the same rule, subject and place are counted together. */
  readonly at?: string
  readonly message: string
  readonly help: string
}

export interface Tally {
  readonly add: (found: Found, event: number, place: Place | WholeFile) => void
  /** By file and line of the first event of each kind. */
  readonly diagnostics: () => ReadonlyArray<Diagnostic>
  /** How many findings were of a kind that there was no room for. */
  readonly omitted: () => number
}

export const makeTally = (): Tally => {
  const kinds = new Map<string, Kind>()
  const alike = new Map<string, number>()
  let omitted = 0
  return {
    add: (found, event, place) => {
      const subject = `${found.code} ${found.about}`
      const key = `${subject} ${found.at ?? ""}`
      const kind = kinds.get(key)
      if (kind === undefined) {
        const others = alike.get(subject) ?? 0
        if (others < MAX_ALIKE && kinds.size < MAX_KINDS) {
          kinds.set(key, { found, place, count: 1, last: event })
          alike.set(subject, others + 1)
        } else omitted++
      } else if (kind.last !== event) {
        // of two in one event the second is no news
        kind.count++
        kind.last = event
      }
    },
    diagnostics: () =>
      [...kinds.values()].map(({ count, found: { code, help, message, severity }, place }) => ({
        severity,
        code,
        place,
        message: count === 1 ? message : `${message.replace(/\.$/, "")} (${count.toLocaleString("en")} events).`,
        help,
        source: undefined
      })),
    omitted: () => omitted
  }
}

interface Kind {
  readonly found: Found
  readonly place: Place | WholeFile
  count: number
  last: number
}

/** Nobody reads more. */
const MAX_KINDS = 1000

/** Fields that are named by data, and ids, would leave no room for the rest. */
const MAX_ALIKE = 20
