// What writers say of their own appends, line by line, while faults happen. Read check.ts next.
import type { EventStore } from "@deciduous/runtime"

/** What a writer sets out to do once, however often it has to send it. It is all that another process needs to go on. */
export interface Attempt {
  /** Also the command's id, where it is one. */
  readonly id: string
  readonly how: "append" | "command"
  /** Several for an append to several streams. */
  readonly writes: readonly [Write, ...ReadonlyArray<Write>]
}

/** Events for one stream: each tells in its payload of which attempt it is, and which part of it, from 1. */
export interface Write {
  /** The part after the category. */
  readonly stream: string
  readonly parts: number
  readonly expectedVersion: EventStore.ExpectedVersion
}

/** `at` is in nanoseconds, by the machine's one clock that all of its processes share and that never goes back. */
export type Entry =
  | { readonly _tag: "Began"; readonly at: number; readonly attempt: Attempt }
  /** With the version at which each of its writes ended. */
  | {
    readonly _tag: "Acknowledged"
    readonly at: number
    readonly id: string
    readonly versions: ReadonlyArray<number>
  }
  | { readonly _tag: "Unknown"; readonly at: number; readonly id: string }
  /**
   * Nothing was written by what was just sent. It is final if nothing that was sent before can have been written
   * either: somebody else has the version, say, or the command is refused by the decider.
   */
  | {
    readonly _tag: "Refused"
    readonly at: number
    readonly id: string
    readonly because: string
    readonly isFinal: boolean
  }

/** What became of an attempt, as far as its writers know. */
export interface Account {
  readonly attempt: Attempt
  readonly began: number
  readonly outcome: "acknowledged" | "refused" | "unknown"
  /** When it was first acknowledged. */
  readonly acknowledged?: number
  readonly versions?: ReadonlyArray<number>
}

/** One account for each attempt, whoever made it and however often. An attempt that was cut off is of unknown outcome. */
export const accounts = (entries: ReadonlyArray<Entry>): ReadonlyArray<Account> => {
  const byId = new Map<string, Array<Entry>>()
  for (const entry of entries) {
    const id = entry._tag === "Began" ? entry.attempt.id : entry.id
    const own = byId.get(id)
    if (own === undefined) byId.set(id, [entry])
    else own.push(entry)
  }
  return Array.from(byId.values(), accountOf)
}

/** Attempts that were begun and not settled: what a writer owes that takes another's place. */
export const open = (entries: ReadonlyArray<Entry>): ReadonlyArray<Attempt> =>
  accounts(entries).filter(({ outcome }) => outcome === "unknown").map(({ attempt }) => attempt)

const accountOf = (entries: ReadonlyArray<Entry>): Account => {
  const [first] = entries
  if (first?._tag !== "Began") throw new Error("a ledger has an outcome of something that never began")
  const { at: began, attempt } = first
  const acknowledged = entries.find((entry) => entry._tag === "Acknowledged")
  if (acknowledged !== undefined) {
    const { at, versions } = acknowledged
    return { attempt, began, outcome: "acknowledged", acknowledged: at, versions }
  }
  return { attempt, began, outcome: isRefused(entries) ? "refused" : "unknown" }
}

const isRefused = (entries: ReadonlyArray<Entry>): boolean => {
  const last = entries.at(-1)
  if (last?._tag === "Refused" && last.isFinal) return true
  const begun = entries.filter(({ _tag }) => _tag === "Began").length
  return begun === 1 && entries.length > 1 && entries.slice(1).every(({ _tag }) => _tag === "Refused")
}
