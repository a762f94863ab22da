import { StreamId } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"

const problem = (category: string, id: string) => StreamId.problemOf(StreamId.make(category, id))?.problem

/** The first and the last characters of one, two, three and four bytes. */
const edges = [
  "\u0001",
  "\u007F",
  "\u0080",
  "\u07FF",
  "\u0800",
  "\uD7FF",
  "\uE000",
  "\uFFFF",
  "\u{10000}",
  "\u{10FFFF}"
]

describe("StreamId.make", () => {
  it("keeps category and id apart beside the name", () => {
    assert.deepStrictEqual(StreamId.make("bank-account", "a-1"), {
      category: "bank-account",
      aggregateId: "a-1",
      name: "bank-account-a-1"
    })
  })
})

describe("StreamId.problemOf", () => {
  it("finds nothing wrong with names of 3 to 2,000 bytes, in any script", () => {
    for (
      const id of [
        "1",
        "-",
        " ",
        "'",
        "\n",
        "\u{1F333}",
        "a\u0301",
        "x".repeat(1998),
        "\u00E9".repeat(999),
        "\u20AC".repeat(666),
        "\u{1F333}".repeat(499)
      ]
    ) {
      assert.isUndefined(problem("c", id), JSON.stringify(id))
    }
  })

  it("says what is wrong with all others", () => {
    assert.strictEqual(problem("", "1"), "the category is empty")
    assert.strictEqual(problem("c", ""), "the id is empty")
    assert.strictEqual(problem("c", "a\0"), "it has the character U+0000")
    assert.strictEqual(problem("c\0", "a"), "it has the character U+0000")
    assert.strictEqual(problem("c", "\uD83C"), "it has half of a surrogate pair")
    assert.strictEqual(problem("c", "\uDF33x"), "it has half of a surrogate pair")
    assert.strictEqual(problem("c", "x".repeat(1999)), "its name has 2001 bytes, and at most 2000 are allowed")
    assert.strictEqual(problem("c", "\u{1F333}".repeat(500)), "its name has 2002 bytes, and at most 2000 are allowed")
    assert.strictEqual(
      StreamId.problemOf({ category: "a", aggregateId: "b", name: "a-c" })?.problem,
      "its name is not made of its parts; use StreamId.make"
    )
  })

  it("counts bytes as UTF-8 does", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...edges), minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 1200 }),
        (text, times) => {
          const id = text.repeat(times)
          const bytes = new TextEncoder().encode(`c-${id}`).length
          const tooLong = bytes > 2000 ? `its name has ${bytes} bytes, and at most 2000 are allowed` : undefined
          assert.strictEqual(problem("c", id), tooLong)
        }
      )
    )
  })

  it("shows only the beginning of a long name in its message", () => {
    const { message } = StreamId.problemOf(StreamId.make("c", "x".repeat(5000)))!
    assert.strictEqual(
      message,
      `A stream cannot be named by category "c" and id "${
        "x".repeat(80)
      }...": its name has 5002 bytes, and at most 2000 are allowed`
    )
    assert.include(StreamId.problemOf(StreamId.make("", "x".repeat(80)))!.message, `id "${"x".repeat(80)}":`)
  })
})
