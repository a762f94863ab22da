import { committedIn } from "#internal/subscribe/fromEnd"
import { assert, describe, it } from "@effect/vitest"

describe("what was committed by a moment", () => {
  const numbers = (snapshot: string, offset: bigint) =>
    [8n, 9n, 10n, 11n, 12n, 13n].filter(committedIn(snapshot, offset)!)

  it("is every transaction before the next one, without those that are open", () => {
    assert.deepStrictEqual(numbers("10:12:10", 0n), [8n, 9n, 11n])
    assert.deepStrictEqual(numbers("9:13:9,11", 0n), [8n, 10n, 12n])
    assert.deepStrictEqual(numbers("11:11:", 0n), [8n, 9n, 10n])
  })

  it("is counted as the log counts, with its offset", () => {
    assert.deepStrictEqual(numbers("1:3:1", 9n), [8n, 9n, 11n])
  })

  it("is not known by numbers where the log's order is strict, and has no need to be", () => {
    assert.isUndefined(committedIn("10:12:10", null))
  })
})
