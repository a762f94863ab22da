// What the runs of one process remember, so that a changed file of a thousand costs no more than that file. Read by the
// pipeline; a run on its own has no memory, and lastRun.ts.

/** Begins empty; every run of the same folders may be given the same one. */
export interface Memory {
  /** By name: a result, and the values that it was made of. */
  readonly kept: Map<string, { readonly inputs: ReadonlyArray<unknown>; readonly result: unknown }>
  /** The text of every file that the last run has read. */
  sources: ReadonlyMap<string, string>
}

export const makeMemory = (): Memory => ({ kept: new Map(), sources: new Map() })

/**
 * The result of the last time, if it was made of the very same values; else a new one. Results are kept under one name
 * each and asked for with one type, which is why the cast is true.
 */
export const remembered = <A>(
  memory: Memory | undefined,
  name: string,
  inputs: ReadonlyArray<unknown>,
  make: () => A
): A => {
  if (memory === undefined) return make()
  const last = memory.kept.get(name)
  if (
    last !== undefined && last.inputs.length === inputs.length && inputs.every((input, i) => input === last.inputs[i])
  ) {
    return last.result as A
  }
  const result = make()
  memory.kept.set(name, { inputs, result })
  return result
}

/** The files that differ from those of the last run, that are new, or that have gone; sorted. */
export const changedFiles = (memory: Memory, sources: ReadonlyMap<string, string>): ReadonlyArray<string> =>
  [...new Set([...sources.keys(), ...memory.sources.keys()])]
    .filter((file) => sources.get(file) !== memory.sources.get(file))
    .sort()
