// A whole run: the log goes into a fresh store, is read back, and both are compared; then read models are built of it and
// asked. What `loan-log` does and prints.
import { EventStore, Projections } from "@deciduous/runtime"
import { Clock, Console, Effect, Stream } from "effect"
import { decisionsInWords, monthsInWords, workInWords } from "./answers.ts"
import { importLog } from "./loanLog.ts"
import * as LogFile from "./log/LogFile.ts"
import * as Tally from "./log/Tally.ts"
import * as Memory from "./memory.ts"
import type { Options } from "./options.ts"
import * as Progress from "./progress.ts"
import { readBack } from "./readBack.ts"
import { readModels } from "./readModels.ts"
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
    yield* tellReadModels(count)
    return wrong.length === 0 && imported.rejected.length === 0
  }).pipe(Effect.provide(layer))
})

/** The read models are built from nothing, as a worker would do it beside the appends, and asked. */
const tellReadModels = Effect.fnUntraced(function*(events: number) {
  const log = yield* EventStore.EventStore
  const start = yield* Clock.currentTimeMillis
  const [last] = yield* Stream.runCollect(log.readAll({ direction: "backward", limit: 1 }))
  if (last === undefined) return
  yield* Effect.scoped(
    Effect.andThen(Projections.start([readModels]), Projections.waitFor(readModels, last.position, "10 minutes"))
  )
  const milliseconds = (yield* Clock.currentTimeMillis) - start
  yield* say([
    "",
    `Read models: ${grouped(events)} events in ${grouped(Math.round(milliseconds / 1000))} s, `
    + `${grouped(Progress.rate(events, milliseconds))} a second`,
    "",
    "What the bank did in each month",
    ...yield* indented(monthsInWords),
    "",
    "How long it took from the submission to the decision",
    ...yield* indented(decisionsInWords),
    "",
    "What is left to be done",
    ...yield* indented(workInWords)
  ])
})

const indented = Effect.map((lines: ReadonlyArray<string>) => lines.map((line) => `  ${line}`.trimEnd()))

const say = (lines: ReadonlyArray<string>) => Console.log(lines.join("\n"))
