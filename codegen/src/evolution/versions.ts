// Locked versions against their files. VERSION_CHANGED, TYPE_CHANGED, VERSION_CLASH, PERSONAL_UNMARKED and BRAND_CHANGED
// of a version that is there; VERSION_DELETED is found where files are restored.
import { type Difference, differences, type Side } from "../contract/compare.ts"
import { wholeFile } from "../diagnostic.ts"
import { sideOf } from "../lock/update.ts"
import type { Aggregate, EventType, EventVersion, SharedType } from "../model.ts"
import type { Declared } from "../walk.ts"
import { aggregateOf, type BaseLine, type Context, listed } from "./context.ts"
import { type Finding, finding } from "./finding.ts"

/** What the rules found, and the versions that are to be read by their locked contract in what follows. */
export interface Versions {
  readonly findings: ReadonlyArray<Finding>
  readonly changed: ReadonlyArray<ChangedVersion>
}

export interface ChangedVersion {
  readonly aggregate: Aggregate
  readonly event: string
  readonly version: number
  readonly base: BaseLine
}

/** `isOpen` says of a finding that nobody has accepted it: what is accepted is read as it is now. */
export const checkVersions = (context: Context, isOpen: (finding: Finding) => boolean): Versions => {
  const types = changedTypes(context)
  const judged: Array<
    ChangedVersion & { readonly own: ReadonlyArray<Finding>; readonly types: ReadonlySet<ChangedType> }
  > = []
  for (const [stream, lines] of context.base.streams) {
    const aggregate = aggregateOf(context.catalog, stream)
    for (const event of aggregate?.events ?? []) {
      for (const version of event.versions) {
        const base = lines.get(`${event.name}@${version.version}`)
        if (aggregate === undefined || base === undefined) continue
        const found = compareVersion(context, base, version, `${event.name}@${version.version}`)
        if (found.length === 0) continue
        const own = judge(context, types, { stream, aggregate, event, version, base }, found)
        const hit = new Set(found.flatMap(({ through }) => innermost(through, types) ?? []))
        judged.push({ aggregate, event: event.name, version: version.version, base, own, types: hit })
      }
    }
  }
  const ofTypes = typeFindings(context, types)
  const changed = judged.filter((one) =>
    [...one.own, ...[...one.types].flatMap((type) => ofTypes.get(type) ?? [])].some(isOpen)
  )
  return { findings: [...judged.flatMap(({ own }) => own), ...ofTypes.values()], changed }
}

/** Brands are no part of what the lock holds. */
const compareVersion = (
  context: Context,
  base: BaseLine,
  { payload }: EventVersion,
  key: string
): ReadonlyArray<Difference> => {
  const before = sideOf(base, key)
  return before === undefined
    ? []
    : differences(before, { shape: payload, find: context.find }).filter(({ kind }) => kind !== "Brand")
}

interface Subject {
  readonly stream: string
  readonly aggregate: Aggregate
  readonly event: EventType
  readonly version: EventVersion
  readonly base: BaseLine
}

const judge = (
  context: Context,
  types: ReadonlyMap<string, ChangedType>,
  { aggregate, base, event, stream, version }: Subject,
  found: ReadonlyArray<Difference>
): ReadonlyArray<Finding> => {
  const name = `${event.name} v${version.version}`
  const accept = {
    stream,
    key: `${event.name}@${version.version}`,
    what: contractNow(context, stream, `${event.name}@${version.version}`)
  }
  const own = found.filter((difference) => {
    const type = innermost(difference.through, types)
    type?.hits.add(name)
    return type === undefined
  })
  const personal = own.filter(({ kind }) => kind === "Personal")
  const others = own.filter(({ kind }) => kind !== "Personal")
  const unmarked = personal.map((difference) =>
    finding(
      "PERSONAL_UNMARKED",
      context.places.differing(difference),
      `"${difference.pointer}" of ${name}, which ${base.since}: ${difference.text}. What is stored was written with the mark as it was.`,
      { accept, help: "put the mark back as it was; a new mark begins with a new version." }
    )
  )
  if (others.length === 0) return unmarked
  const file = wholeFile(version.file)
  const last = base.isLocked ? event.versions.length : version.version
  const rule = context.isClash(version.file, base) ? "VERSION_CLASH" : "VERSION_CHANGED"
  const changed = rule === "VERSION_CLASH"
    ? finding(
      rule,
      file,
      `${name} ${base.since} with other fields, and this branch has made a v${version.version} of its own: ${
        listed(others)
      }.`,
      {
        accept,
        help: `make yours ${event.name}.v${
          Math.max(last, version.version) + 1
        }.yaml, with an upcast from v${version.version} as it stands there.`
      }
    )
    : finding(
      rule,
      file,
      `${name} ${base.since} and has changed: ${listed(others)}. Stored events can't be changed.`,
      {
        accept,
        help: `git checkout -- ${version.file}; deciduous bump ${aggregate.folder}/${event.name}.`
      }
    )
  return [changed, ...unmarked]
}

const contractNow = (context: Context, stream: string, key: string) => {
  const value = context.lines.streams.get(stream)?.get(key)?.value
  return value !== undefined && "contract" in value ? value.contract : null
}

interface ChangedType {
  readonly type: SharedType
  readonly base: BaseLine
  readonly differences: ReadonlyArray<Difference>
  /** The versions that it changes. */
  readonly hits: Set<string>
}

const changedTypes = ({ base, catalog, find }: Context): ReadonlyMap<string, ChangedType> =>
  new Map(
    catalog.types.filter(({ pointer }) => pointer === "#").flatMap((type) => {
      const key = keyOf(type)
      const line = base.types.get(key)
      const before = line && sideOf(line, key)
      if (line === undefined || before === undefined) return []
      const now: Side = {
        shape: { _tag: "Reference", typeName: type.typeName, description: undefined, place: type.place },
        find
      }
      const found = differences(before, now).filter(({ kind }) => kind !== "Brand")
      return found.length === 0
        ? []
        : [[key, { type, base: line, differences: found, hits: new Set<string>() }] as const]
    })
  )

const typeFindings = (
  context: Context,
  types: ReadonlyMap<string, ChangedType>
): ReadonlyMap<ChangedType, Finding> =>
  new Map(
    [...types].filter(([, { hits }]) => hits.size > 0).map(([key, changed]) => {
      const { base, differences, hits, type } = changed
      const own = differences.filter(({ through }) => innermost(through, types)?.type === type)
      const message = `${type.name} v${type.version} ${base.since} and has changed: ${
        listed(own)
      }. That changes the past of ${[...hits].join(", ")}.`
      const value = context.lines.types.get(key)?.value
      const next = `${type.name}.v${type.version + 1}.yaml`
      const found = finding("TYPE_CHANGED", wholeFile(type.file), message, {
        accept: { stream: "types", key, what: value !== undefined && "contract" in value ? value.contract : null },
        help: `git checkout -- ${type.file}; the next version is ${next}, for new versions of events.`
      })
      return [changed, found]
    })
  )

/** The innermost changed file of a shared type on the way to a place. */
const innermost = (
  through: ReadonlyArray<Declared>,
  types: ReadonlyMap<string, ChangedType>
): ChangedType | undefined =>
  through.toReversed().flatMap((declared) => isType(declared) ? types.get(keyOf(declared)) ?? [] : [])[0]

const isType = (declared: Declared): declared is SharedType => "file" in declared && "version" in declared

const keyOf = ({ name, version }: Pick<SharedType, "name" | "version">): string => `${name}@${version}`
