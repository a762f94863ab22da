// Published events: their versions against each other, by the compatibility that they promise to other systems, and the
// type under which those receive them. All rules of PUBLISHED.
import { type Difference, differences } from "../contract/compare.ts"
import { fateOf } from "../lock/lines.ts"
import { fateAt } from "../lock/model.ts"
import type { Aggregate, EventType, EventVersion } from "../model.ts"
import { aggregateOf, type Context, shortSince } from "./context.ts"
import { type Finding, finding } from "./finding.ts"
import type { RuleId } from "./rulebook.ts"

/** Pairs whose newer version is locked can't be mended any more. */
export const checkPublished = (context: Context): ReadonlyArray<Finding> =>
  context.catalog.aggregates.flatMap((aggregate) =>
    aggregate.events.flatMap((event) => {
      const published = publishedBy(event)
      if (published === undefined) return []
      const [direction = "", transitive] = published.compatibility.split("_")
      return event.versions.flatMap((version) => {
        const isLocked = context.base.streams.get(aggregate.stream)?.has(`${event.name}@${version.version}`)
        if (isLocked === true) return []
        const own = event.versions.slice(0, version.version - 1)
        const earlier = [...formerly(context, aggregate, event, version), ...own.map((before) => ({ event, before }))]
        const pairs = transitive === undefined ? earlier.slice(-1) : earlier
        return pairs.flatMap((pair) => comparePair(context, aggregate.stream, pair, { event, version }, direction))
      })
    })
  )

interface Pair {
  readonly event: EventType
  readonly before: EventVersion
}

/** What other systems have received under this type while the event had another name. */
const formerly = (
  { base }: Context,
  { events, stream }: Aggregate,
  event: EventType,
  { version }: EventVersion
): ReadonlyArray<Pair> =>
  events.flatMap((former) => {
    const { name, reading, versions } = former
    if (reading._tag !== "Renamed" || reading.to.event !== event.name || reading.to.version !== version) return []
    return fateAt(base.streams.get(stream), name).published === publishedBy(event)?.type
      ? versions.map((before) => ({ event: former, before }))
      : []
  })

const comparePair = (
  { find, lines, places }: Context,
  stream: string,
  { before, event: former }: Pair,
  { event, version: after }: { readonly event: EventType; readonly version: EventVersion },
  direction: string
): ReadonlyArray<Finding> => {
  const value = lines.streams.get(stream)?.get(`${event.name}@${after.version}`)?.value
  const accept = {
    stream,
    key: `${event.name}@${after.version}`,
    what: value !== undefined && "contract" in value ? value.contract : null
  }
  const earlier = former === event ? `v${before.version}` : `${former.name} v${before.version}`
  return differences({ shape: before.payload, find }, { shape: after.payload, find }).flatMap((difference) =>
    rulesFor(difference, direction).map((rule) => {
      const message = `"${difference.pointer}" of ${event.name} v${after.version} differs from ${earlier}: `
        + `${difference.text}. ${BECAUSE[breaks(rule, difference)]}`
      return finding(rule, places.differing(difference), message, {
        accept,
        help: `published with compatibility ${direction}: see deciduous explain ${rule}.`
      })
    })
  )
}

/** TYPE_STRING_CHANGED: what was published under a type comes under another one, or under none, while it is still written. */
export const checkTypeStrings = ({ assembled, base, places }: Context): ReadonlyArray<Finding> =>
  [...base.streams].flatMap(([stream, lines]) => {
    const aggregate = aggregateOf(assembled, stream)
    return (aggregate?.events ?? []).flatMap((event) => {
      const before = fateAt(lines, event.name).published
      if (before === undefined || aggregate === undefined) return []
      const now = writtenAs(aggregate, event)
      if (now.length === 0 || now.some((one) => publishedBy(one)?.type === before)) return []
      const { name, place } = event
      const since = shortSince(lines.get(`${name}>`))
      const message = `${name} was published as ${before} (${since}) and ${
        now.map((one) => `${one === event ? "" : `${one.name} `}${stateOf(one)}`).join(", ")
      } now: subscribers to the old type receive nothing.`
      const accept = {
        stream,
        key: `${name}>`,
        what: { ...fateOf(event), types: now.map((of) => publishedBy(of)?.type ?? "") }
      }
      const at = places.of(place.file, "events", now[0]?.name ?? name, "published", "type")
      const help = `${now[0] === event ? "" : `give ${now[0]?.name} `}published: { type: ${before} }.`
      return [finding("TYPE_STRING_CHANGED", at, message, { accept, help })]
    })
  })

