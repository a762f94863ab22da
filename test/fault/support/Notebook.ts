// What the writers write: notebooks, each note of an attempt and a part of it; by commands, and appended as it is.
import { Decider, type EventData, StreamId } from "@deciduous/core"
import { type EventSet, R, S } from "@deciduous/core/generated/v1"
import { Aggregate } from "@deciduous/runtime"
import * as Array from "effect/Array"
import * as Data from "effect/Data"
import type * as Schema from "effect/Schema"
import { createHash } from "node:crypto"

export type Noted = { readonly _tag: "Noted"; readonly attempt: string; readonly part: number }
export type Note = { readonly _tag: "Note"; readonly attempt: string; readonly parts: number }
export class NothingToNote extends Data.TaggedError("NothingToNote") {}

const Noted: Schema.Codec<Noted, { readonly attempt: string; readonly part: number }> = S.Struct({
  _tag: S.tagDefaultOmit("Noted"),
  attempt: R.Text,
  part: S.Int
})

const events: EventSet<Noted, Noted> = R.eventSet({
  aggregate: "Notebook",
  category: "notebook",
  id: () => R.Text,
  events: { "Noted@1": R.current("Noted", () => Noted) }
})

/** What this process has decided: no decider of an application would tell. */
export const decided: Array<string> = []

/** Its state is the sum of all parts. */
export const Notebook = Aggregate.make({
  events,
  decider: Decider.make({
    initialState: 0,
    evolve: (sum: number, { part }: Noted) => sum + part,
    decide: ({ attempt, parts }: Note) => {
      decided.push(attempt)
      return parts === 0
        ? Decider.reject(new NothingToNote())
        : Decider.accept<Noted>(...Array.makeBy(parts, (i): Noted => ({ _tag: "Noted", attempt, part: i + 1 })))
    }
  })
})

export const streamOf = (notebook: string): StreamId.StreamId => StreamId.make("notebook", notebook)

/** Their ids follow from the attempt's, so that another process makes the same. */
export const eventsOf = (attempt: string, stream: string, parts: number): Array.NonEmptyReadonlyArray<EventData> =>
  Array.makeBy(parts, (i) => ({
    id: idOf(`${attempt} ${stream} ${i}`),
    type: "Noted",
    schemaVersion: 1,
    data: { attempt, part: i + 1 },
    metadata: {}
  }))

const idOf = (text: string): string => {
  const hex = createHash("sha256").update(text).digest("hex")
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-"
  )
}
