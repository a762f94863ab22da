// What generated code calls an event's versions and their parts. Read by the emitters of events and upcasts.
import type { Aggregate, EventRef, EventType } from "../model.ts"
import { versionTypeName } from "../versionTypeName.ts"
import { encodedName } from "./type.ts"

/** `AccountOpened@2`. */
export const eventKey = (event: string, version: number): string => `${event}@${version}`

export const versionName = ({ name, reading }: EventType, version: number): string =>
  versionTypeName(name, version, reading._tag === "Current" ? reading.current : undefined)

export const storedName = (event: EventType, version: number): string => encodedName(versionName(event, version))

/** The stored type that another event's rule leads to. */
export const storedNameOf = (aggregate: Aggregate, { event, version }: EventRef): string => {
  const target = aggregate.events.find(({ name }) => name === event)
  return target === undefined ? encodedName(event) : storedName(target, version)
}

/** Passed over when read: neither upcast nor decoded. */
export const isSkipped = ({ reading }: EventType): boolean =>
  reading._tag === "Current" && reading.retired?.read === "skip"

/** Met by `evolve`. */
export const isLive = (event: EventType): boolean => event.reading._tag === "Current" && !isSkipped(event)

/** The generated function that leads away from a version: `upcastAccountOpened1`. */
export const upcastName = ({ name }: EventType, from: number): string => `upcast${name}${from}`

/** The modules that others import from, without their ending. */
export const eventsModule = ({ folder }: Aggregate): `./${string}` => `./${folder}.events.gen`
export const commandsModule = ({ folder }: Aggregate): `./${string}` => `./${folder}.commands.gen`
export const historyModule = ({ folder }: Aggregate): `./${string}` => `./${folder}.history.gen`

/** Whether a version's type and codec are those that programs use; of the others they have what is stored only. */
export const isCurrent = (event: EventType, version: number): boolean => versionName(event, version) === event.name
