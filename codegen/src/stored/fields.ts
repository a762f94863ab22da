// Which fields the events of a type have, and how many of them not always. Read by the validator.
import type { WholeFile } from "../diagnostic.ts"
import type { Place } from "../model.ts"
import { type JsonObject } from "./envelope.ts"
import type { Found } from "./tally.ts"

export interface TypeFields {
  readonly type: string
  /** Of its first event. */
  readonly place: Place | WholeFile
  events: number
  /** By a field's name, how many events have it. */
  readonly counts: Map<string, number>
}

export const makeTypeFields = (type: string, place: Place | WholeFile): TypeFields => ({
  type,
  place,
  events: 0,
  counts: new Map()
})

export const countFields = (fields: TypeFields, payload: JsonObject): void => {
  fields.events++
  for (const [name, value] of Object.entries(payload)) {
    const count = fields.counts.get(name)
    if (count === undefined && fields.counts.size >= MAX_FIELDS) continue
    fields.counts.set(name, (count ?? 0) + (value === null ? 0 : 1))
  }
}

/** EVENT_KITCHEN_SINK, once there are events enough to say what is optional. */
export const kitchenSink = ({ counts, events, type }: TypeFields, maxOptional: number): Found | undefined => {
  if (events < ENOUGH) return undefined
  const optional = [...counts.values()].filter((count) => count < events).length
  if (optional <= maxOptional || optional * 2 <= counts.size) return undefined
  return {
    severity: "warning",
    code: "EVENT_KITCHEN_SINK",
    about: type,
    message: `${optional} of the ${counts.size} fields of ${
      JSON.stringify(type)
    } are there in some of its events only.`,
    help: "give each thing that happens an event of its own, with the fields that it always has."
  }
}

const ENOUGH = 5

/** More are no fields, but data in their names. */
const MAX_FIELDS = 1000
