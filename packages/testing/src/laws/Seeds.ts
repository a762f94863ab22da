// By which seeds laws are asked, where whoever runs the tests says so: at night a thousand, one to see a failure again.

/**
 * Of the options of all laws, those that a run chooses.
 *
 * @since 0.1.0
 * @category models
 */
export interface Run {
  readonly seed: number
  /** With many seeds none: each ends after its first histories. */
  readonly budget?: number
}

/**
 * What the environment asks for: `DECIDUOUS_SEED` alone is one seed, with all the time that laws take; `DECIDUOUS_SEEDS` is
 * how many there are, from that one on or from 1. Nothing where it says nothing. Throws where it says no whole number.
 *
 * @since 0.1.0
 * @category laws
 */
export const asked = (environment: Environment = ofProgram()): ReadonlyArray<Run> | undefined => {
  const first = number(environment, "DECIDUOUS_SEED")
  const count = number(environment, "DECIDUOUS_SEEDS")
  if (count === undefined) return first === undefined ? undefined : [{ seed: first }]
  return Array.from({ length: count }, (_, index) => ({ seed: (first ?? 1) + index, budget: 0 }))
}

type Environment = { readonly [name: string]: string | undefined }

const ofProgram = (): Environment => typeof process === "undefined" ? {} : process.env

const number = (environment: Environment, name: string): number | undefined => {
  const text = environment[name]
  if (text === undefined || text === "") return undefined
  if (!/^\d+$/.test(text)) throw new Error(`${name} is ${JSON.stringify(text)}; give a whole number.`)
  return Number(text)
}
