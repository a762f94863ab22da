// The laws of stored events as data: what any release has written, this one reads.
import type { EventSet } from "@deciduous/core"
import * as Result from "effect/Result"
import * as fc from "fast-check"
import { code } from "./internal/code.ts"
import { lost, placesOf, sample } from "./internal/loss.ts"
import { newSeed } from "./internal/random.ts"
import { strewn, tripping } from "./internal/strewn.ts"
import { untyped } from "./internal/subject.ts"
import { withTraps } from "./internal/traps.ts"
import { asStored, decodeOf, partsOf, problem } from "./internal/upcasts.ts"
import type { Fails, Law, Verdict } from "./Law.ts"

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
  /** By `Type@version`, the fields that are given up although what they become could hold them: `["/note"]`. */
  readonly loses?: { readonly [typeAndVersion: string]: ReadonlyArray<string> }
  /** What to find the same payloads by; another one each time by default, printed where a law fails. */
  readonly seed?: number
  /** How many payloads of each version to try, 400 by default. */
  readonly payloads?: number
}

/**
 * Two laws for each type and version that was ever stored: it can be read, and nothing of it is lost.
 *
 * @since 0.1.0
 * @category laws
 */
export const laws = <E, N, Id>(
  events: EventSet.EventSet<E, N, unknown, Id>,
  options: Options<NoInfer<E>>
): ReadonlyArray<Law> => {
  const { arbitraries, invariants = {}, loses = {}, payloads = 400, seed = newSeed() } = options
  const set = untyped<AnyEventSet>(events)
  const isKnown = (key: string) => Object.hasOwn(arbitraries.stored, key)
  return [
    ...Object.entries(arbitraries.stored).map(([key, payload]): Law => {
      const holds = invariants[key] as Invariant | undefined
      return { name: `${key} can be read`, check: () => check(set, key, payload, holds, seed, payloads) }
    }),
    ...Object.entries(arbitraries.stored).filter(([key]) => !isCurrent(set, key)).map(([key, payload]): Law => ({
      name: `nothing of ${key} is lost`,
      check: () => checkLoss(set, key, payload, arbitraries.stored, loses[key] ?? [], seed)
    })),
    ...[...Object.keys(invariants), ...Object.keys(loses)].filter((key) => !isKnown(key)).map((key): Law => ({
      name: `${key} can be read`,
      check: () => misspelt(key, Object.keys(arbitraries.stored), seed)
    }))
  ]
}

type AnyEventSet = EventSet.EventSet<unknown, unknown, unknown, unknown>
type Invariant = (stored: unknown, events: ReadonlyArray<unknown>) => true | string

const check = (
  events: AnyEventSet,
  key: string,
  payload: fc.Arbitrary<unknown>,
  invariant: Invariant | undefined,
  seed: number,
  payloads: number
): Verdict =>
  withTraps(() => {
    // the order of the events that a split gives is the same for every payload
    const orders = new Map<string, string>()
    const problemOf = (data: unknown) => problem(events, key, data, invariant, orders)
    const decode = decodeOf(events, key)
    const { schemaVersion, type } = partsOf(key)
    const fits = (data: unknown) => {
      const read = decode(asStored(data))
      return Result.isSuccess(read) || !read.failure.problem.startsWith(`${type} v${schemaVersion} does not fit`)
    }
    const examples = tripping(payload, fits, seed).map((data): [unknown] => [data])
    const details = fc.check(fc.property(strewn(payload, fits), (data) => problemOf(data) === undefined), {
      seed,
      examples,
      numRuns: payloads + examples.length
    })
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
      found: `Found in payload ${details.numRuns} of ${payloads + examples.length}.`
    }
  })

const checkLoss = (
  events: AnyEventSet,
  key: string,
  payload: fc.Arbitrary<unknown>,
  stored: Options<unknown>["arbitraries"]["stored"],
  given: ReadonlyArray<string>,
  seed: number
): Verdict => {
  const payloads = sample(payload, seed)
  const decode = decodeOf(events, key)
  const read = (data: unknown) => Result.getOrUndefined(decode(asStored(data)))
  const followers = followersOf(events, key, payloads, stored)
  const kept = new Set(followers.flatMap((follower) => [...placesOf(sample(stored[follower]!, seed))]))
  for (const place of given) kept.delete(place)
  const found = lost(payloads, kept, read)
  if (found === undefined) return { _tag: "Holds", tried: payloads.length, seed }
  return {
    _tag: "Fails",
    problem: `${found.place} of ${key} is lost: whatever stands there, the same is read, although ${
      followers.join(" and ")
    } could hold it. If that is meant, say so: loses: { "${key}": ["${found.place}"] }`,
    counterexample: `stored as ${key}: ${code(found.payload)}`,
    length: 1,
    seed,
    found: `Found among ${payloads.length} payloads.`
  }
}

/** What it becomes: the version that follows, or the events into which it is split or renamed. */
const followersOf = (
  events: AnyEventSet,
  key: string,
  payloads: ReadonlyArray<unknown>,
  stored: Options<unknown>["arbitraries"]["stored"]
): ReadonlyArray<string> => {
  const { schemaVersion, type } = partsOf(key)
  const next = `${type}@${schemaVersion + 1}`
  if (Object.hasOwn(stored, next)) return [next]
  const decode = decodeOf(events, key)
  const becomes = payloads.flatMap((data) => Result.getOrElse(decode(asStored(data)), () => [])).flatMap((event) => {
    const encoded = events.encode(event)
    return Result.isSuccess(encoded) ? [`${encoded.success.type}@${encoded.success.schemaVersion}`] : []
  })
  return [...new Set(becomes)].filter((follower) => Object.hasOwn(stored, follower))
}

const isCurrent = (events: AnyEventSet, key: string): boolean => {
  const { schemaVersion, type } = partsOf(key)
  return events.isCurrent(type, schemaVersion)
}

const misspelt = (key: string, known: ReadonlyArray<string>, seed: number): Fails => ({
  _tag: "Fails",
  problem: `Something is said of ${key}, and no arbitrary makes its payloads. Is it misspelt?`,
  counterexample: `arbitraries.stored has ${known.join(", ")}`,
  length: 0,
  seed,
  found: "Nothing was tried."
})
