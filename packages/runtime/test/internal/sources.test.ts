import { sourcesOf } from "#internal/projection/sources"
import { Position, type StoredEvent } from "@deciduous/core"
import { type EventSet, R, S } from "@deciduous/core/generated/v1"
import { assert, describe, it } from "@effect/vitest"
import { DateTime, Result, type Schema } from "effect"

interface Counted {
  readonly _tag: "Counted"
  readonly by: number
}
interface Looked {
  readonly _tag: "Looked"
  readonly at: string
}

const counted = (): Schema.Codec<Counted, unknown> => S.Struct({ _tag: S.tagDefaultOmit("Counted"), by: S.Int })
const looked = (): Schema.Codec<Looked, unknown> => S.Struct({ _tag: S.tagDefaultOmit("Looked"), at: R.Text })

/** What was stored as a look was a count once. */
const events: EventSet<Counted | Looked, never> = R.eventSet({
  aggregate: "Counter",
  category: "counter",
  id: () => R.Text,
  events: {
    "Counted@1": R.current("Counted", counted),
    "Looked@1": R.renamed("Counted@1"),
    "Looked@2": R.current("Looked", looked)
  }
})

const stored = (type: string, schemaVersion: number, data: unknown): StoredEvent => ({
  id: "0190a5c8-7b3a-7c4d-9e2f-0123456789ab",
  streamId: "counter-1",
  category: "counter",
  aggregateId: "1",
  version: 1,
  position: Position.start,
  type,
  schemaVersion,
  data,
  metadata: {},
  recordedAt: DateTime.makeUnsafe(0)
})

const history = [stored("Counted", 1, { by: 1 }), stored("Looked", 1, { by: 2 }), stored("Looked", 2, { at: "it" })]

const decoded = (ignored: ReadonlyArray<string>, all: ReadonlyArray<StoredEvent>) =>
  Result.map(sourcesOf<Counted | Looked>(events, ignored).decode(all), (found) => found.map(({ event }) => event))

describe("the sources of a projection", () => {
  it("leave out the events that are ignored, by what they are today", () => {
    assert.deepStrictEqual(
      Result.getOrThrow(decoded(["Looked"], history)),
      [{ _tag: "Counted", by: 1 }, { _tag: "Counted", by: 2 }]
    )
    assert.deepStrictEqual(Result.getOrThrow(decoded(["Counted"], history)), [{ _tag: "Looked", at: "it" }])
    assert.lengthOf(Result.getOrThrow(decoded([], history)), 3)
  })

  it("do not decode what is ignored: it may be as it likes", () => {
    const unreadable = stored("Looked", 2, { at: 7 })
    assert.isTrue(Result.isFailure(decoded([], [unreadable])))
    assert.deepStrictEqual(Result.getOrThrow(decoded(["Looked"], [unreadable, ...history])).length, 2)
  })

  it("decode an old version of what is ignored, which may be something else today", () => {
    assert.isTrue(Result.isFailure(decoded(["Looked"], [stored("Looked", 1, { by: "much" })])))
  })
})
