// What no store is asked for: the checks that stand before any I/O, in more detail than the stores' suite.
import { type EventData, StreamId } from "@deciduous/core"
import { AppendRequest, type EventStore, type Limits } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"

const limits: Limits.Limits = { eventsPerAppend: 3, jsonLength: 100, jsonLengthPerAppend: 200, jsonDepth: 4 }
const streamId = StreamId.make("account", "1")

const event = (more: Partial<EventData> = {}): EventData => ({
  id: "0190a5c8-7b3a-7c4d-9e2f-0123456789ab",
  type: "Opened",
  schemaVersion: 1,
  data: {},
  metadata: {},
  ...more
})

const prepare = (events: ReadonlyArray<EventData>, expectedVersion: EventStore.ExpectedVersion = "any") =>
  AppendRequest.prepare(limits, streamId, events, expectedVersion)

/** Why an append of these events is refused; every reason stands in one whole sentence. */
const problem = (...events: ReadonlyArray<EventData>): string => {
  const result = prepare(events)
  if (Result.isSuccess(result) || result.failure.reason._tag !== "InvalidAppend") assert.fail("it was not refused")
  const { message, reason } = result.failure
  assert.strictEqual(message, `Cannot append to stream account-1: ${reason.problem} Nothing was written.`)
  return reason.problem
}

