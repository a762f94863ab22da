// States as documents and back: which are refused, in which words, and what they are found by.
import { documentCodec } from "#internal/projection/documentCodec"
import { indexText, type IndexValue } from "#internal/projection/indexText"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

const Account = Schema.Struct({ owner: Schema.String, cents: Schema.Int, since: Schema.optionalKey(Schema.Int) })
const codec = documentCodec<typeof Account.Type | undefined>(Account, {
  owner: ({ owner }) => owner,
  since: ({ since }) => since
})

describe("a document", () => {
  it("is its state as JSON text with the values that it is found by, absent ones too", () => {
    const state = { owner: "Ada", cents: 5 }
    const written = { key: "1", json: `{"owner":"Ada","cents":5}`, indexes: ["sAda", undefined] }
    assert.deepStrictEqual(codec.encode("accounts@1", "1", state), Result.succeed(written))
    assert.deepStrictEqual(codec.decode("accounts@1", "1", written.json), Result.succeed(state))
    assert.deepStrictEqual(codec.indexes, ["owner", "since"])
  })

  it("is deleted by a state that is undefined", () => {
    assert.deepStrictEqual(
      codec.encode("accounts@1", "1", undefined),
      Result.succeed({ key: "1", json: undefined, indexes: [] })
    )
  })

  it("has a key that every store can keep", () => {
    for (const key of ["", "a\0", "\ud800"]) {
      const refused = Result.getOrThrow(Result.flip(codec.encode("accounts@1", key, { owner: "Ada", cents: 5 })))
      assert.deepInclude(refused, {
        _tag: "UnwritableDocument",
        model: "accounts@1",
        key,
        problem: "its key is empty, or has U+0000 or half of a surrogate pair."
      })
    }
  })

  it("fits its schema both ways, and what does not is never shown", () => {
    const wrong = { owner: "secret", cents: 0.5 }
    const unwritten = Result.getOrThrow(Result.flip(codec.encode("accounts@1", "1", wrong)))
    assert.deepInclude(unwritten, {
      model: "accounts@1",
      key: "1",
      problem: "the state does not fit the schema of the projection's state."
    })
    for (const text of ["", "{", "null", JSON.stringify(wrong)]) {
      const unread = Result.getOrThrow(Result.flip(codec.decode("accounts@1", "1", text)))
      assert.deepInclude(unread, { _tag: "UnreadableDocument", model: "accounts@1", key: "1" })
      assert.notInclude(`${unwritten.message}${unread.message}`, "secret")
    }
  })
})

describe("the text of a value that documents are found by", () => {
  const kinds: Readonly<Record<string, fc.Arbitrary<IndexValue>>> = {
    numbers: fc.oneof(fc.double({ noNaN: true }), fc.integer(), fc.constantFrom(-Infinity, -1, 0, 1, Infinity)),
    bigints: fc.oneof(fc.bigInt({ min: -(2n ** 255n), max: 2n ** 255n }), fc.bigInt({ min: -20n, max: 20n })),
    texts: fc.string({ unit: fc.constantFrom("a", "b", "z", " ") }),
    booleans: fc.boolean()
  }

  for (const [kind, values] of Object.entries(kinds)) {
    it(`is ordered like the values: ${kind}`, () => {
      fc.assert(fc.property(values, values, (one, other) => {
        const [a, b] = [indexText(one), indexText(other)]
        assert.strictEqual(a < b ? -1 : a > b ? 1 : 0, one < other ? -1 : one > other ? 1 : 0)
      }))
    })
  }

  it("is another one for each kind, one for both zeros, and without U+0000", () => {
    assert.strictEqual(new Set(["1", 1, 1n, true].map(indexText)).size, 4)
    assert.strictEqual(indexText(-0), indexText(0))
    assert.strictEqual(indexText("a\0b"), "sa\u{FFFD}b")
  })
})
