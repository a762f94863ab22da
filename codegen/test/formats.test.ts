// The formats of schema files, asked twice: the reader checks examples by the rules that `core` enforces at run time.
import { formatOf } from "@deciduous/codegen/formats"
import type { Format, StringShape } from "@deciduous/codegen/model"
import * as Scalar from "@deciduous/core/Scalar"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { assert, describe, it } from "vitest"

const shape = (format: Format, keepText = false): StringShape => ({
  _tag: "String",
  format,
  decimal: format === "decimal" ? { precision: 6, scale: 2 } : undefined,
  brand: undefined,
  keepText,
  anyText: false,
  minLength: undefined,
  maxLength: undefined,
  pattern: undefined,
  description: undefined,
  place: { file: "a.yaml", line: 1, column: 1 }
})

const digits = { precision: 6, scale: 2 }

const pairs: ReadonlyArray<readonly [StringShape, Schema.Codec<unknown, string>]> = [
  [shape("uuid"), Scalar.Uuid],
  [shape("date"), Scalar.PlainDate],
  [shape("date-time"), Scalar.Timestamp],
  [shape("date-time", true), Scalar.TimestampText],
  [shape("decimal"), Scalar.Decimal(digits)],
  [shape("decimal", true), Scalar.DecimalText(digits)],
  [shape("bigint"), Scalar.BigInt],
  [shape("duration"), Scalar.Duration],
  [shape("email"), Scalar.Email],
  [shape("uri"), Scalar.Uri]
]

/** Texts near the borders of some format, and one or two characters beside them. */
const seeds = [
  "7c9e6679-7425-40de-944b-e07fc1f90ae7",
  "2024-02-29",
  "0001-01-01",
  "9999-12-31",
  "2023-02-29",
  "2024-02-29T12:00:00Z",
  "0001-01-01T00:00:00+23:59",
  "9999-12-31T23:59:59.999-00:01",
  "2024-02-29T23:59:59.123000+02:00",
  "2024-12-31T23:59:60Z",
  "1234.56",
  "-0.10",
  "-0",
  "0",
  "99999999",
  "-12345678901234567890",
  "P1DT2H30M1.5S",
  "PT0S",
  "ada@example.com",
  "https://example.com/a?b#c"
]

const text = fc.tuple(
  fc.constantFrom(...seeds),
  fc.array(fc.tuple(fc.nat(), fc.nat(1), fc.constantFrom("", ..."0123456789-+.:TZPDHMSa@/ ")), { maxLength: 2 })
).map(([seed, edits]) =>
  edits.reduce((text, [at, removed, inserted]) => {
    const start = at % (text.length + 1)
    return text.slice(0, start) + inserted + text.slice(start + removed)
  }, seed)
)

describe("a format", () => {
  for (const [string, codec] of pairs) {
    const name = `${string.format}${string.keepText ? " kept as text" : ""}`
    const accepts = formatOf(string)?.accepts ?? assert.fail()
    const decodes = (text: string): boolean => Schema.decodeExit(codec)(text)._tag === "Success"

    it(`${name} takes the same texts in examples as at run time (seed 42)`, () => {
      fc.assert(fc.property(text, (text) => assert.equal(accepts(text), decodes(text), text)), {
        seed: 42,
        numRuns: 2000
      })
    })

    it(`${name} takes some of the seeds and not all`, () => {
      const taken = seeds.filter(accepts)
      assert.isNotEmpty(taken)
      assert.isBelow(taken.length, seeds.length)
    })
  }
})
