// Writers as processes. The processes themselves are processes/writer.ts.
import type { NonEmptyReadonlyArray } from "effect/Array"
import type { Attempt, Entry } from "../ledger/Ledger.ts"
import * as Child from "./Child.ts"

export interface WriterOptions {
  readonly url: string
  /** Of its own: its attempts are named by it. */
  readonly seed: string
  /** What was begun by another writer and not settled: it is settled first. */
  readonly owed: ReadonlyArray<Attempt>
  /** The streams that it shares with others. */
  readonly notebooks: NonEmptyReadonlyArray<string>
  /** How much it does at the same time; with 0 it ends when it has settled what is owed. */
  readonly fibers: number
}

export type Writer = Child.Child<Entry>

export const start = (options: Pick<WriterOptions, "url" | "seed"> & Partial<WriterOptions>) =>
  Child.start<Entry>("writer.ts", { owed: [], notebooks, fibers: 4, ...options } satisfies WriterOptions)

const notebooks: WriterOptions["notebooks"] = ["red", "green", "blue", "black"]

/** How much of what it did was acknowledged. */
export const acknowledged = (entries: ReadonlyArray<Entry>): number =>
  entries.filter(({ _tag }) => _tag === "Acknowledged").length
