// The ways to build a read model that must all lead to the same: the laws of projections, each as a way and a sentence.
import type { StoredEvent } from "@deciduous/core"
import type { Random } from "../random.ts"
import { type Append, logOfAppends } from "./log.ts"
import type { Way } from "./stand.ts"

export interface WayLaw {
  /** The name of its test. */
  readonly name: string
  readonly ways: (appends: ReadonlyArray<Append>, random: Random) => ReadonlyArray<Told>
  readonly isFirst?: boolean
  /** It asks only of documents that are of one stream each. */
  readonly ofOneStream?: boolean
}

export interface Told {
  readonly way: Way
  /** How it was built, as the beginning of a sentence. */
  readonly how: string
}

/** What every other way is held against. */
export const oneByOne = (appends: ReadonlyArray<Append>): Way => ({
  batches: logOfAppends(appends).map((event) => [event])
})

export const anyBatches: WayLaw = {
  name: "any batches give the same read model",
  ways: (appends, random) => {
    const log = logOfAppends(appends)
    const cut = cutAtRandom(log, random)
    return log.length < 2 ? [] : [
      { way: { batches: [log] }, how: `In one batch of ${log.length} events` },
      { way: { batches: cut }, how: `In batches of ${cut.map(({ length }) => length).join(", ")} events` }
    ]
  }
}

export const inline: WayLaw = {
  name: "written with each append it is the same read model",
  ways: (appends) => [{
    way: { batches: appends.map(({ stored }) => stored), isShared: true },
    how: "Written with each append"
  }]
}

/** Who writes by the clock, by chance or by what came before writes otherwise in every way there is. */
export const again: WayLaw = {
  isFirst: true,
  name: "built again, on another day and in another place, it is the same read model",
  ways: (appends) => [
    { way: { ...oneByOne(appends), isRebuilding: true }, how: "Built again" },
    {
      way: { ...oneByOne(appends), isRebuilding: true, isElsewhere: true },
      how: "Built again on another day and in another time zone"
    }
  ]
}

export const undone: WayLaw = {
  name: "a batch that is undone leaves nothing behind",
  ways: (appends) => [{
    way: { batches: appends.map(({ stored }) => stored), isUndone: true },
    how: "Where each batch is undone and comes again"
  }]
}

export const duplicates: WayLaw = {
  name: "what comes again changes nothing",
  ways: (appends) => {
    const log = logOfAppends(appends)
    return [
      { way: { batches: log.flatMap((event) => [[event], [event]]) }, how: "Where each event comes twice" },
      { way: { batches: [log, log] }, how: "Where all comes again" }
    ]
  }
}

export const merged: WayLaw = {
  name: "streams may come in any order",
  ofOneStream: true,
  ways: (appends, random) => {
    const byStream = Map.groupBy(appends, ({ stored }) => stored[0]!.streamId)
    const oneAfterTheOther = [...byStream.values()].toReversed().flat()
    return [
      { way: oneByOne(oneAfterTheOther), how: "With the streams one after the other" },
      { way: oneByOne(mergedAtRandom([...byStream.values()], random)), how: "With the streams merged otherwise" }
    ]
  }
}

const cutAtRandom = (log: ReadonlyArray<StoredEvent>, random: Random) => {
  const batches: Array<ReadonlyArray<StoredEvent>> = []
  for (let from = 0; from < log.length;) {
    const to = from + random.int(1, Math.max(1, Math.min(4, log.length - from)))
    batches.push(log.slice(from, to))
    from = to
  }
  return batches
}

const mergedAtRandom = (streams: ReadonlyArray<ReadonlyArray<Append>>, random: Random): ReadonlyArray<Append> => {
  const left = streams.map((stream) => [...stream])
  const found: Array<Append> = []
  for (;;) {
    const some = left.filter(({ length }) => length > 0)
    if (some.length === 0) return found
    found.push(random.pick(some).shift()!)
  }
}
