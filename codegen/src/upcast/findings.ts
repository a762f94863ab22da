// What the operations of one step do wrong, gathered while they run. Read by the operations.
import { quote } from "../diagnostic.ts"
import type { Operation, Pointer } from "../model.ts"
import { nearest } from "../read/suggest.ts"

/** Something wrong, in terms of the operation that is at fault; `by` is `undefined` where the step as a whole is. */
export interface Fault {
  readonly severity: "error" | "warning"
  readonly code: string
  readonly by: Operation | undefined
  /** Whole sentences. */
  readonly message: string
  readonly help: string | undefined
}

/** Gathers, since a union is walked branch by branch: a field that one branch has is no fault of the others. */
export interface Findings {
  /** A field, or an enum's value, was looked for; `candidates` are what stands there. */
  readonly looked: (by: Operation, asked: string, within: string, found: boolean, candidates: Iterable<string>) => void
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
    looked: (by, asked, within, found, candidates) => {
      const known = lookups.get(by) ?? new Map<string, Lookup>()
      const before = known.get(asked)
      known.set(asked, {
        within,
        found: found || before?.found === true,
        candidates: [...before?.candidates ?? [], ...candidates]
      })
      lookups.set(by, known)
    },
    fault,
    faults: () => {
      for (const [by, known] of lookups) {
        for (const [asked, lookup] of known) if (!lookup.found) fault(notFound(by, asked, lookup))
      }
      return [...faults.values()].flatMap((known) => [...known.values()])
    }
  }
}

/** A pointer as it is written; `base` is where it starts from. */
export const pointerText = (pointer: Pointer, base = ""): string =>
  base + pointer.map((name) => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("")

interface Lookup {
  readonly within: string
  readonly found: boolean
  readonly candidates: ReadonlyArray<string>
}

const notFound = (by: Operation, asked: string, { candidates, within }: Lookup): Fault => {
  const candidate = nearest(asked, candidates)
  return {
    severity: "error",
    code: "UPCAST_FIELD",
    by,
    message: `${quote(asked)} is not ${within}.`,
    help: candidate === undefined ? undefined : `did you mean ${quote(candidate)}?`
  }
}
