// Which versions of an event are read, and what leads from one to another. Read by the emitters, the lock and the checks.
import type { EventType, EventVersion, Step } from "./model.ts"

/** The version that is read last: the current one, or the newest of a name that is no longer written. */
export const lastVersion = ({ reading, versions }: EventType): number =>
  reading._tag === "Current" ? reading.current : versions.length

/** The versions that may be stored: up to the last one, and those above it with a downcast. Others are drafts. */
export const readVersions = (event: EventType): ReadonlyArray<EventVersion> =>
  event.versions.filter(({ version }) =>
    version <= lastVersion(event) || event.reading.steps.some(({ from }) => from === version)
  )

/** All steps that the manifest gives, whether or not anything is read by them now. */
export const writtenSteps = ({ reading }: EventType): ReadonlyArray<Step> =>
  reading._tag === "Current" ? [...reading.steps, ...reading.unused] : reading.steps

/** What the function of a hand-written step is called: `AccountOpened@1`, and downwards `AccountOpened@2>1`. */
export const byHandKey = (event: string, { from, to }: Pick<Step, "from" | "to">): string =>
  to > from ? `${event}@${from}` : `${event}@${from}>${to}`
