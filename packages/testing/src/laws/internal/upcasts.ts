// One stored payload, read as the program reads it: what may be wrong with that.
import type { EventSet } from "@deciduous/core"
import * as Result from "effect/Result"
import { firstDifference } from "../../internal/difference.ts"
import { same } from "../../internal/same.ts"
import { tagOf } from "./step.ts"
import { storedEvent } from "./stored.ts"
import { turned } from "./turned.ts"
import { call, described, type Finding } from "./watch.ts"

type AnyEventSet = EventSet.EventSet<unknown, unknown, unknown, unknown>
type Decode = (payload: unknown) => Result.Result<ReadonlyArray<unknown>, { readonly problem: string }>

/** What is wrong with how one payload is read. It is frozen, and the clock, chance and the rest are watched. */
export const problem = (
  events: AnyEventSet,
  key: string,
  data: unknown,
  invariant: ((stored: unknown, events: ReadonlyArray<unknown>) => true | string) | undefined,
  orders: Map<string, string>
): string | undefined => {
  const decode = decodeOf(events, key)
  const findings: Array<Finding> = []
  const watched = (payload: unknown) =>
    call("the upcast", { payload }, ({ payload }) => decode(payload), (finding) => findings.push(finding))?.value

  const read = watched(asStored(data))
  if (findings[0] !== undefined || read === undefined) return findings[0]?.problem
  if (Result.isFailure(read)) return changed(data, decode) ?? read.failure.problem
  const again = watched(asStored(data))
  if (again === undefined || Result.isFailure(again) || !same(read.success, again.success)) {
    return "Read a second time it is another event. Upcasters must be pure."
  }
  const otherwise = watched(turned(asStored(data)))
  if (otherwise === undefined || Result.isFailure(otherwise) || !same(read.success, otherwise.success)) {
    return "With the keys of the payload in another order it is another event; a store does not keep their order."
  }
  const disorder = ordered(read.success.map(tagOf), orders)
  if (disorder !== undefined) return disorder
  try {
    const said = invariant?.(asStored(data), read.success) ?? true
    return said === true ? undefined : said
  } catch (cause) {
    return `the invariant threw ${described(cause)}`
  }
}

export const decodeOf = (events: AnyEventSet, key: string): Decode => {
  const { schemaVersion, type } = partsOf(key)
  return (payload) =>
    Result.map(
      events.decode(storedEvent(events.category, { type, schemaVersion, data: payload })),
      (recorded) => recorded.map(({ event }) => event)
    )
}

/** Type and version of `Type@version`. */
export const partsOf = (key: string): { readonly type: string; readonly schemaVersion: number } => {
  const at = key.lastIndexOf("@")
  return { type: key.slice(0, at), schemaVersion: Number(key.slice(at + 1)) }
}

/** As a store hands it out, with nothing that JSON cannot hold, and shared with nobody. */
export const asStored = (data: unknown): unknown => JSON.parse(JSON.stringify(data))

/** An upcaster that writes into a frozen payload throws, and would not have if it were not frozen. */
const changed = (data: unknown, decode: Decode): string | undefined => {
  const [before, payload] = [asStored(data), asStored(data)]
  const isRead = Result.isSuccess(decode(payload))
  return !same(before, payload)
    ? `the upcast changed the payload that it was given: ${firstDifference(before, payload, same)}`
    : isRead
    ? "the upcast wrote into the payload that it was given."
    : undefined
}

/** Of two events into which something is split, one is the first, whatever stands in them. */
const ordered = (types: ReadonlyArray<string>, orders: Map<string, string>): string | undefined => {
  for (const [index, second] of types.entries()) {
    for (const first of new Set(types.slice(0, index))) {
      if (first === second) continue
      const pair = [first, second].toSorted().join(" ")
      if ((orders.get(pair) ?? first) !== first) {
        return `Of one payload ${second} comes before ${first}, of another ${first} before ${second}.`
      }
      orders.set(pair, first)
    }
  }
  return undefined
}
