// Codegen imports nothing of ours, so that it has conversions of its own: they and core's are the same.
import * as Reference from "@deciduous/codegen/upcast/conversions"
import * as Upcast from "@deciduous/core/Upcast"
import fc from "fast-check"
import { assert, describe, it } from "vitest"

const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260303)
const params = { numRuns: 500, seed }
const numbers = fc.oneof(
  fc.constantFrom(0, -0, 0.5, 1.5, 2.5, -2.5, 0.125, 1e21, -1e21, 1e-7, 5e-324, Number.MAX_VALUE, 999.9995, 1.005),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1000, max: 1000, noNaN: true }).map((n) => Math.round(n * 1000) / 1000)
)

describe(`conversions, here and in core (seed ${seed})`, () => {
  it("make the same decimal of a number", () =>
    fc.assert(
      fc.property(numbers, fc.option(fc.nat(6), { nil: undefined }), (number, scale) => {
        assert.equal(Reference.numberToDecimal(number, scale), Upcast.convert["number-to-decimal"](number, scale))
      }),
      params
    ))

  it("round half to even", () => {
    const rounded = [0.5, 1.5, 2.5, -0.5, -1.5, 2.51, 0.49].map((number) => Reference.numberToDecimal(number, 0))
    assert.deepEqual(rounded, ["0", "2", "2", "0", "-2", "3", "0"])
  })

  it("make the same decimal of cents", () =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), (cents) => {
        assert.equal(Reference.centsToDecimal(cents), Upcast.convert["cents-to-decimal"](cents))
      }),
      params
    ))

  it("make the same timestamp of milliseconds and of a date", () => {
    const range = { min: Reference.FIRST_MILLISECOND, max: Reference.LAST_MILLISECOND }
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(range.min, range.max, 0), fc.integer(range)), (milliseconds) => {
        const timestamp = Upcast.convert["epoch-millis-to-timestamp"](milliseconds)
        assert.equal(Reference.epochToTimestamp(milliseconds), timestamp)
        assert.match(timestamp, /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
        const date = timestamp.slice(0, 10)
        assert.equal(Reference.dateToStartOfDay(date), Upcast.convert["date-to-start-of-day-utc"](date))
      }),
      params
    )
  })

  it("make the same integer of text that is one", () =>
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeInteger().map(String), fc.constantFrom("-0", "007", "-042")), (text) => {
        assert.isTrue(Reference.isIntegerText(text))
        assert.strictEqual(Reference.textToInteger(text), Upcast.convert["string-to-integer"](text))
      }),
      params
    ))

  it("make the same parts of a text", () =>
    fc.assert(
      fc.property(
        fc.string({ maxLength: 12 }),
        fc.constantFrom(" ", "a", "--"),
        fc.integer({ min: 1, max: 4 }),
        (text, on, limit) => {
          assert.deepEqual([...Reference.splitText(text, on, limit)], [...Upcast.splitText(text, on, limit)])
        }
      ),
      params
    ))
})