const stateOf = (event: EventType): string => {
  const type = publishedBy(event)?.type
  return type === undefined ? "is not published" : `is ${type}`
}

/** The events in whose place it is written now; none, where it is retired. */
const writtenAs = ({ events }: Aggregate, event: EventType): ReadonlyArray<EventType> => {
  const left = [event]
  const reached = new Set<EventType>()
  for (let one = left.pop(); one !== undefined; one = left.pop()) {
    if (reached.has(one)) continue
    reached.add(one)
    const { reading } = one
    const names = reading._tag === "Renamed"
      ? [reading.to.event]
      : reading._tag === "Replaced"
      ? reading.by.map((to) => to.event)
      : []
    left.push(...events.filter(({ name }) => names.includes(name)))
  }
  return [...reached].filter(({ reading }) => reading._tag === "Current" && reading.retired === undefined)
}

const publishedBy = ({ reading }: EventType) => reading._tag === "Current" ? reading.published : undefined

type Direction = "backward" | "forward" | "either"

const BECAUSE: Record<Direction, string> = {
  backward: "Readers of the new version could not read what was written before.",
  forward: "Readers of the old version could not read what is written now.",
  either: "Readers of one version could not read what was written in the other."
}

/** The rules that a difference breaks, in the directions that were promised. */
const rulesFor = (difference: Difference, promised: string): ReadonlyArray<RuleId> => {
  const [backward, forward] = [promised !== "forward", promised !== "backward"]
  const bySide = (narrows: RuleId, widens: RuleId): ReadonlyArray<RuleId> => [
    ...(backward && difference.effect !== "widens" ? [narrows] : []),
    ...(forward && difference.effect !== "narrows" ? [widens] : [])
  ]
  switch (difference.kind) {
    case "Type":
    case "FormatExchanged":
      return ["FIELD_TYPE_CHANGED"]
    case "FieldAdded":
      return backward && difference.required === true ? ["FIELD_REQUIRED_ADDED"] : []
    case "FieldRemoved":
      return forward && difference.required === true ? ["FIELD_REMOVED"] : []
    case "Requirement":
      return bySide("FIELD_OPTIONAL_CHANGED", "FIELD_OPTIONAL_CHANGED")
    case "ValueAdded":
      return forward ? ["ENUM_VALUE_ADDED"] : []
    case "ValueRemoved":
      return backward ? ["ENUM_VALUE_REMOVED"] : []
    case "BranchAdded":
      return forward ? ["UNION_BRANCH_ADDED"] : []
    case "BranchRemoved":
      return backward ? ["UNION_BRANCH_REMOVED"] : []
    case "Null":
    case "Bound":
    case "Pattern":
      return bySide("CONSTRAINT_NARROWED", "CONSTRAINT_WIDENED")
    case "Personal":
    case "Brand":
      return []
  }
}

const breaks = (rule: RuleId, { effect }: Difference): Direction => {
  switch (rule) {
    case "FIELD_TYPE_CHANGED":
      return "either"
    case "FIELD_OPTIONAL_CHANGED":
      return effect === "narrows" ? "backward" : "forward"
    case "FIELD_REMOVED":
    case "ENUM_VALUE_ADDED":
    case "UNION_BRANCH_ADDED":
    case "CONSTRAINT_WIDENED":
      return "forward"
    default:
      return "backward"
  }
}
