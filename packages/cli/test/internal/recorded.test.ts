import { exampleFile, exampleOf } from "#internal/recorded"
import { Position, type StoredEvent } from "@deciduous/core"
import { R } from "@deciduous/core/generated/v1"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

const Retired = Schema.Struct({ _tag: Schema.tagDefaultOmit("Retired") })
const Happened = Schema.Struct({ _tag: Schema.tagDefaultOmit("Happened"), at: R.Timestamp })

/** One that is written, one that is read and no longer written, one that is passed over. */
const events = R.eventSet({
  aggregate: "Thing",
  category: "thing",
  id: () => R.Text,
  events: {
    "Happened@1": R.current("Happened", () => Happened),
    "Retired@1": R.retired("Retired", () => Retired),
    "Forgotten@1": R.skip("Forgotten")
  }
})

const stored = (type: string, data: unknown): StoredEvent => ({
  id: "0190a5c8-7b3a-7c4d-9e2f-0123456789ab",
  streamId: "thing-1",
  category: "thing",
  aggregateId: "1",
  version: 3,
  position: Position.start,
  type,
  schemaVersion: 1,
  data,
  metadata: { actorId: "ada" },
  recordedAt: DateTime.makeUnsafe("2026-03-01T09:00:00.000Z")
})

const at = "2026-03-01T10:00:00.000+01:00"

describe("an example of the golden corpus", () => {
  it("holds what an upcaster sees of the event, and the events as they are written", () => {
    expect(Result.getOrThrow(exampleOf(events, stored("Happened", { at })))).toEqual({
      stored: {
        streamId: "thing-1",
        version: 3,
        recordedAt: "2026-03-01T09:00:00.000Z",
        type: "Happened",
        schemaVersion: 1,
        data: { at }
      },
      read: [{ type: "Happened", schemaVersion: 1, data: { at: "2026-03-01T09:00:00.000Z" } }]
    })
    expect(Result.getOrThrow(exampleOf(events, stored("Forgotten", 1))).read).toEqual([])
  })

  it("leaves open what it is read as where that can no longer be written", () => {
    expect(Result.getOrThrow(exampleOf(events, stored("Retired", {}))).read).toBeNull()
  })

  it("is none of an event that cannot be read", () => {
    expect(Result.isFailure(exampleOf(events, stored("Happened", {})))).toBe(true)
  })

  it("has a file below its category's folder, whatever the category is called", () => {
    const file = (category: string) => exampleFile("event-schemas", { category, type: "Sent", schemaVersion: 2 })
    expect(file("bank-account")).toBe("event-schemas/recorded/bank-account/Sent@2.json")
    expect(file("..")).toBe("event-schemas/recorded/%2E%2E/Sent@2.json")
    expect(file("a/b\\c")).toBe("event-schemas/recorded/a%2Fb%5Cc/Sent@2.json")
  })
})
