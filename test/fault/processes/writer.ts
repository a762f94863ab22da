// A process that writes to a log by the public API, without pause, and keeps a ledger of it on standard output.
import * as Array from "effect/Array"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type { Attempt, Write } from "../ledger/Ledger.ts"
import { layerAt } from "../support/layerAt.ts"
import { settle } from "../support/settle.ts"
import type { WriterOptions } from "../support/Writer.ts"
import { asked, options, report } from "./report.ts"

const { fibers, notebooks, owed, pause, seed, url } = options<WriterOptions>()
let isAsked = false
void asked.then(() => {
  isAsked = true
})

/** The version of each stream, as far as this process knows. */
const known = new Map<string, number>()

let attempts = 0

/** One of everything that a client may do, by chance. */
const nextAttempt = Effect.gen(function*() {
  const id = `${seed} ${++attempts}`
  const stream = yield* Random.choice(notebooks)
  const parts = (yield* Random.nextIntBetween(0, 19)) === 0 ? 40 : yield* Random.nextIntBetween(1, 4)
  const any: Write = { stream, parts, expectedVersion: "any" }
  switch (yield* Random.nextIntBetween(0, 5)) {
    case 0:
      return attempt(id, "append", any)
    case 1:
      return attempt(id, "append", { ...any, expectedVersion: known.get(stream) ?? 0 })
    case 2:
      return attempt(id, "append", { stream: id, parts, expectedVersion: 0 })
    case 3: {
      const other = yield* Random.choice(notebooks)
      return attempt(id, "append", any, { ...any, stream: other === stream ? id : other })
    }
    default: {
      const isRejected = (yield* Random.nextIntBetween(0, 9)) === 0
      return attempt(id, "command", { ...any, parts: isRejected ? 0 : parts })
    }
  }
})

const attempt = (id: string, how: Attempt["how"], ...writes: Attempt["writes"]): Attempt => ({ id, how, writes })

const write = Effect.gen(function*() {
  while (!isAsked) {
    const next = yield* nextAttempt
    const versions = yield* settle(next, report)
    if (versions !== undefined) next.writes.forEach(({ stream }, i) => known.set(stream, versions[i]!))
    if (pause > 0) yield* Effect.sleep(pause)
  }
})

await Effect.gen(function*() {
  yield* Effect.forEach(owed, (attempt) => settle(attempt, report), { concurrency: "unbounded", discard: true })
  yield* Effect.all(Array.replicate(write, fibers), { concurrency: "unbounded", discard: true })
}).pipe(
  Random.withSeed(seed),
  Effect.provide(layerAt(url)),
  Effect.runPromise
)
