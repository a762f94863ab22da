// Load on a log by several processes, and what must hold of it when the faults are over.
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Entry, open } from "../ledger/Ledger.ts"
import { follow } from "./Follower.ts"
import { agrees } from "./log.ts"
import { seed } from "./seed.ts"
import * as Writer from "./Writer.ts"

/**
 * Runs writers, and somebody who follows the log, while `faults` happen; these are given one that waits until each writer
 * has had so many more appends acknowledged. Then the writers settle what they began, the log must agree with them, and
 * must have been followed whole, once and in order.
 */
export const underPressure = Effect.fnUntraced(function*<E, R>(
  url: string,
  faults: (progress: (appends: number) => Effect.Effect<void>) => Effect.Effect<void, E, R>,
  urls: ReadonlyArray<string> = [url, url]
) {
  const follower = yield* follow(url)
  const writers = yield* Effect.forEach(urls, (at, i) => Writer.start({ url: at, seed: `${seed} writer ${i}` }))
  const progress = (appends: number) =>
    Effect.forEach(writers, (writer) => {
      const enough = Writer.acknowledged(writer.said) + appends
      return writer.until((said) => Writer.acknowledged(said) >= enough)
    }, { concurrency: "unbounded", discard: true })
  yield* progress(1)
  yield* faults(progress)
  yield* progress(10)
  const ledger = (yield* Effect.forEach(writers, ({ finish }) => finish, { concurrency: "unbounded" })).flat()
  assert.deepStrictEqual(open(ledger), [], "each request has ended, and each append was settled")
  assert.deepStrictEqual(surprises(ledger), [])
  const log = yield* agrees(url, ledger)
  yield* follower.sawAll(log)
  yield* follower.finish
  return log
})

/** What a client of a healthy log may be told, or of one that is away. */
const expected: ReadonlySet<string> = new Set(["VersionConflict", "NothingToNote", "StoreUnavailable"])

const surprises = (ledger: ReadonlyArray<Entry>): ReadonlyArray<Entry> =>
  ledger.filter((entry) => entry._tag === "Refused" && !expected.has(entry.because))