describe("AppendRequest.prepare", () => {
  it("gives payload and metadata as JSON text", () => {
    const metadata = { actorId: "Ada" }
    assert.deepStrictEqual(
      prepare([event({ data: { b: 1, a: [null, "x"] }, metadata })]),
      Result.succeed([{ ...event(), data: `{"b":1,"a":[null,"x"]}`, metadata: `{"actorId":"Ada"}` }])
    )
  })

  it("refuses a stream id before it looks at anything else", () => {
    const result = AppendRequest.prepare(limits, StreamId.make("", ""), [], -1)
    assert.strictEqual(Result.isFailure(result) && result.failure.reason._tag, "InvalidStreamId")
  })

  it("says how many events are too many, and that none is too few", () => {
    assert.strictEqual(problem(), "there is no event to append.")
    const four = [1, 2, 3, 4].map((n) => event({ id: event().id.replace(/.$/, String(n)) }))
    assert.strictEqual(problem(...four), "there are 4 events, and at most 3 are allowed in one append.")
    assert.isTrue(Result.isSuccess(prepare(four.slice(1))))
  })

  it("says how long the JSON texts of one append may be together", () => {
    const three = ["1", "2", "3"].map((n) => event({ id: event().id.replace(/.$/, n), data: "x".repeat(80) }))
    assert.isTrue(Result.isSuccess(prepare(three.slice(1))))
    assert.strictEqual(
      problem(...three),
      "the JSON texts of its events have more than the 200 characters that are allowed."
    )
    // metadata counts: 82 and 2 characters, then 82 and 14 more than those of the actor's id
    const first = event({ data: "x".repeat(80) })
    const second = (length: number) =>
      event({ id: event().id.replace(/.$/, "1"), data: "x".repeat(80), metadata: { actorId: "x".repeat(length) } })
    assert.isTrue(Result.isSuccess(prepare([first, second(20)])))
    assert.isFalse(Result.isSuccess(prepare([first, second(21)])))
  })

  it("refuses a payload that throws when it is looked at, without what it throws", () => {
    const data = {
      get secret(): string {
        throw new RangeError("4711")
      }
    }
    assert.strictEqual(problem(event({ data })), "event 1 of 1, Opened: it threw RangeError when it was read.")
  })

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])("refuses %d for an expected version", (version) => {
    const result = prepare([event()], version)
    assert.include(
      Result.isFailure(result) && result.failure.message,
      `the expected version is ${version}; give a whole number from 0, "any" or "exists".`
    )
  })

  it.each([0, 1, 2 ** 53 - 1, "any", "exists"] as const)("takes %s for an expected version", (version) => {
    assert.isTrue(Result.isSuccess(prepare([event()], version)))
  })

  it("refuses two events of one id", () => {
    assert.strictEqual(problem(event(), event()), "two of the events have the same id.")
  })

  it.each([0, -1, 1.5, NaN, 2 ** 31, "1" as unknown as number])("refuses %d for a schema version", (schemaVersion) => {
    assert.strictEqual(
      problem(event({ schemaVersion })),
      `event 1 of 1, Opened: its schema version is ${schemaVersion}; versions are whole numbers from 1.`
    )
  })

  it("names the event, the part of it and the place in it", () => {
    assert.strictEqual(
      problem(event({ data: { lines: [1, { price: NaN }] } })),
      "event 1 of 1, Opened: the payload cannot be stored: /lines/1/price is NaN, which JSON cannot hold."
    )
    assert.strictEqual(
      problem(event({ data: undefined })),
      "event 1 of 1, Opened: the payload cannot be stored: the whole is undefined, which JSON cannot hold."
    )
    assert.strictEqual(
      problem(event({ data: new Date(0) })),
      "event 1 of 1, Opened: the payload cannot be stored: the whole is a Date, which JSON cannot hold: encode it first."
    )
    assert.strictEqual(
      problem(event({ metadata: { actorId: "\uD800" } })),
      "event 1 of 1, Opened: the metadata cannot be stored: /actorId has U+0000 or half of a surrogate pair, "
        + "which PostgreSQL cannot hold as text."
    )
    assert.strictEqual(
      problem(event({ data: { a: JSON.parse(`{ "__proto__": 1 }`) } })),
      "event 1 of 1, Opened: the payload cannot be stored: /a has a field named __proto__, which is allowed nowhere."
    )
    assert.strictEqual(
      problem(event({ data: [[[[[]]]]] })),
      "event 1 of 1, Opened: the payload cannot be stored: /0/0/0/0 lies deeper than 4 levels, and no deeper is allowed."
    )
  })

  it("refuses class instances, also those that JSON would turn into something", () => {
    class Money {
      readonly amount = 1
    }
    for (const data of [new Money(), new Map(), new Set(), new Error("x"), new String("x"), Object.create({ a: 1 })]) {
      assert.match(problem(event({ data })), /which JSON cannot hold/)
    }
    assert.isTrue(Result.isSuccess(prepare([event({ data: Object.assign(Object.create(null), { a: 1 }) })])))
  })

  it("counts the length of the text that is stored, of payload and metadata each", () => {
    const text = "x".repeat(98)
    assert.isTrue(Result.isSuccess(prepare([event({ data: text, metadata: { k: "x".repeat(92) } })])))
    const tooLong = "event 1 of 1, Opened: its JSON text is longer than the 100 characters that are allowed."
    assert.strictEqual(problem(event({ data: `${text}x` })), tooLong)
    assert.strictEqual(problem(event({ metadata: { k: "x".repeat(93) } })), tooLong)
    assert.strictEqual(problem(event({ data: "\n".repeat(50) })), tooLong)
  })

  it("stops at the limits however large a value is, before its text is made", () => {
    const shared = Array.from({ length: 3 }, () => 0)
    const wide = [shared, shared, shared]
    const many = Array.from({ length: 3 }, () => wide)
    assert.match(problem(event({ data: [many, many, many] })), /longer|deeper/)
    let visited = 0
    const counting = Object.defineProperty({}, "x", { enumerable: true, get: () => visited++ })
    assert.match(problem(event({ data: Array.from({ length: 1000 }, () => counting) })), /longer/)
    assert.isBelow(visited, 60)
  })

  it("takes every JSON value within the limits, and its text is read as the same", () => {
    const roomy = { eventsPerAppend: 1, jsonLength: 1_000_000, jsonLengthPerAppend: 2_000_000, jsonDepth: 64 }
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (data) => {
      fc.pre(!JSON.stringify(data).includes("__proto__"))
      const result = AppendRequest.prepare(roomy, streamId, [event({ data })], "any")
      const [prepared] = Result.getOrThrow(result)
      assert.strictEqual(prepared?.data, JSON.stringify(data))
    }))
  })
})
