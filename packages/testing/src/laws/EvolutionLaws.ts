// The laws of stored events as data: what any release has written, this one reads.
import type { EventSet } from "@deciduous/core"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { firstDifference } from "../internal/difference.ts"
import { same } from "../internal/same.ts"
import { code } from "./internal/code.ts"
import { newSeed } from "./internal/random.ts"
import { storedEvent } from "./internal/stored.ts"
import { call, described, type Finding } from "./internal/watch.ts"
import type { Law, Verdict } from "./Law.ts"

/**
 * The payloads to try, and what must hold of what they are read as.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<Event> {
  /** `BankAccountArbitraries` of the generated `*.arbitraries.gen.ts`: payloads by `Type@version`. */
  readonly arbitraries: {
    readonly stored: { readonly [typeAndVersion: string]: fc.Arbitrary<unknown> }
  }
  /** By `Type@version`, what holds of a payload and the events that it is read as: `true`, or what is wrong. */
  readonly invariants?: {
    readonly [typeAndVersion: string]: (stored: any, events: ReadonlyArray<Event>) => true | string
  }
  /** What to find the same payloads by; another one each time by default, printed where a law fails. */
  readonly seed?: number
  /** How many payloads of each version to try, 200 by default. */
  readonly payloads?: number
}

/**
 * One law for each type and version that was ever stored.
 *
 * @since 0.1.0
 * @category laws
 */
export const laws = <E, N, Id>(
  events: EventSet.EventSet<E, N, unknown, Id>,
  { arbitraries, invariants = {}, payloads = 200, seed = newSeed() }: Options<NoInfer<E>>
): ReadonlyArray<Law> => [
  ...Object.entries(arbitraries.stored).map(([key, payload]): Law => {
    const problemOf = (data: unknown) => problem(events, key, data, invariants[key])
    return { name: `${key} can be read`, check: () => check(key, payload, problemOf, seed, payloads) }
  }),
  ...Object.keys(invariants).filter((key) => !Object.hasOwn(arbitraries.stored, key)).map((key): Law => ({
    name: `${key} can be read`,
    check: () => ({
      _tag: "Fails",
      problem: `There is an invariant of ${key}, and no arbitrary makes its payloads. Is it misspelt?`,
      counterexample: `arbitraries.stored has ${Object.keys(arbitraries.stored).join(", ")}`,
      length: 0,
      seed,
      found: "Nothing was tried."
    })
  }))
]

const check = (
  key: string,
  payload: fc.Arbitrary<unknown>,
  problemOf: (data: unknown) => string | undefined,
  seed: number,
  numRuns: number
): Verdict => {
  const details = fc.check(fc.property(payload, (data) => problemOf(data) === undefined), { seed, numRuns })
  if (!details.failed) return { _tag: "Holds", tried: details.numRuns, seed }
  if (details.counterexample === null) {
    throw new Error(`No payload of ${key} could be made.`, { cause: details.errorInstance })
  }
  const [data] = details.counterexample
  return {
    _tag: "Fails",
    problem: problemOf(data) ?? "It could be read when it was tried again, so it is read by chance.",
    counterexample: `stored as ${key}: ${code(asStored(data))}`,
    length: 1,
    seed,
    found: `Found in payload ${details.numRuns} of ${numRuns}.`
  }
}

/** What is wrong with how one payload is read. It is frozen, and the clock and chance are watched. */
const problem = <E, N, Id>(
  events: EventSet.EventSet<E, N, unknown, Id>,
  key: string,
  data: unknown,
  invariant: ((stored: unknown, events: ReadonlyArray<E>) => true | string) | undefined
): string | undefined => {
  const at = key.lastIndexOf("@")
  const [type, schemaVersion] = [key.slice(0, at), Number(key.slice(at + 1))]
  const decode = (payload: unknown) =>
    Result.map(
      events.decode(storedEvent(events.category, { type, schemaVersion, data: payload })),
      (recorded) => recorded.map(({ event }) => event)
    )
  const findings: Array<Finding> = []
  const watched = () =>
    call("the upcast", { payload: asStored(data) }, ({ payload }) => decode(payload), (f) => findings.push(f))?.value

  const read = watched()
  if (findings[0] !== undefined || read === undefined) return findings[0]?.problem
  if (Result.isFailure(read)) return changed(data, decode) ?? read.failure.problem
  const again = watched()
  if (again === undefined || Result.isFailure(again) || !same(read.success, again.success)) {
    return "Read a second time it is another event. Upcasters must be pure."
  }
  try {
    const said = invariant?.(asStored(data), read.success) ?? true
    return said === true ? undefined : said
  } catch (cause) {
    return `the invariant threw ${described(cause)}`
  }
}

/** As a store hands it out, with nothing that JSON cannot hold, and shared with nobody. */
const asStored = (data: unknown): unknown => JSON.parse(JSON.stringify(data))

/** An upcaster that writes into a frozen payload throws, and would not have if it were not frozen. */
const changed = (data: unknown, decode: (payload: unknown) => Result.Result<unknown, unknown>): string | undefined => {
  const [before, payload] = [asStored(data), asStored(data)]
  const isRead = Result.isSuccess(decode(payload))
  return !same(before, payload)
    ? `the upcast changed the payload that it was given: ${firstDifference(before, payload, same)}`
    : isRead
    ? "the upcast wrote into the payload that it was given."
    : undefined
}
