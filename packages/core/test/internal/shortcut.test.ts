// Texts of the usual form go straight to their value and back, and whatever is written otherwise is left to the long way.
import { assert, describe, it } from "@effect/vitest"
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import { thorough } from "../../src/internal/codecMachine.ts"
import { shortcutOf } from "../../src/internal/direct/shortcut.ts"
import { unfit } from "../../src/internal/direct/step.ts"
import * as Scalar from "../../src/Scalar.ts"

const money = Scalar.Decimal({ precision: 6, scale: 2 })
const long = Scalar.Decimal({ precision: 30, scale: 15 })

const usual: ReadonlyArray<readonly [name: string, codec: Schema.Codec<any, string>, texts: ReadonlyArray<string>]> = [
  ["money", money, [
    "0",
    "5",
    "10",
    "9999",
    "0.5",
    "-0.5",
    "-7",
    "1234.56",
    "-9999.99",
    "0.00",
    "1.50",
    "0.01",
    "-0.01",
    "8888.90"
  ]],
  ["decimals of 15 characters", long, [
    "123456789012345",
    "-123456789012345",
    "1234567.8901234",
    "-0.0000000000001",
    "999999999999999"
  ]],
  ["times", Scalar.Timestamp, [
    "2024-02-29T23:59:59.999Z",
    "1999-12-31T00:00:00.000Z",
    "1000-01-01T00:00:00.000Z",
    "9999-12-31T23:59:59.999Z",
    "2024-01-01T00:00:00.001Z",
    "2024-10-20T19:09:08.070Z",
    "1969-12-31T23:59:59.999Z"
  ]]
]

/** Some of them are no such values at all, and some are, in other words. */
const unusual: ReadonlyArray<readonly [name: string, codec: Schema.Codec<any, string>, texts: ReadonlyArray<unknown>]> =
  [
    ["money", money, [
      "",
      "-",
      ".",
      "-0",
      "-0.00",
      "00",
      "01",
      "-01",
      "1.",
      "-1.",
      ".5",
      "-.5",
      "1.2.3",
      "1..2",
      "1-2",
      "--1",
      "+1",
      " 1",
      "1 ",
      "1e3",
      "a",
      "/",
      ":",
      "1/",
      "1:",
      "10000",
      "-10000",
      "10000.5",
      "1.234",
      "0.001",
      "00.5",
      5,
      null,
      undefined,
      ["1"]
    ]],
    ["decimals of 16 characters", long, ["1234567890123456", "-1234567890123456", "12345678.9012345"]],
    ["times", Scalar.Timestamp, [
      "",
      "2024-02-30T00:00:00.000Z",
      "2023-02-29T00:00:00.000Z",
      "1900-02-29T00:00:00.000Z",
      "2024-04-31T00:00:00.000Z",
      "2024-00-01T00:00:00.000Z",
      "2024-13-01T00:00:00.000Z",
      "2024-01-00T00:00:00.000Z",
      "2024-01-32T00:00:00.000Z",
      "2024-01-01T24:00:00.000Z",
      "2024-01-01T00:60:00.000Z",
      "2024-01-01T00:00:60.000Z",
      "0999-12-31T23:59:59.999Z",
      "2024-01-01t00:00:00.000Z",
      "2024-01-01T00:00:00.000z",
      "2024-01-01T00:00:00.00:Z",
      "202/-01-01T00:00:00.000Z",
      "2024/01-01T00:00:00.000Z",
      "2024-01-01T00:00:00Z",
      "2024-01-01T00:00:00.0000Z",
      "2024-01-01T00:00:00+00:00",
      0,
      null,
      undefined
    ]]
  ]

describe("the shortcut of a scalar", () => {
  it.each(usual)("takes %s both ways, as the long way does", (_, codec, texts) => {
    const [decode, encode] = [shortcutOf(codec.ast)!, shortcutOf(SchemaAST.flip(codec.ast))!]
    for (const text of texts) {
      const value = Result.getOrThrow(thorough(codec).decode(text))
      assert(Equal.equals(decode(text), value), text)
      assert.strictEqual(encode(value), Result.getOrThrow(thorough(codec).encode(value)), text)
    }
  })

  it.each(unusual)("leaves %s that are written otherwise", (_, codec, texts) => {
    const decode = shortcutOf(codec.ast)!
    for (const text of texts) assert.strictEqual(decode(text), unfit, String(text))
  })

  it("leaves values that the scalar refuses to write", () => {
    const [decimal, time] = [money, Scalar.Timestamp].map(({ ast }) => shortcutOf(SchemaAST.flip(ast))!)
    for (const value of [null, undefined, 1, "1", {}]) {
      assert.strictEqual(decimal!(value), unfit)
      assert.strictEqual(time!(value), unfit)
    }
    assert.strictEqual(decimal!(Result.getOrThrow(thorough(long).decode("10000"))), unfit)
    assert.strictEqual(decimal!(Result.getOrThrow(thorough(long).decode("0.001"))), unfit)
  })
})
