// Whether a log holds what its writers say of it: nothing lost, nothing twice, nothing torn, everything in its order.
import type { Position } from "@deciduous/core"
import { type Account, accounts, type Entry } from "./Ledger.ts"

/** An event as the database has it. */
export interface Stored {
  readonly id: string
  readonly stream: string
  readonly version: number
  readonly position: Position.Position
  readonly attempt: string
  readonly part: number
}

/** In words, one for each thing that is wrong; none if all is well. `log` is in the order of positions. */
export const problems = (entries: ReadonlyArray<Entry>, log: ReadonlyArray<Stored>): ReadonlyArray<string> => {
  const all = accounts(entries)
  const stored = Map.groupBy(log, ({ attempt }) => attempt)
  const known = new Set(all.map(({ attempt }) => attempt.id))
  return [
    ...log.filter(({ attempt }) => !known.has(attempt)).map((event) => `${name(event)} is of no attempt`),
    ...twice(log),
    ...all.flatMap((account) => misplaced(account, stored.get(account.attempt.id) ?? [])),
    ...Array.from(Map.groupBy(log, ({ stream }) => stream).values()).flatMap(disordered),
    ...overtaken(all, stored)
  ]
}

const name = ({ attempt, part, stream, version }: Stored): string =>
  `part ${part} of ${attempt}, at version ${version} of ${stream},`

const twice = (log: ReadonlyArray<Stored>): ReadonlyArray<string> =>
  Array.from(Map.groupBy(log, ({ id }) => id)).flatMap(([id, same]) =>
    same.length > 1 ? [`the id ${id} is there ${same.length} times`] : []
  )

/** Whether an attempt is there as it should: once as a whole, or not at all. */
const misplaced = ({ attempt, outcome, versions }: Account, events: ReadonlyArray<Stored>): ReadonlyArray<string> => {
  const isThere = events.length > 0
  if (outcome === "refused") return isThere ? [`${attempt.id} was refused, and ${events.length} events are there`] : []
  if (!isThere && outcome === "unknown") return []
  return attempt.writes.flatMap(({ parts, stream }, i) => {
    const own = events.filter((event) => event.stream === stream)
    const [first] = own
    const found = own.map(({ part }) => part)
    if (own.length === 0 && parts > 0) return [`${attempt.id} was ${outcome}, and is not in ${stream}`]
    if (found.join() !== Array.from({ length: parts }, (_, part) => part + 1).join()) {
      return [`${attempt.id} was ${outcome}, and of its ${parts} events ${stream} has ${found.join(", ")}`]
    }
    if (own.some(({ version }, part) => version !== first!.version + part)) {
      return [`${attempt.id} is torn apart in ${stream}`]
    }
    const last = own.at(-1)?.version
    return versions !== undefined && last !== undefined && versions[i] !== last
      ? [`${attempt.id} was told that it ends at version ${versions[i]} of ${stream}, and ends at ${last}`]
      : []
  })
}

/** Whether the versions of one stream, in the order of positions, are 1, 2, 3 and so on. */
const disordered = (events: ReadonlyArray<Stored>): ReadonlyArray<string> => {
  const wrong = events.findIndex(({ version }, i) => version !== i + 1)
  return wrong < 0 ? [] : [`${name(events[wrong]!)} stands where version ${wrong + 1} should`]
}

/** Whether what began after something was acknowledged stands after it. */
const overtaken = (
  all: ReadonlyArray<Account>,
  stored: ReadonlyMap<string, ReadonlyArray<Stored>>
): ReadonlyArray<string> => {
  const beginnings = all.toSorted((one, other) => one.began - other.began)
  const ends = all
    .flatMap(({ acknowledged, attempt }) => acknowledged === undefined ? [] : [{ at: acknowledged, id: attempt.id }])
    .toSorted((one, other) => one.at - other.at)
  const found: Array<string> = []
  let ended = 0
  let highest: Stored | undefined
  for (const { attempt, began } of beginnings) {
    for (; ended < ends.length && ends[ended]!.at < began; ended++) {
      const last = stored.get(ends[ended]!.id)?.at(-1)
      if (last !== undefined && (highest === undefined || highest.position < last.position)) highest = last
    }
    const first = stored.get(attempt.id)?.[0]
    if (first === undefined || highest === undefined || first.position > highest.position) continue
    found.push(`${name(first)} stands before ${name(highest)} which was acknowledged before it began`)
  }
  return found
}
