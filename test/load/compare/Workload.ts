// What is measured: a workload drives a contender and says what came of it. One file each in workloads/.
import type { Clock } from "./Clock.ts"
import type { Contender } from "./Contender.ts"

export interface Workload {
  /** `W1`, as the targets and `--only` call it. */
  readonly name: string
  readonly title: string
  /** What `ops` counts, in the plural. */
  readonly unit: string
  /** Operations under way at once; each level is measured by itself. */
  readonly concurrency: ReadonlyArray<number>
  /** The levels that `--quick` measures, where that is not all of them. */
  readonly quickConcurrency?: ReadonlyArray<number>
  readonly contenders: ReadonlyArray<string>
  /** What is there before: written by the contender into a database that all rounds read. */
  readonly prepare?: <Op>(contender: Contender<Op>, scale: Scale) => Promise<void>
  readonly run: <Op>(contender: Contender<Op>, clock: Clock, concurrency: number) => Promise<Measured>
}

/** How much is done: `--quick` does less, and its figures say less. */
export interface Scale {
  readonly rounds: number
  /** Milliseconds after which a process that prepares or measures is taken to be stuck. */
  readonly longest: number
  /** Milliseconds before the clock starts. */
  readonly warmUp: number
  /** Milliseconds on the clock, for workloads that go by time. */
  readonly duration: number
  /** Streams of 10,000 events. */
  readonly longStreams: number
  /** Events of the global read. */
  readonly events: number
  /** Events of the log that a projection is built from. */
  readonly projected: number
  /** Events of the read whose memory is watched. */
  readonly manyEvents: number
  /** Commands of each of the writers who share one stream. */
  readonly commandsEach: number
}

export const full: Scale = {
  rounds: 5,
  longest: 300_000,
  warmUp: 1_500,
  duration: 2_500,
  longStreams: 6,
  events: 200_000,
  projected: 50_000,
  manyEvents: 1_000_000,
  commandsEach: 50
}

export const quick: Scale = {
  rounds: 1,
  longest: 30_000,
  warmUp: 300,
  duration: 600,
  longStreams: 2,
  events: 10_000,
  projected: 5_000,
  manyEvents: 20_000,
  commandsEach: 10
}

/** One measurement. Rates are in the workload's unit, times in microseconds for one of it, latencies for one operation. */
export interface Measured {
  readonly ops: number
  readonly nodeMicros: number | undefined
  readonly pgMicros: number | undefined
  readonly p50: number | undefined
  readonly p99: number | undefined
  /** What else there is to say: conflicts, events lost, memory. */
  readonly counts?: Readonly<Record<string, number>>
}
