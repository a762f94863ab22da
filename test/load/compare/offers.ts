// Asks a contender for an operation that its workload needs.

/** The operation, or an error: the list of a workload's contenders names one that does not offer it. */
export const offered = <A>(operation: A | undefined, name: string): A => {
  if (operation === undefined) {
    throw new Error(`This contender does not offer "${name}"; the workload should not name it.`)
  }
  return operation
}
