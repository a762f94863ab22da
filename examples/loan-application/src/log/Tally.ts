// What was counted, on either side: in the log as it was read, and in the store as it is read back.
import * as crypto from "node:crypto"

/** Something that happened, in the log's words. */
export interface Happening {
  readonly application: string
  /** Activity and lifecycle. */
  readonly pair: string
  readonly resource: string | null
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface Tally {
  /** How many happened of each (activity, lifecycle). */
  readonly pairs: Map<string, number>
  /** For each application a digest of all that happened to it, in order. */
  readonly streams: Map<string, string>
}

export const empty = (): Tally => ({ pairs: new Map(), streams: new Map() })

/** Counts one more, in place: a log has hundreds of thousands. */
export const add = ({ pairs, streams }: Tally, happening: Happening): void => {
  const { application, at, pair, resource } = happening
  pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  const before = streams.get(application) ?? ""
  streams.set(application, crypto.hash("sha1", JSON.stringify([before, pair, resource, at])))
}

export const size = ({ pairs }: Tally): number => [...pairs.values()].reduce((sum, count) => sum + count, 0)

/** Where the store is not what the log said, in sentences. */
export const differences = (log: Tally, store: Tally): ReadonlyArray<string> => [
  ...differing(log.pairs, store.pairs).map((pair) =>
    `${pair}: ${log.pairs.get(pair) ?? 0} in the log, ${store.pairs.get(pair) ?? 0} in the store`
  ),
  ...differing(log.streams, store.streams).map((application) =>
    `application ${application}: its events are not those of the log, in the log's order`
  )
]

const differing = <V>(left: ReadonlyMap<string, V>, right: ReadonlyMap<string, V>): ReadonlyArray<string> =>
  [...new Set([...left.keys(), ...right.keys()])].filter((key) => left.get(key) !== right.get(key))
