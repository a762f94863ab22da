// The names of events and what becomes of them. EVENT_DELETED, EVENT_MOVED, EVENT_NAME_REUSED, READ_CHANGED,
// CURRENT_LOWERED, UPCAST_CHANGED where a name leads elsewhere, UNION_GREW.
import { fateOf } from "../lock/lines.ts"
import { fateAt, lockedNames, versionOf } from "../lock/model.ts"
import type { Aggregate, EventType } from "../model.ts"
import { readVersions } from "../readable.ts"
import { aggregateOf, type BaseLine, type Context, shortSince } from "./context.ts"
import { type Finding, finding } from "./finding.ts"

export const checkNames = (context: Context): ReadonlyArray<Finding> =>
  [...context.base.streams].flatMap(([stream, lines]) => {
    const aggregate = aggregateOf(context.assembled, stream)
    if (aggregate === undefined) return []
    return [
      ...lockedNames(lines).flatMap((name) => {
        const event = aggregate.events.find((of) => of.name === name)
        return event === undefined
          ? gone(context, stream, aggregate, name, lines)
          : [...lowered(context, stream, event, lines), ...fateChanged(context, stream, event, lines)]
      }),
      ...grown(context, aggregate, lines)
    ]
  })

type Lines = ReadonlyMap<string, BaseLine>

const gone = (
  context: Context,
  stream: string,
  aggregate: Aggregate,
  name: string,
  lines: Lines
): ReadonlyArray<Finding> => {
  if (!context.isWhole(aggregate)) return []
  const since = ofName(lines, name)?.since ?? "is locked"
  const other = context.assembled.aggregates.find((of) =>
    of !== aggregate && of.events.some((one) => one.name === name)
  )
  const moved = other?.events.find((of) => of.name === name)
  const isNew = other !== undefined && ofName(context.base.streams.get(other.stream) ?? new Map(), name) === undefined
  if (other !== undefined && moved !== undefined && isNew) {
    const message = `${name} ${since} in ${aggregate.name} and is in ${other.name} now, whose streams hold none of the `
      + `old ones.`
    return [
      finding("EVENT_MOVED", moved.place, message, {
        accept: { stream, key: `${name}>`, what: other.stream },
        help: `put it back into ${context.schemas}/${aggregate.folder}/aggregate.yaml, retired if it is no longer used.`
      })
    ]
  }
  const message = `${name} ${since} and is not in ${base(aggregate.place.file)} any more: events of it may be stored.`
  return [
    finding("EVENT_DELETED", context.places.of(aggregate.place.file, "events"), message, {
      accept: { stream, key: `${name}>`, what: null },
      help: `put "${name}" back; to stop using it, give it retired, renamed or replaced.`
    })
  ]
}

/** The highest locked version is what `current` has to read. */
const lowered = (context: Context, stream: string, event: EventType, lines: Lines): ReadonlyArray<Finding> => {
  const { name, place: { file }, reading } = event
  if (reading._tag !== "Current") return []
  const readable = new Set(readVersions(event).map(({ version }) => version))
  const above = versionsOf(lines, name).filter((version) => version > reading.current && !readable.has(version))
  const [highest] = above.toSorted((a, b) => b - a)
  if (highest === undefined) return []
  const line = lines.get(`${name}@${highest}`)
  const message = `${name} v${highest} ${line?.since ?? "is locked"} (events of it may be stored), and current: `
    + `${reading.current} can't read it.`
  return [
    finding("CURRENT_LOWERED", context.places.of(file, "events", name, "current"), message, {
      accept: { stream, key: `${name}>`, what: reading.current },
      help: `current: ${highest}; or add under downcasts: "${highest}: [...]" or "${highest}: {code: true}".`
    })
  ]
}

const fateChanged = (context: Context, stream: string, event: EventType, lines: Lines): ReadonlyArray<Finding> => {
  const { name, place, reading } = event
  const before = fateAt(lines, name)
  const now = fateOf(event)
  const line = lines.get(`${name}>`)
  const accept = { stream, key: `${name}>`, what: { ...now } }
  const old = before.renamed ?? before.replaced?.join(" + ")
  const found: Array<Finding> = []
  if (old !== undefined && line !== undefined) {
    const target = now.renamed ?? now.replaced?.join(" + ")
    const was = before.renamed === undefined ? "was replaced by" : "was renamed to"
    if (target === undefined) {
      const message =
        `${name} ${was} ${old} (${shortSince(line)}) and is declared anew: its old events would be read by the `
        + `new schema.`
      const help = `put ${
        before.renamed === undefined ? "replaced" : "renamed"
      } back, and choose another name for the new event.`
      found.push(finding("EVENT_NAME_REUSED", place, message, { accept, help }))
    } else if (target !== old || (before.renamed === undefined) !== (now.renamed === undefined)) {
      const at = reading._tag === "Renamed" ? reading.to.place : place
      found.push(
        finding(
          "UPCAST_CHANGED",
          at,
          `${name} ${was} ${old} (${shortSince(line)}) and leads to ${target} now: history reads otherwise.`,
          {
            accept,
            help: "put it back; or rebuild snapshots and read models, and accept it with deciduous lock --accept."
          }
        )
      )
    }
  } else if (versionsOf(lines, name).length > 0) {
    const [was, is] = [before.retired === "skip", now.retired === "skip"]
    if (was !== is) {
      const message = was
        ? `${name} was skipped when read (${shortSince(line)}), and is read now: rebuilt state differs.`
        : `${name} ${
          ofName(lines, name)?.since ?? "is locked"
        } and was read until now: with read: skip, rebuilt state differs.`
      const help = was
        ? "read: skip."
        : "read: keep, with evolve doing nothing; or accept it with deciduous lock --accept."
      const at = context.places.of(place.file, "events", name, "retired", "read")
      found.push(finding("READ_CHANGED", at, message, { accept, help }))
    }
  }
  return found
}

/** Names that evolve has to handle now and had not to before. */
const grown = (context: Context, aggregate: Aggregate, lines: Lines): ReadonlyArray<Finding> =>
  aggregate.events.filter((event) =>
    event.reading._tag === "Current" && event.reading.retired?.read !== "skip"
    && ofName(lines, event.name) === undefined
  ).map(({ name, place }) =>
    finding("UNION_GREW", place, `${aggregate.name}Event has ${name} now: evolve must handle a new case.`)
  )

const versionsOf = (lines: Lines, name: string): ReadonlyArray<number> =>
  [...lines.keys()].flatMap((key) => {
    const version = versionOf(key)
    return version?.event === name ? [version.version] : []
  })

/** Any line of an event. */
const ofName = (lines: Lines, name: string): BaseLine | undefined => {
  const version = versionsOf(lines, name)[0]
  return version === undefined ? lines.get(`${name}>`) : lines.get(`${name}@${version}`)
}

const base = (file: string): string => file.slice(file.lastIndexOf("/") + 1)
