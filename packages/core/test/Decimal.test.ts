import { Scalar } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"
import * as BigDecimal from "effect/BigDecimal"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { isRefusedToWrite, rewritten, strictness } from "./scalars.ts"

const never = [
  "",
  " ",
  "1 ",
  " 1",
  "1\n",
  "+1",
  "1e3",
  "1E3",
  ".5",
  "5.",
  "-",
  "-.5",
  "--1",
  "0x1",
  "1,5",
  "1_0",
  "NaN",
  "Infinity",
  "٣"
]

strictness("a decimal of 5 digits, 2 of them after the point", Scalar.Decimal({ precision: 5, scale: 2 }), {
  accepted: ["0", "0.0", "0.00", "1", "-1", "1.5", "1.50", "-12.50", "999.99", "-999.99", "0.01", "-0.01"],
  refused: [
    ...never,
    "-0",
    "-0.0",
    "-0.00",
    "00",
    "01",
    "-01.5",
    "1.500",
    "1000",
    "1000.00",
    "-1000",
    "9999.9",
    "0.001"
  ]
})

strictness("a decimal without digits after the point", Scalar.Decimal({ precision: 3, scale: 0 }), {
  accepted: ["0", "1", "-1", "999", "-999"],
  refused: [...never, "-0", "1.0", "1.", "0.0", "1000", "-1000", "007"]
})

strictness("a decimal with all its digits after the point", Scalar.Decimal({ precision: 2, scale: 2 }), {
  accepted: ["0", "0.1", "0.10", "-0.99", "0.00"],
  refused: [...never, "1", "-1", "1.0", "-0", "-0.0", "0.001", "00.1"]
})

strictness("a bigint", Scalar.BigInt, {
  accepted: ["0", "1", "-1", "123456789012345678901234567890"],
  refused: [...never, "-0", "00", "01", "-01", "1.0", "1n"]
})

describe("a decimal is written", () => {
  const amount = Scalar.Decimal({ precision: 12, scale: 4 })

  it.each<readonly [string, string]>([
    ["1.50", "1.5"],
    ["0.00", "0"],
    ["100", "100"],
    ["-12.3400", "-12.34"],
    ["0.0001", "0.0001"]
  ])("for %s as the shortest text, %s", (text, shortest) => {
    assert.strictEqual(rewritten(amount, text), shortest)
  })

  it("without an exponent, however its digits and its scale are held", () => {
    const big = Scalar.Decimal({ precision: 40, scale: 0 })
    assert.strictEqual(Schema.encodeSync(big)(BigDecimal.make(12n, -30)), `12${"0".repeat(30)}`)
    assert.strictEqual(Schema.encodeSync(amount)(BigDecimal.make(1500000n, 6)), "1.5")
  })

  it("only if it has no more digits than are allowed", () => {
    for (
      const [digits, scale] of [[1n, 5], [10n ** 12n, 4], [-(10n ** 12n), 4], [1n, -9], [1n, -1_000_000_000]] as const
    ) {
      isRefusedToWrite(amount, BigDecimal.make(digits, scale))
    }
  })

  it("and read again as the same value", () => {
    const shapes = fc.integer({ min: 1, max: 20 }).chain((precision) =>
      fc.record({
        precision: fc.constant(precision),
        scale: fc.integer({ min: 0, max: precision }),
        digits: fc.bigInt({ min: -(10n ** BigInt(precision)) + 1n, max: 10n ** BigInt(precision) - 1n })
      })
    )
    fc.assert(fc.property(shapes, ({ digits, precision, scale }) => {
      const codec = Scalar.Decimal({ precision, scale })
      const value = BigDecimal.make(digits, scale)
      const text = Schema.encodeSync(codec)(value)
      const read = Schema.decodeSync(codec)(text)
      assert.isTrue(BigDecimal.equals(read, value), text)
      assert.strictEqual(Schema.encodeSync(codec)(read), text)
      assert.strictEqual(Schema.decodeSync(Scalar.DecimalText({ precision, scale }))(text), text)
    }))
  })
})

describe("a bigint is written", () => {
  it("and read again as the same value", () => {
    fc.assert(fc.property(fc.bigInt(), (value) => {
      const text = Schema.encodeSync(Scalar.BigInt)(value)
      assert.strictEqual(Schema.decodeSync(Scalar.BigInt)(text), value)
      assert.strictEqual(Schema.decodeSync(Scalar.BigIntText)(text), text)
    }))
  })
})
