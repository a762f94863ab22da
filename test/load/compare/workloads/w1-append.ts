// W1: one event to a new stream.
import { randomUUID } from "node:crypto"
import { percentiles } from "../Clock.ts"
import type { Contender } from "../Contender.ts"
import { offered } from "../offers.ts"
import type { Measured, Workload } from "../Workload.ts"

export const w1: Workload = {
  name: "W1",
  title: "append one event to a new stream",
  unit: "appends",
  concurrency: [1, 8, 32],
  quickConcurrency: [1, 32],
  contenders: ["deciduous", "emmett", "castore", "plain", "pgbench", "one-row", "memory"],
  run: (contender, clock, concurrency) =>
    contender.measureAppends === undefined
      ? clock.forAWhile(contender, concurrency, () => offered(contender.append, "append")(randomUUID(), 1), 1)
      : measuredByItself(contender.measureAppends, Math.ceil(clock.scale.duration / 1000), concurrency, clock.start())
}

/** Only what PostgreSQL used is measured from here. */
const measuredByItself = async (
  measure: NonNullable<Contender["measureAppends"]>,
  seconds: number,
  writers: number,
  stop: (units: number, latencies: ReadonlyArray<number>) => Measured
): Promise<Measured> => {
  const { count, latencies, perSecond } = await measure(writers, seconds)
  const { pgMicros } = stop(count, latencies)
  return { ops: perSecond, nodeMicros: undefined, pgMicros, ...percentiles(latencies.toSorted((a, b) => a - b)) }
}
