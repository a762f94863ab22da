// What counts as stored: the lines of this lock, and those of the release or branch that is compared with.
import { type Lock, type Locked, versionOf } from "../lock/model.ts"
import { isSame } from "../lock/update.ts"
import type { Catalog } from "../model.ts"
import type { Against } from "./against.ts"
import { aggregateOf, type BaseLine, type Baseline } from "./context.ts"

/** Of a line that both have and that differs, the other side's counts: what was accepted here is accepted as it is now. */
export const baselineOf = (
  lock: Lock | undefined,
  against: Against | undefined,
  here: Catalog
): Baseline => {
  const streams = new Map<string, ReadonlyMap<string, BaseLine>>()
  for (const stream of new Set([...lock?.streams.keys() ?? [], ...against?.lock.streams.keys() ?? []])) {
    const mine = lock?.streams.get(stream)
    const theirs = against && withoutNews(against, stream, here)
    const lines = linesOf(mine, theirs, against)
    if (lines.size > 0) streams.set(stream, lines)
  }
  return { streams, types: linesOf(lock?.types, against?.lock.types, against) }
}

const linesOf = (
  here: ReadonlyMap<string, Locked> | undefined,
  there: ReadonlyMap<string, Locked> | undefined,
  against: Against | undefined
): ReadonlyMap<string, BaseLine> => {
  const lines = new Map<string, BaseLine>()
  for (const [key, line] of here ?? []) {
    lines.set(key, { ...line, since: `was locked on ${line.locked}`, isLocked: true })
  }
  for (const [key, line] of there ?? []) {
    const mine = lines.get(key)
    // the other side's modules are not read, so that nothing is known of its code
    const isEqual = mine !== undefined && (isSame(mine, line) || ("code" in mine.value && "code" in line.value))
    if (isEqual) continue
    lines.set(key, { ...line, since: `stands in ${against?.name}`, isLocked: false })
  }
  return lines
}

/** Without what the other side has added since the two parted: it is not gone here, it has not come yet. */
const withoutNews = (
  { catalog, lock, wasThere }: Against,
  stream: string,
  here: Catalog
): ReadonlyMap<string, Locked> | undefined => {
  const lines = lock.streams.get(stream)
  if (lines === undefined || wasThere === undefined) return lines
  const theirs = aggregateOf(catalog, stream)
  const mine = aggregateOf(here, stream)
  const isNews = (event: string, version: number): boolean => {
    const file = theirs?.events.find(({ name }) => name === event)?.versions[version - 1]?.file
    const isHere = mine?.events.find(({ name }) => name === event)?.versions.some((of) => of.version === version)
    return file !== undefined && !wasThere(file) && isHere !== true
  }
  const isKept = (key: string): boolean => {
    const version = versionOf(key)
    if (version !== undefined) return !isNews(version.event, version.version)
    const step = /^([^@>]+)@\d+>(\d+)$/u.exec(key)
    if (step !== null) return !isNews(step[1] ?? "", Number(step[2]))
    return !isNews(key.slice(0, -1), 1)
  }
  const kept = [...lines].filter(([key]) => key === "" || isKept(key))
  return new Map(kept.some(([key]) => key !== "") || mine !== undefined ? kept : [])
}
