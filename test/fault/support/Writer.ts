// Writers as processes. The processes themselves are processes/writer.ts.
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Effect from "effect/Effect"
import { type Attempt, type Entry, open } from "../ledger/Ledger.ts"
import * as Child from "./Child.ts"
import { repeatedly, seed, upTo } from "./seed.ts"

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
  /** How long each rests between two attempts, in milliseconds. */
  readonly pause: number
}

export type Writer = Child.Child<Entry>

export const start = (options: Pick<WriterOptions, "url" | "seed"> & Partial<WriterOptions>) =>
  Child.start<Entry>("writer.ts", { owed: [], notebooks, fibers: 4, pause: 0, ...options } satisfies WriterOptions)

const notebooks: WriterOptions["notebooks"] = ["red", "green", "blue", "black"]

/**
 * One writer after the other, each in the place of the one before, which was killed; the last one settles what is owed
 * and ends. What they all said.
 */
export const lives = Effect.fnUntraced(function*(url: string, name: string, kills: number) {
  const ledger: Array<Entry> = []
  const next = (life: string) => ({ url, seed: `${seed} ${name} ${life}`, owed: open(ledger) })
  let life = 0
  yield* repeatedly(
    kills,
    Effect.gen(function*() {
      const writer = yield* start(next(`${++life}`))
      const enough = yield* upTo(120)
      yield* writer.until((said) => said.length >= enough)
      ledger.push(...yield* writer.kill)
    })
  )
  const last = yield* start({ ...next("last"), fibers: 0 })
  ledger.push(...yield* last.finish)
  return ledger
})

/** How much of what it did was acknowledged. */
export const acknowledged = (entries: ReadonlyArray<Entry>): number =>
  entries.filter(({ _tag }) => _tag === "Acknowledged").length
