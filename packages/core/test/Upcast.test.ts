import { Scalar, Upcast } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"

describe("Upcast.splitText", () => {
  it("splits at the first places, and the last part keeps the rest", () => {
    assert.deepStrictEqual(Upcast.splitText("Ada King Lovelace", " ", 2), ["Ada", "King Lovelace"])
    assert.deepStrictEqual(Upcast.splitText("a--b--c--d", "--", 3), ["a", "b", "c--d"])
    assert.deepStrictEqual(Upcast.splitText("a b", " ", 1), ["a b"])
  })

  it("gives fewer parts where there are fewer", () => {
    assert.deepStrictEqual(Upcast.splitText("Ada", " ", 2), ["Ada"])
    assert.deepStrictEqual(Upcast.splitText("Ada King", " ", 5), ["Ada", "King"])
    assert.deepStrictEqual(Upcast.splitText("", " ", 2), [""])
  })

  it("keeps empty parts", () => {
    assert.deepStrictEqual(Upcast.splitText(" a ", " ", 3), ["", "a", ""])
    assert.deepStrictEqual(Upcast.splitText("  ", " ", 2), ["", " "])
  })

  it("loses nothing: joined again the parts are the text, and there are at most so many", () => {
    const texts = fc.string({ unit: fc.constantFrom("a", "b", ",", "-") })
    fc.assert(fc.property(texts, fc.constantFrom(",", "-", ",-"), fc.integer({ min: 1, max: 5 }), (text, on, limit) => {
      const parts = Upcast.splitText(text, on, limit)
      assert.strictEqual(parts.join(on), text)
      assert.isAtMost(parts.length, limit)
      assert.isTrue(parts.length === limit || parts.every((part) => !part.includes(on)))
    }))
  })
})

describe("Upcast.joinText", () => {
  it("puts the text between the parts that are there and not empty", () => {
    assert.strictEqual(Upcast.joinText(["a", "b"], " "), "a b")
    assert.strictEqual(Upcast.joinText(["a", undefined, null, "", "b"], ", "), "a, b")
    assert.strictEqual(Upcast.joinText([" ", "b"], ""), " b")
  })

  it("writes nothing where every part is absent, and an empty text where parts are empty", () => {
    assert.isUndefined(Upcast.joinText([undefined, null], " "))
    assert.isUndefined(Upcast.joinText([], " "))
    assert.strictEqual(Upcast.joinText(["", undefined], " "), "")
  })
})

describe("number-to-decimal", () => {
  const decimal = Upcast.convert["number-to-decimal"]

  it.each<readonly [number, string]>([
    [0, "0"],
    [-0, "0"],
    [0.1, "0.1"],
    [-12.5, "-12.5"],
    [100, "100"],
    [1e21, "1000000000000000000000"],
    [1.5e300, `15${"0".repeat(299)}`],
    [1e-7, "0.0000001"],
    [-1.25e-10, "-0.000000000125"],
    [5e-324, `0.${"0".repeat(323)}5`],
    [9007199254740991, "9007199254740991"],
    [0.1 + 0.2, "0.30000000000000004"]
  ])("writes %d as %s, never with an exponent", (number, text) => {
    assert.strictEqual(decimal(number), text)
  })

  it.each<readonly [number, number, string]>([
    [0.5, 0, "0"],
    [1.5, 0, "2"],
    [2.5, 0, "2"],
    [-2.5, 0, "-2"],
    [-0.5, 0, "0"],
    [0.125, 2, "0.12"],
    [0.375, 2, "0.38"],
    [0.1251, 2, "0.13"],
    [1.3, 0, "1"],
    [-0.1149, 2, "-0.11"],
    [9.999, 2, "10"],
    [99.995, 2, "100"],
    [1e-9, 2, "0"],
    [-1e-9, 2, "0"],
    [1.1, 5, "1.1"],
    [1e21, 2, "1000000000000000000000"]
  ])("rounds %d half to even at scale %d: %s", (number, scale, text) => {
    assert.strictEqual(decimal(number, scale), text)
  })

  it("writes the text of the number itself: read as a number again it is the same", () => {
    fc.assert(fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
      assert.strictEqual(Number(decimal(number)), number === 0 ? 0 : number)
    }))
  })

  it("writes what the decimal of that scale accepts, and is never further off than half of its last digit", () => {
    // of all doubles nearly all are next to zero
    const numbers = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }),
      fc.tuple(fc.integer(), fc.nat(9)).map(([digits, places]) => digits / 10 ** places)
    )
    fc.assert(fc.property(numbers, fc.integer({ min: 0, max: 10 }), (number, scale) => {
      const text = decimal(number, scale)
      const value = Schema.decodeSync(Scalar.Decimal({ precision: 16 + scale, scale }))(text)
      const off = BigDecimal.abs(BigDecimal.subtract(value, BigDecimal.fromStringUnsafe(decimal(number))))
      assert.isTrue(BigDecimal.isLessThanOrEqualTo(off, BigDecimal.make(5n, scale + 1)), text)
    }))
  })
})

describe("cents-to-decimal", () => {
  it.each<readonly [number, string]>([
    [1234, "12.34"],
    [0, "0.00"],
    [-0, "0.00"],
    [5, "0.05"],
    [-5, "-0.05"],
    [-100, "-1.00"],
    [Number.MAX_SAFE_INTEGER, "90071992547409.91"]
  ])("writes %d as %s", (cents, text) => {
    assert.strictEqual(Upcast.convert["cents-to-decimal"](cents), text)
  })
})

describe("the other conversions", () => {
  it("put a date at the start of its day in UTC", () => {
    assert.strictEqual(Upcast.convert["date-to-start-of-day-utc"]("2024-02-29"), "2024-02-29T00:00:00.000Z")
  })

  it("write milliseconds since 1970 as a time that the scalar accepts", () => {
    const convert = Upcast.convert["epoch-millis-to-timestamp"]
    assert.strictEqual(convert(0), "1970-01-01T00:00:00.000Z")
    for (const milliseconds of [-62135596800000, -1, 253402300799999]) {
      assert.strictEqual(
        Schema.decodeSync(Scalar.Timestamp)(convert(milliseconds)).epochMilliseconds,
        milliseconds
      )
    }
  })

  it("read an integer from text, without a sign on zero", () => {
    const convert = Upcast.convert["string-to-integer"]
    assert.deepStrictEqual(["042", "-7", "0"].map(convert), [42, -7, 0])
    assert.isTrue(Object.is(convert("-0"), 0))
    assert.isNaN(convert("abc"), "what is no number must not become one: decoding refuses NaN")
  })

  it("write the text of a scalar, without a sign on zero", () => {
    assert.deepStrictEqual(["a", "", 1.5, -0, true].map(Upcast.convert["to-string"]), ["a", "", "1.5", "0", "true"])
  })
})
