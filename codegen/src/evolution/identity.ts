// Aggregates and their streams: whether what is stored is still found. AGGREGATE_DELETED, STREAM_CHANGED, ID_NARROWED,
// TS_NAME_CHANGED.
import { wholeFile } from "../diagnostic.ts"
import { sideOf } from "../lock/update.ts"
import type { Aggregate } from "../model.ts"
import { resolve } from "../upcast/open.ts"
import { scalarNarrows } from "../upcast/scalarFit.ts"
import { aggregateOf, type BaseLine, type Context } from "./context.ts"
import { type Finding, finding } from "./finding.ts"

export const checkIdentity = (context: Context): ReadonlyArray<Finding> =>
  [...context.base.streams].flatMap(([stream, lines]) => {
    const base = lines.get("")
    const aggregate = aggregateOf(context.assembled, stream)
    if (base === undefined || !("aggregate" in base.value)) return []
    const name = base.value.aggregate
    if (aggregate === undefined) return gone(context, stream, name, base)
    return [...narrowed(context, stream, aggregate, base), ...renamed(context, name, aggregate)]
  })

const gone = (context: Context, stream: string, name: string, base: BaseLine): ReadonlyArray<Finding> => {
  const { assembled, lockFile, places } = context
  const heir = assembled.aggregates.find((aggregate) => aggregate.name === name)
  const accept = { stream, key: "", what: heir === undefined ? null : heir.stream }
  if (heir !== undefined) {
    const message = `${name}'s stream ${base.since} as "${stream}", and is "${heir.stream}" now: the streams named `
      + `${stream}-... are no longer found.`
    return [
      finding("STREAM_CHANGED", places.of(heir.place.file, "stream"), message, {
        accept,
        help: `stream: ${stream}. The aggregate itself may be renamed.`
      })
    ]
  }
  // what could not be read is not gone
  if (context.hasLostManifest) return []
  const message = `${name} ${base.since} and is gone, so that the streams named ${stream}-... are no longer found.`
  return [
    finding("AGGREGATE_DELETED", wholeFile(lockFile), message, {
      accept,
      help: "restore its folder; to stop using it, retire its events in aggregate.yaml."
    })
  ]
}

const narrowed = (context: Context, stream: string, aggregate: Aggregate, base: BaseLine): ReadonlyArray<Finding> => {
  if (!("aggregate" in base.value)) return []
  const now = context.catalog.brands.find(({ name }) => name === aggregate.id)?.shape
  const before = sideOf({ ...base, value: { contract: base.value.id } }, stream)?.shape
  if (now === undefined || before === undefined || now._tag !== "String") return []
  const from = resolve(before, () => before)
  const reasons = scalarNarrows(from, now, "the file") ?? []
  if (reasons.length === 0) return []
  const message = `The id of ${aggregate.name}, which ${base.since}, ${
    reasons.join(", and ")
  } now: ids of old streams may not fit.`
  const accept = { stream, key: "", what: context.lines.streams.get(stream)?.get("")?.value ?? null }
  return [
    finding("ID_NARROWED", context.places.of(aggregate.place.file, "id"), message, {
      accept: { ...accept, what: JSON.stringify(accept.what) },
      help: "take the stricter format, pattern or length back."
    })
  ]
}

const renamed = (context: Context, name: string, aggregate: Aggregate): ReadonlyArray<Finding> =>
  name === aggregate.name ? [] : [
    finding(
      "TS_NAME_CHANGED",
      context.places.of(aggregate.place.file, "aggregate"),
      `${name} is called ${aggregate.name} now, and so is all that is generated for it. What is stored stays the same.`
    )
  ]
