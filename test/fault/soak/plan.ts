// What happens to the workers of a soak, and when: all of it follows from a seed. Pure.
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

export type Fault =
  /** A worker is killed, and another takes its place some time later. */
  | { readonly _tag: "Kill"; readonly worker: number; readonly back: number }
  /** A worker is stopped where it is, and goes on some time later. */
  | { readonly _tag: "Stop"; readonly worker: number; readonly lasts: number }
  /** Sessions of the store's clients are ended, whosever they are. */
  | { readonly _tag: "Terminate"; readonly which: keyof typeof sessions }
  /** The server is gone as by a power failure, and comes back. */
  | { readonly _tag: "Crash" }

/** `at` in milliseconds from the beginning, and so are all times of faults. */
export type Planned = Fault & { readonly at: number }

/** Sessions by what they do at that moment, as conditions on `pg_stat_activity`. */
export const sessions = {
  all: "true",
  active: "state = 'active'",
  "in a transaction": "state = 'idle in transaction'",
  idle: "state = 'idle'"
} as const

export interface PlanOptions {
  /** For how long faults begin, in milliseconds. */
  readonly duration: number
  readonly workers: number
  /** In milliseconds: who is stopped sleeps beyond it. */
  readonly lease: number
}

/** In the order of their times. No worker is met by a fault while it suffers from another. */
export const planOf = (seed: string, { duration, lease, workers }: PlanOptions): ReadonlyArray<Planned> =>
  Effect.runSync(Random.withSeed(
    Effect.gen(function*() {
      const planned: Array<Planned> = []
      const busyUntil: Array<number> = Array.from({ length: workers }, () => 0)
      for (let at = yield* pause; at < duration; at += yield* pause) {
        const free = busyUntil.flatMap((until, worker) => until <= at ? [worker] : [])
        const die = yield* Random.nextIntBetween(1, 100)
        const [first] = free
        if (die > 97) planned.push({ _tag: "Crash", at })
        else if (die > 65 || first === undefined) {
          planned.push({ _tag: "Terminate", at, which: yield* Random.choice(kinds) })
        } else {
          const worker = yield* Random.choice([first, ...free.slice(1)])
          const time = yield* Random.nextIntBetween(0, 1500)
          const fault: Fault = die > 30
            ? { _tag: "Kill", worker, back: time }
            : { _tag: "Stop", worker, lasts: lease + time }
          planned.push({ ...fault, at })
          busyUntil[worker] = at + recovery + (fault._tag === "Stop" ? fault.lasts : time)
        }
      }
      return planned
    }),
    seed
  ))

/** Between two faults. */
const pause = Random.nextIntBetween(100, 1500)

/** After which a worker has a life worth ending. */
const recovery = 1000

const kinds = Object.keys(sessions) as [keyof typeof sessions, ...Array<keyof typeof sessions>]
