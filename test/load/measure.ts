// Times cases in interleaved rounds, so that what else the machine does falls on all of them alike.

/** One thing to time: `run` does `items` pieces of work. */
export interface Case {
  readonly name: string
  /** What a piece of work is: "event", "command". */
  readonly item: string
  readonly items: number
  /** In what it is measured, microseconds by default; what `run` answers is then in that. */
  readonly unit?: string
  /** Answers with its own time in microseconds where that is not the time that it takes: what a tool says of itself. */
  readonly run: () => Promise<unknown>
}

/** Microseconds for one item, or what its unit says, over the rounds. */
export interface Measured {
  readonly name: string
  readonly item: string
  readonly unit: string
  readonly rounds: number
  readonly median: number
  readonly min: number
  readonly max: number
}

/** The first round warms up and is not counted. */
export const measure = async (cases: ReadonlyArray<Case>, rounds: number): Promise<ReadonlyArray<Measured>> => {
  const times = cases.map((): Array<number> => [])
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { items, run }] of cases.entries()) {
      const begun = performance.now()
      const own = await run()
      const taken = typeof own === "number" ? own : (performance.now() - begun) * 1000
      if (round > 0) times[index]!.push(taken / items)
    }
  }
  return cases.map(({ item, name, unit = "us" }, index) => {
    const sorted = times[index]!.toSorted((a, b) => a - b)
    return { name, item, unit, rounds, median: sorted[rounds >> 1]!, min: sorted[0]!, max: sorted.at(-1)! }
  })
}
