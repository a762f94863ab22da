// When snapshots are taken, as data. Snapshot makes these for users.

/**
 * When to take snapshots, and what is kept of them.
 *
 * @since 0.1.0
 * @category models
 */
export interface Policy extends Required<Options> {
  readonly when:
    | { readonly _tag: "Every"; readonly events: number }
    | { readonly _tag: "OlderThan"; readonly millis: number }
    | { readonly _tag: "WhenLoadTakes"; readonly millis: number }
    | { readonly _tag: "Manual" }
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /**
   * Part of the snapshots' fingerprint; 1 by default. The schemas of state and events and the code of `evolve` and of the
   * upcasters are seen by themselves: raise it when a function that these call has changed.
   */
  readonly version?: number
  /** How many snapshots of a stream are kept, from 1; 1 by default. Older ones serve reads of the past. */
  readonly keep?: number
}

export const policy = (when: Policy["when"], { keep = 1, version = 1 }: Options = {}): Policy => ({
  when,
  version,
  keep: atLeastOne("keep", keep)
})

/** Else it is a fault of the program, met when its aggregates are made. */
export const atLeastOne = (name: string, number: number): number => {
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new TypeError(`Snapshots: "${name}" is ${number}; give a whole number from 1.`)
  }
  return number
}
