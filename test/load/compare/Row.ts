// What is known of one workload, contender and concurrency after all rounds: what `--json` prints and the tables show.
import type { Measured } from "./Workload.ts"

export interface Row {
  readonly workload: string
  readonly adapter: string
  readonly concurrency: number
  readonly unit: string
  readonly rounds: number
  /** The median of the rounds, in units a second. */
  readonly ops: number
  readonly min: number
  readonly max: number
  /** Medians, in microseconds for one unit. */
  readonly nodeMicros: number | undefined
  readonly pgMicros: number | undefined
  /** Medians, in microseconds for one operation. */
  readonly p50: number | undefined
  readonly p99: number | undefined
  /** Sums over the rounds; of what is a peak, the highest. */
  readonly counts: Readonly<Record<string, number>>
  readonly failed?: string
}

export type Key = Pick<Row, "workload" | "adapter" | "concurrency" | "unit">

export const rowOf = (key: Key, rounds: ReadonlyArray<Measured>): Row => {
  const of = (name: "nodeMicros" | "pgMicros" | "p50" | "p99") =>
    median(rounds.flatMap(({ [name]: value }) => value === undefined ? [] : [value]))
  const ops = rounds.map(({ ops }) => ops)
  return {
    ...key,
    rounds: rounds.length,
    ops: median(ops) ?? Number.NaN,
    min: Math.min(...ops),
    max: Math.max(...ops),
    nodeMicros: of("nodeMicros"),
    pgMicros: of("pgMicros"),
    p50: of("p50"),
    p99: of("p99"),
    counts: rounds.map(({ counts = {} }) => counts).reduce(together, {})
  }
}

/** A contender that failed stands in the tables with its reason. */
export const failedRow = (key: Key, failed: string): Row => ({
  ...rowOf(key, []),
  ops: 0,
  min: 0,
  max: 0,
  failed
})

const together = (sums: Readonly<Record<string, number>>, counts: Readonly<Record<string, number>>) => ({
  ...sums,
  ...Object.fromEntries(
    Object.entries(counts).map(([name, count]) => [
      name,
      name.startsWith("peak") ? Math.max(sums[name] ?? 0, count) : (sums[name] ?? 0) + count
    ])
  )
})

const median = (values: ReadonlyArray<number>): number | undefined => {
  const sorted = values.toSorted((a, b) => a - b)
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]]
  return low === undefined || high === undefined ? undefined : (low + high) / 2
}
