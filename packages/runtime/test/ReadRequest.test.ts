// What no store reads: the checks that stand before any I/O.
import { Position, StreamId } from "@deciduous/core"
import { ReadRequest } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"

const streamId = StreamId.make("account", "1")

describe("ReadRequest", () => {
  it("find nothing wrong with whole numbers from 0 and positions", () => {
    assert.isUndefined(ReadRequest.problemOfRange(streamId, {}))
    assert.isUndefined(ReadRequest.problemOfRange(streamId, { from: 0, to: 2 ** 53 - 1, limit: 0 }))
    assert.isUndefined(
      ReadRequest.problemOfRangeOfAll({ after: Position.start, before: Position.make(1n, 2n), limit: 1 })
    )
  })

  it("name the bound that is wrong", () => {
    assert.strictEqual(
      ReadRequest.problemOfRange(streamId, { from: 1, to: -1 })?.message,
      `Cannot read: "to" is -1; give a whole number from 0.`
    )
    assert.strictEqual(
      ReadRequest.problemOfRangeOfAll({ before: "7" as Position.Position })?.message,
      `Cannot read: "before" is no position that a store has given.`
    )
    assert.strictEqual(ReadRequest.problemOfRangeOfAll({ limit: 0.5 })?.reason._tag, "InvalidRange")
    assert.strictEqual(ReadRequest.problemOfRange(StreamId.make("c", ""), {})?.reason._tag, "InvalidStreamId")
  })
})
