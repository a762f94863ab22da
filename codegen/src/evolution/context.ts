// What the rules of `check` look at: the files as they are, and what they were when they were locked or released.
import type { Difference } from "../contract/compare.ts"
import type { Find } from "../contract/normal.ts"
import type { Lock, Locked } from "../lock/model.ts"
import type { Aggregate, Catalog } from "../model.ts"
import type { Places } from "./places.ts"

export interface Context {
  /** What no error of the files touches; to be compared. */
  readonly catalog: Catalog
  /** All that could be read, to ask what is there at all. */
  readonly assembled: Catalog
  readonly find: Find
  /** What the files would lock. */
  readonly lines: Lock
  readonly base: Baseline
  /** Of the last release, where one is compared with. */
  readonly against: Catalog | undefined
  /** The folder of schemas, as messages print it. */
  readonly schemas: string
  readonly lockFile: string
  /** Whether all of an aggregate's manifest could be read, so that what is not there was taken away. */
  readonly isWhole: (aggregate: Aggregate) => boolean
  /** Whether some aggregate could not be read at all, so that one that is not there may be that one. */
  readonly hasLostManifest: boolean
  readonly places: Places
  /** Files that are not locked here, and that each side has added since they parted. */
  readonly isClash: (file: string, baseline: BaseLine) => boolean
}

/** What counts as stored: the lines of the lock, and of the release that is compared with. */
export interface Baseline {
  readonly types: ReadonlyMap<string, BaseLine>
  readonly streams: ReadonlyMap<string, ReadonlyMap<string, BaseLine>>
}

export interface BaseLine extends Locked {
  /** How a sentence goes on behind the name: `was locked on 2026-02-01`, `stands in main`. */
  readonly since: string
  readonly isLocked: boolean
}

/** `locked on 2026-02-01` */
export const shortSince = (line: BaseLine | undefined): string => line?.since.replace(/^was /, "") ?? ""

/** `/branch: minLength 1 -> 3; /office: ...` */
export const listed = (differences: ReadonlyArray<Pick<Difference, "pointer" | "text">>): string => {
  const shown = differences.slice(0, MAX_LISTED).map(({ pointer, text }) =>
    pointer === "" ? text : `${pointer}: ${text}`
  )
  const more = differences.length - shown.length
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join("; ")
}

/** More would push the help out of sight. */
const MAX_LISTED = 8

/** The aggregate whose streams have a name. */
export const aggregateOf = ({ aggregates }: Catalog, stream: string): Aggregate | undefined =>
  aggregates.find((aggregate) => aggregate.stream === stream)
