// The chance in the faults: one seed a run, which a failure prints and `DECIDUOUS_SEED` repeats; and how long to go on.
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"

export const seed = Number(process.env["DECIDUOUS_SEED"] ?? Math.floor(Math.random() * 0x7fffffff))

/** So often, or as many times as often as `DECIDUOUS_FAULT_RUNS` says. */
export const repeatedly = <A, E, R>(often: number, fault: Effect.Effect<A, E, R>): Effect.Effect<void, E, R> =>
  Effect.asVoid(Effect.repeat(fault, { times: often * runs - 1 }))

const runs = Number(process.env["DECIDUOUS_FAULT_RUNS"] ?? 1)

/** In milliseconds, for a test that does something repeatedly on a machine that does much else: it ends what hangs. */
export const limit = 180_000 * runs

/** A number from 1. */
export const upTo = (highest: number): Effect.Effect<number> => Random.nextIntBetween(1, highest)

/** A failed test says how to see the same faults again. What processes do at the same time is never quite the same. */
export const seeded = <A, E, R>(test: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
  test.pipe(
    Random.withSeed(`${seed}`),
    Effect.onError(() => Effect.sync(() => process.stderr.write(`\nDECIDUOUS_SEED=${seed} repeats these faults\n`)))
  )
