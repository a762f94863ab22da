// What the operations of one step do wrong, gathered while they run. Read by the operations.
import { quote } from "../diagnostic.ts"
import type { Operation } from "../model.ts"
import { nearest } from "../read/suggest.ts"

/** Something wrong, in terms of the operation that is at fault; `by` is `undefined` where the step as a whole is. */
export interface Fault {
  readonly severity: "error" | "warning"
  readonly code: string
  readonly by: Operation | undefined
  /** Whole sentences. */
  readonly message: string
  readonly help: string | undefined
  /** The places of the next version that are wrong, where it is about them. */
  readonly places?: ReadonlyArray<string>
}

/** Gathers, since a union is walked branch by branch: a field that one branch has is no fault of the others. */
export interface Findings {
  /** A field, or an enum's value, was looked for. */
  readonly looked: (by: Operation, lookup: Lookup) => void
  /** One fault of a kind is enough for an operation. */
  readonly fault: (fault: Fault) => void
  readonly faults: () => ReadonlyArray<Fault>
}

export const makeFindings = (): Findings => {
  const lookups = new Map<Operation, Map<string, Lookup>>()
  const faults = new Map<Operation | undefined, Map<string, Fault>>()
  const fault = (of: Fault) => {
    const known = faults.get(of.by) ?? new Map<string, Fault>()
    if (!known.has(of.code)) faults.set(of.by, known.set(of.code, of))
  }
  return {
    looked: (by, lookup) => {
      const known = lookups.get(by) ?? new Map<string, Lookup>()
      const before = known.get(lookup.asked) ?? lookup
      const candidates = [...before.candidates, ...lookup.candidates]
      lookups.set(by, known.set(lookup.asked, { ...lookup, found: before.found || lookup.found, candidates }))
    },
    fault,
    faults: () => {
      for (const [by, known] of lookups) {
        for (const lookup of known.values()) if (!lookup.found) fault(notFound(by, lookup))
      }
      return [...faults.values()].flatMap((known) => [...known.values()])
    }
  }
}

interface Lookup {
  /** As it is written. */
  readonly asked: string
  /** What follows "is not" in a sentence. */
  readonly within: string
  readonly found: boolean
  /** What might have been meant. */
  readonly candidates: ReadonlyArray<string>
}

const notFound = (by: Operation, { asked, candidates, within }: Lookup): Fault => {
  const candidate = nearest(asked, candidates)
  return {
    severity: "error",
    code: "UPCAST_FIELD",
    by,
    message: `${quote(asked)} is not ${within}.`,
    help: candidate === undefined ? undefined : `did you mean ${quote(candidate)}?`
  }
}
