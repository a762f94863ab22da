// fast-check over effects of the present context. DECIDUOUS_SEED brings back the values of a run that has failed.
import type { EventStore } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import fc from "fast-check"

const seed = process.env.DECIDUOUS_SEED
/** Shortening ends in time for the failure to be told before the test's own limit; milliseconds. */
const options = { interruptAfterTimeLimit: 40_000, ...(seed === undefined ? {} : { seed: Number(seed) }) }

type Check<A> = (value: A) => Effect.Effect<void, unknown, EventStore.EventStore>

const property = <A>(values: fc.Arbitrary<A>, check: Check<A>) =>
  Effect.map(
    Effect.context<EventStore.EventStore>(),
    (context) => fc.asyncProperty(values, (value) => Effect.runPromiseWith(context)(check(value)))
  )

/** Fails with the shortest value that was found, and its seed. */
export const always = <A>(values: fc.Arbitrary<A>, numRuns: number, check: Check<A>) =>
  Effect.flatMap(property(values, check), (one) => Effect.promise(() => fc.assert(one, { numRuns, ...options })))

/** Whether a value is found for which the check fails. */
export const notAlways = <A>(values: fc.Arbitrary<A>, numRuns: number, check: Check<A>) =>
  Effect.flatMap(
    property(values, check),
    (one) => Effect.promise(async () => (await fc.check(one, { numRuns, endOnFailure: true, ...options })).failed)
  )
