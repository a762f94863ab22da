// The versions of published events against each other, by the compatibility that they promise to other systems.
import { type Difference, differences } from "../contract/compare.ts"
import type { EventType, EventVersion } from "../model.ts"
import type { Context } from "./context.ts"
import { type Finding, finding } from "./finding.ts"
import type { RuleId } from "./rulebook.ts"

/** Pairs whose newer version is locked can't be mended any more. */
export const checkPublished = (context: Context): ReadonlyArray<Finding> =>
  context.catalog.aggregates.flatMap(({ events, stream }) =>
    events.flatMap((event) => {
      const { reading } = event
      const published = reading._tag === "Current" ? reading.published : undefined
      if (published === undefined) return []
      const [direction = "", transitive] = published.compatibility.split("_")
      return event.versions.slice(1).flatMap((version) => {
        const isLocked = context.base.streams.get(stream)?.has(`${event.name}@${version.version}`)
        if (isLocked === true) return []
        const earlier = event.versions.slice(transitive === undefined ? version.version - 2 : 0, version.version - 1)
        return earlier.flatMap((before) => comparePair(context, stream, event, before, version, direction))
      })
    })
  )

const comparePair = (
  { find, lines }: Context,
  stream: string,
  event: EventType,
  before: EventVersion,
  after: EventVersion,
  direction: string
): ReadonlyArray<Finding> => {
  const value = lines.streams.get(stream)?.get(`${event.name}@${after.version}`)?.value
  const accept = {
    stream,
    key: `${event.name}@${after.version}`,
    what: value !== undefined && "contract" in value ? value.contract : null
  }
  return differences({ shape: before.payload, find }, { shape: after.payload, find }).flatMap((difference) =>
    rulesFor(difference, direction).map((rule) => {
      const message = `"${difference.pointer}" of ${event.name} v${after.version} differs from v${before.version}: `
        + `${difference.text}. ${BECAUSE[breaks(rule, difference)]}`
      return finding(rule, difference.place, message, {
        accept,
        help: `published with compatibility ${direction}: see deciduous explain ${rule}.`
      })
    })
  )
}

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
