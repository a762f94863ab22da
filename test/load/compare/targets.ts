// What Deciduous wants to reach, as ratios within one run, and whether it did.
import type { Row } from "./Row.ts"

interface Target {
  readonly workload: string
  readonly concurrency: number
  readonly adapter: string
  /** A ratio of rates, or a time that must not be exceeded. */
  readonly asks: { readonly over: string; readonly least: number } | {
    readonly most: number
    readonly micros: (row: Row) => number
    readonly of: string
  }
}

const over = (
  workload: string,
  concurrency: number,
  peer: string,
  least: number
): Target => ({ workload, concurrency, adapter: "deciduous", asks: { over: peer, least } })

export const targets: ReadonlyArray<Target> = [
  over("W1", 1, "emmett", 2.5),
  over("W1", 8, "emmett", 3.5),
  over("W1", 32, "emmett", 7),
  over("W1", 32, "pgbench", 1),
  {
    workload: "W1",
    concurrency: 32,
    adapter: "deciduous",
    asks: { most: 25, micros: ({ nodeMicros }) => nodeMicros ?? Number.NaN, of: "Node CPU an append" }
  },
  over("W2", 1, "emmett", 2),
  over("W2", 8, "emmett", 6),
  over("W2", 32, "emmett", 12),
  over("W3", 1, "emmett", 3),
  over("W3", 8, "emmett", 3),
  over("W4", 1, "emmett", 2.5),
  over("W5", 16, "emmett", 30),
  over("W5", 16, "castore", 30),
  over("W5", 16, "plain", 30),
  over("W6", 1, "emmett", 40),
  over("W6", 1, "raw-read", 0.6),
  over("W7", 1, "emmett", 15),
  { ...over("W8", 32, "emmett-inline", 10), adapter: "deciduous-inline" },
  { ...over("W7", 1, "emmett", 5), adapter: "deciduous-rows" },
  {
    workload: "W9",
    concurrency: 1,
    adapter: "memory",
    asks: { most: 8, micros: ({ ops }) => 1e6 / ops, of: "a command" }
  }
]

/** One line of the table of targets. */
export interface Verdict {
  readonly what: string
  readonly wanted: string
  readonly reached: string
  readonly holds: boolean
}

/** Verdicts on those targets whose rows were measured. A store of ours that failed has missed; a peer that failed says nothing. */
export const verdicts = (rows: ReadonlyArray<Row>): ReadonlyArray<Verdict> =>
  targets.flatMap((target) => {
    const rowOf = (adapter: string) =>
      rows.find((row) =>
        row.workload === target.workload && row.concurrency === target.concurrency && row.adapter === adapter
      )
    const { adapter, asks, concurrency, workload } = target
    const ours = rowOf(adapter)
    const theirs = "over" in asks ? rowOf(asks.over) : ours
    if (ours === undefined || theirs === undefined || (theirs !== ours && theirs.failed !== undefined)) return []
    return [{ what: `${workload} x ${concurrency}`, ...verdict(asks, ours, theirs) }]
  })

const verdict = (asks: Target["asks"], ours: Row, theirs: Row): Omit<Verdict, "what"> => {
  const wanted = "over" in asks ? `${asks.least} x ${asks.over}` : `${asks.most} us ${asks.of}`
  if (ours.failed !== undefined) return { wanted, reached: "failed", holds: false }
  if ("over" in asks) {
    const ratio = ours.ops / theirs.ops
    return { wanted, reached: `${ratio.toFixed(2)} x`, holds: ratio >= asks.least }
  }
  const taken = asks.micros(ours)
  return { wanted, reached: `${taken.toFixed(1)} us`, holds: taken <= asks.most }
}
