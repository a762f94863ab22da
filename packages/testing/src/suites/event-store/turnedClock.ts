// Clocks of machines that are wrong, for rules which say that this must not matter.
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"

/** The clock of a machine that is wrong by so many hours, and goes on at the right speed. */
export const turnedBy = (hours: number) =>
  Effect.map(Clock.Clock, (clock): Clock.Clock => {
    const millis = hours * 3_600_000
    const nanos = BigInt(millis) * 1_000_000n
    return {
      currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe() + millis,
      currentTimeMillis: Effect.map(clock.currentTimeMillis, (now) => now + millis),
      currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe() + nanos,
      currentTimeNanos: Effect.map(clock.currentTimeNanos, (now) => now + nanos),
      monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
      monotonicTimeNanos: clock.monotonicTimeNanos,
      sleep: (duration) => clock.sleep(duration)
    }
  })
