import { Position } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

const half = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })
const pair = fc.tuple(fc.oneof(half, fc.constantFrom(0n, 9n, 10n, 15n, 16n, 255n, 256n)), half)

describe("Position", () => {
  it("is made of two numbers and gives them back", () => {
    fc.assert(fc.property(pair, ([transaction, sequence]) => {
      assert.deepStrictEqual(Position.parts(Position.make(transaction, sequence)), { transaction, sequence })
    }))
  })

  it("compares as text like the order it stands for: the transaction first, then the sequence", () => {
    fc.assert(fc.property(pair, pair, ([t1, s1], [t2, s2]) => {
      const expected = t1 === t2 ? s1 === s2 ? 0 : s1 < s2 ? -1 : 1 : t1 < t2 ? -1 : 1
      const [a, b] = [Position.make(t1, s1), Position.make(t2, s2)]
      assert.strictEqual(Position.Order(a, b), expected)
      assert.strictEqual(a < b ? -1 : a > b ? 1 : 0, expected)
    }))
  })

  it("starts before every event", () => {
    assert.isTrue(Position.start < Position.make(0n, 1n))
    assert.strictEqual(Position.start, Position.make(0n, 0n))
  })

  it("is told from other texts", () => {
    assert.isTrue(Position.is(Position.make(2n ** 63n - 1n, 2n ** 63n - 1n)))
    for (
      const text of [
        "",
        "0",
        `${Position.start} `,
        ` ${Position.start}`,
        `${Position.start}\n`,
        Position.start.replace("-", "_"),
        Position.start.replaceAll("0", "A"),
        0,
        null
      ]
    ) {
      assert.isFalse(Position.is(text), JSON.stringify(text))
    }
    assert.throws(() => Schema.decodeSync(Position.Position)("12"), /a position, as a store gave it/)
  })
})
