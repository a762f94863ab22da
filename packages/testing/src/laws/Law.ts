// What every law is, for those who run laws elsewhere than in vitest: a name, and a check that answers with data.

/**
 * Something that must hold. `check` may be called again, and answers the same for the same seed.
 *
 * @since 0.1.0
 * @category models
 */
export interface Law {
  /** A sentence, which is also the name of its test. */
  readonly name: string
  readonly check: () => Verdict
}

/**
 * @since 0.1.0
 * @category models
 */
export type Verdict = Holds | Fails

/**
 * @since 0.1.0
 * @category models
 */
export interface Holds {
  readonly _tag: "Holds"
  /** How many histories or payloads it was tried on. */
  readonly tried: number
  readonly seed: number
  /** What was met on the way, as a table. */
  readonly met?: string
}

/**
 * @since 0.1.0
 * @category models
 */
export interface Fails {
  readonly _tag: "Fails"
  /** What is wrong, as a sentence. */
  readonly problem: string
  /** The shortest case that was found to show it: for deciders a spec of what happens now, to be pasted into a test. */
  readonly counterexample: string
  /** How many commands, events or payloads it takes. */
  readonly length: number
  /** What finds it again: the option `seed`. */
  readonly seed: number
  /** How many histories lead to it, by that seed: the option `histories`. */
  readonly histories?: number
  /** Which of the histories or payloads it was, and how it was shortened. */
  readonly found: string
}

/**
 * Problem, counterexample and seed as a person reads them.
 *
 * @since 0.1.0
 * @category printing
 */
export const report = ({ counterexample, found, histories = 0, problem, seed }: Fails): string => {
  // a hundred are walked in any case
  const options = histories > 100 ? `seed: ${seed}, histories: ${histories}` : `seed: ${seed}`
  return [problem, "", counterexample, "", `${found} To find it again: ${options}`].join("\n")
}
