// Whether the last release reads what this one writes, while both run. NEW_VERSION_UNREADABLE_BY_LAST and
// NEW_EVENT_UNREADABLE_BY_LAST.
import type { Catalog, EventType } from "../model.ts"
import { readVersions } from "../readable.ts"
import { aggregateOf, type Context } from "./context.ts"
import { type Finding, finding } from "./finding.ts"

export const checkRollout = ({ against, assembled }: Context): ReadonlyArray<Finding> =>
  against === undefined ? [] : assembled.aggregates.flatMap(({ events, stream }) =>
    events.flatMap((event) => {
      const current = written(event)
      const known = eventOf(against, stream, event.name)
      if (current === undefined || (known !== undefined && reads(known, current))) return []
      return [
        known === undefined
          ? finding(
            "NEW_EVENT_UNREADABLE_BY_LAST",
            event.place,
            `The last release does not know ${event.name}: while both run, its processes fail on it.`,
            {
              help: `release first a version that knows it and does not write it: retired: { on: ..., reason: ..., `
                + `read: keep }; take that away in the release after.`
            }
          )
          : finding(
            "NEW_VERSION_UNREADABLE_BY_LAST",
            event.place,
            `The last release can't read ${event.name} v${current}, which this one writes: while both run, its processes fail on it.`,
            {
              help: `release a reader first: current: ${
                current - 1
              }, with v${current} and downcasts: { ${current}: [...] }; then raise current.`
            }
          )
      ]
    })
  )

const eventOf = (catalog: Catalog, stream: string, name: string): EventType | undefined =>
  aggregateOf(catalog, stream)?.events.find((event) => event.name === name)

/** The version that `decide` may return. */
const written = ({ reading }: EventType): number | undefined =>
  reading._tag === "Current" && reading.retired === undefined ? reading.current : undefined

const reads = (event: EventType, version: number): boolean =>
  readVersions(event).some((known) => known.version === version)
