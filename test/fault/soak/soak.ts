// Three workers under random faults while others write: killed, stopped beyond their leases, cut off, their server crashed.
// Afterwards what clients were told is held against the log, and the log against everything that was made of it.
import { assert } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import { open } from "../ledger/Ledger.ts"
import * as Child from "../support/Child.ts"
import { agrees } from "../support/log.ts"
import * as Projector from "../support/Projector.ts"
import * as Runner from "../support/Runner.ts"
import { newLog } from "../support/Server.ts"
import * as Writer from "../support/Writer.ts"
import { startCrew } from "./crew.ts"
import { nothingLeaks } from "./leaks.ts"
import { type Planned, planOf } from "./plan.ts"
import { type Asked, countErrands, createRows, distance, errandsAre, rowsAre, sizeOf } from "./tasks.ts"

export interface Options {
  readonly seed: string
  /** For how long faults happen, in milliseconds; what is behind is caught up afterwards. */
  readonly duration: number
  /** Is told what happens, as it happens. */
  readonly say: (what: string) => void
}

/** What was there in the end, once each. */
export interface Soaked {
  readonly faults: Readonly<Record<string, number>>
  readonly events: number
  readonly errands: number
  /** Milliseconds from the end of the faults until everything was caught up. */
  readonly caughtUp: number
}

const workers = 3
/** In milliseconds. */
const lease = 1500
/** Of writers and of who asks for errands, in milliseconds: the workers can keep up, and the end is near at any time. */
const pauses = { writing: 40, asking: 100 }

/** Fails with what is missing, there twice or left behind. */
export const soak = Effect.fnUntraced(function*({ duration, say, seed }: Options) {
  const url = yield* newLog
  yield* createRows(url)
  const crew = yield* startCrew(url, { lease, size: workers })
  const writers = yield* Effect.forEach(
    ["red", "blue"],
    (name) => Writer.start({ url, seed: `${seed} ${name}`, pause: pauses.writing })
  )
  const asker = yield* Child.start<Asked>("asker.ts", { url, seed, pause: pauses.asking })
  yield* asker.until((said) => said.length > 0)

  const plan = planOf(seed, { duration, workers, lease })
  const met: Array<Planned> = []
  yield* Effect.forEach(
    plan,
    Effect.fnUntraced(function*(fault) {
      yield* Effect.sleep(fault.at)
      const what = `${(fault.at / 1000).toFixed(1).padStart(6)} s  ${inWords(fault)}`
      say(what)
      if (yield* crew.suffer(fault)) met.push(fault)
      else say(`${what}: and was not there yet`)
    }),
    { concurrency: "unbounded", discard: true }
  )
  say(`The faults are over: ${met.length} of ${plan.length} met somebody. What is left is caught up.`)

  const ledger = (yield* Effect.forEach(writers, ({ finish }) => finish)).flat()
  const asked = yield* asker.finish
  assert.deepStrictEqual(open(ledger), [], "each append was settled")
  const [caughtUp] = yield* Effect.timed(isQuiet(url, asked, say))
  say(`Everything is caught up, ${Math.round(Duration.toMillis(caughtUp))} ms after the writers ended.`)
  yield* crew.finish
  say("The workers have ended.")
  yield* nothingLeaks(url)
  const log = yield* agrees(url, ledger)
  yield* Projector.isWhole(url)
  yield* rowsAre(url)
  yield* (yield* Runner.at(url))(errandsAre(url, asked))
  return {
    faults: Object.fromEntries(
      [...Map.groupBy(met, ({ _tag }) => _tag)].map(([kind, { length }]) => [kind, length])
    ),
    events: log.length,
    errands: asked.length,
    caughtUp: Duration.toMillis(caughtUp)
  }
})

/** Waits until the read models have come to the end of the log, and every errand to its own. */
const isQuiet = Effect.fnUntraced(function*(url: string, asked: ReadonlyArray<Asked>, say: Options["say"]) {
  let last = "nobody has looked"
  const look = Effect.gen(function*() {
    const { end, position } = yield* distance(url)
    const missing = sizeOf(asked) - (yield* countErrands(url))
    const now = `${missing} effects of errands are missing, and the read models are ${
      position < end ? "behind" : "whole"
    }.`
    if (now !== last) say(now)
    last = now
    return position >= end && missing <= 0
  })
  yield* Effect.repeat(look, { until: (isQuiet) => isQuiet, schedule: Schedule.spaced("1 second") }).pipe(
    Effect.timeoutOrElse({
      duration: patience,
      orElse: () => Effect.die(new Error(`Nobody catches up within ${patience}: ${last}`))
    })
  )
})

/** On a machine that does much else. */
const patience = "4 minutes"

const inWords = (fault: Planned): string => {
  switch (fault._tag) {
    case "Kill":
      return `worker ${fault.worker} is killed, and replaced after ${fault.back} ms`
    case "Stop":
      return `worker ${fault.worker} is stopped for ${fault.lasts} ms`
    case "Terminate":
      return `sessions are ended: ${fault.which}`
    case "Crash":
      return "the server crashes"
  }
}
