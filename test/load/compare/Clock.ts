// The clock of one measurement: wall time, the processor time of this process and of PostgreSQL, and latencies.
import type { Contender } from "./Contender.ts"
import { serverCpu } from "./serverCpu.ts"
import type { Measured, Scale } from "./Workload.ts"

export interface Clock {
  readonly scale: Scale
  /** Lets workers take operations for as long as the scale says, uncounted. */
  readonly warmUp: <Op>(contender: Contender<Op>, workers: number, next: () => Op) => Promise<void>
  /** Warms up, then lets workers take operations for the scale's duration, each of so many units. */
  readonly forAWhile: <Op>(
    contender: Contender<Op>,
    workers: number,
    next: () => Op,
    unitsEach: number
  ) => Promise<Measured>
  /** Times so many operations, each of so many units, and no warm-up. */
  readonly exactly: <Op>(
    contender: Contender<Op>,
    workers: number,
    operations: ReadonlyArray<Op>,
    unitsEach: number
  ) => Promise<Measured>
  /** Starts now; the answer stops it. For workloads that count and time by themselves. */
  readonly start: () => (units: number, latencies: ReadonlyArray<number>) => Measured
}

export const makeClock = (scale: Scale, postmaster: number): Clock => {
  const start: Clock["start"] = () => {
    const pg = serverCpu(postmaster)
    const node = process.cpuUsage()
    const begun = performance.now()
    return (units, latencies) => {
      const seconds = (performance.now() - begun) / 1000
      const { system, user } = process.cpuUsage(node)
      const pgNow = serverCpu(postmaster)
      const sorted = latencies.toSorted((a, b) => a - b)
      return {
        ops: units / seconds,
        nodeMicros: (user + system) / units,
        pgMicros: pg === undefined || pgNow === undefined ? undefined : (pgNow - pg) / units,
        ...percentiles(sorted)
      }
    }
  }

  const exactly: Clock["exactly"] = async (contender, workers, operations, unitsEach) => {
    const latencies: Array<number> = []
    let taken = 0
    const stop = start()
    await contender.perform(workers, () => operations[taken++], (micros) => latencies.push(micros))
    return stop(latencies.length * unitsEach, latencies)
  }

  const warmUp: Clock["warmUp"] = (contender, workers, next) =>
    contender.perform(workers, until(scale.warmUp, next), () => {})

  return {
    scale,
    start,
    exactly,
    warmUp,
    forAWhile: async (contender, workers, next, unitsEach) => {
      await warmUp(contender, workers, next)
      const latencies: Array<number> = []
      const stop = start()
      await contender.perform(workers, until(scale.duration, next), (micros) => latencies.push(micros))
      return stop(latencies.length * unitsEach, latencies)
    }
  }
}

const until = <Op>(milliseconds: number, next: () => Op): () => Op | undefined => {
  const end = performance.now() + milliseconds
  return () => performance.now() < end ? next() : undefined
}

/** Of too few operations there is no 99th percentile, nor of one a median. */
export const percentiles = (sorted: ReadonlyArray<number>): Pick<Measured, "p50" | "p99"> => ({
  p50: sorted.length < 3 ? undefined : sorted[Math.floor(sorted.length * 0.5)],
  p99: sorted.length < 100 ? undefined : sorted[Math.floor(sorted.length * 0.99)]
})
