// A whole run: the log goes into a fresh store, is read back, and both are compared. What `loan-log` does and prints.
import { Clock, Console, Effect, Stream } from "effect"
import { importLog } from "./loanLog.ts"
import * as LogFile from "./log/LogFile.ts"
import * as Tally from "./log/Tally.ts"
import * as Memory from "./memory.ts"
import type { Options } from "./options.ts"
import * as Progress from "./progress.ts"
import { readBack } from "./readBack.ts"
import { differences, grouped, rejectionsInWords, shown, totalsInWords } from "./report.ts"
import { freshStore } from "./store/freshStore.ts"

/** Whether every line is one event of the store, and the totals are the log's. */
export const replay = Effect.fnUntraced(function*({ limit = Infinity, log, ...choice }: Options) {
  const { fraction, lines } = yield* LogFile.open(log)
  const { layer, name } = yield* freshStore(choice)
  yield* Console.log(`Store: ${name}`)

  return yield* Effect.gen(function*() {
    const start = yield* Clock.currentTimeMillis
    const memory = Memory.make()
    const bar = yield* Progress.make(process.stderr, (lines) => Math.max(fraction(), lines / limit))
    const progress = (lines: number) => Effect.andThen(bar.at(lines), Effect.sync(() => memory.at(lines)))
    const imported = yield* importLog(Stream.take(lines, limit), { progress }).pipe(Effect.ensuring(bar.end))
    const milliseconds = (yield* Clock.currentTimeMillis) - start
    const count = Tally.size(imported.tally)
    yield* Console.log(
      `Lines: ${grouped(count)} in ${grouped(Math.round(milliseconds / 1000))} s, `
        + `${grouped(Progress.rate(count, milliseconds))} a second`
    )

    const store = yield* readBack
    const wrong = differences(imported, store)
    yield* say([
      `Events: ${grouped(Tally.size(store.tally))} of ${grouped(store.tally.pairs.size)} kinds `
      + `(activity, lifecycle) in ${grouped(store.tally.streams.size)} streams`,
      ...rejectionsInWords(imported),
      ...totalsInWords(store.totals),
      memory.inWords(),
      ...wrong.length === 0
        ? ["The store agrees with the log: the count of each kind, the order in each stream, the totals."]
        : [
          `The store differs from the log in ${grouped(wrong.length)} ways:`,
          ...wrong.slice(0, shown).map((it) => `  ${it}`)
        ]
    ])
    return wrong.length === 0 && imported.rejected.length === 0
  }).pipe(Effect.provide(layer))
})

const say = (lines: ReadonlyArray<string>) => Console.log(lines.join("\n"))
