import { Scalar } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { isRefusedToWrite, rewritten, strictness } from "./scalars.ts"

const accepted = [
  "2024-02-29T12:34:56Z",
  "2024-02-29T12:34:56.7Z",
  "2024-02-29T12:34:56.789Z",
  "2024-02-29T12:34:56.789000000Z",
  "2000-02-29T00:00:00Z",
  "0001-01-01T00:00:00Z",
  "9999-12-31T23:59:59.999Z",
  "2024-01-01T00:00:00+00:00",
  "2024-01-01T00:00:00-00:00",
  "2024-01-01T00:00:00+23:59",
  "0001-01-01T01:00:00+01:00",
  "0000-12-31T23:00:00-02:00", // a moment of the year 0001
  "9999-12-31T22:59:59.999-01:00"
]

const refused = [
  "",
  "1",
  "now",
  "2024",
  "2024-01",
  "2024-01-01",
  "2024-01-01T00:00Z",
  "2024-01-01T00:00:00",
  "2024-01-01 00:00:00Z",
  "2024-01-01t00:00:00z",
  "2024-01-01T00:00:00.Z",
  "2024-01-01T00:00:00,5Z",
  "2024-01-01T00:00:00.1234567890Z",
  "2024-01-01T24:00:00Z",
  "2024-01-01T00:60:00Z",
  "2016-12-31T23:59:60Z",
  "2024-00-01T00:00:00Z",
  "2024-13-01T00:00:00Z",
  "2024-01-00T00:00:00Z",
  "2024-01-32T00:00:00Z",
  "2024-02-30T00:00:00Z",
  "2023-02-29T00:00:00Z",
  "1900-02-29T00:00:00Z",
  "2024-04-31T00:00:00Z",
  "2024-01-01T00:00:00+24:00",
  "2024-01-01T00:00:00+00:60",
  "2024-01-01T00:00:00+01",
  "2024-01-01T00:00:00+0100",
  "0000-12-31T23:59:59Z",
  "0001-01-01T00:00:00+00:01",
  "9999-12-31T23:59:59.999-00:01",
  "+10000-01-01T00:00:00Z",
  "-0001-01-01T00:00:00Z",
  "2024-01-01T00:00:00Z\n",
  " 2024-01-01T00:00:00Z",
  "Mon, 01 Jan 2024 00:00:00 GMT"
]

const tooFine = ["2024-01-01T00:00:00.1231Z", "2024-01-01T00:00:00.000000001Z", "2024-01-01T00:00:00.12300001+01:00"]

strictness("a timestamp", Scalar.Timestamp, { accepted, refused: [...refused, ...tooFine] })
strictness("a timestamp kept as text", Scalar.TimestampText, { accepted: [...accepted, ...tooFine], refused })

describe("a timestamp is written", () => {
  it.each<readonly [string, string]>([
    ["2024-02-29T12:34:56Z", "2024-02-29T12:34:56.000Z"],
    ["2024-02-29T12:34:56.7Z", "2024-02-29T12:34:56.700Z"],
    ["2024-02-29T23:30:00-01:00", "2024-03-01T00:30:00.000Z"],
    ["0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
    ["0099-06-01T00:00:00Z", "0099-06-01T00:00:00.000Z"]
  ])("for %s in UTC, %s", (text, utc) => {
    assert.strictEqual(rewritten(Scalar.Timestamp, text), utc)
  })

  it("only in the years 0001 to 9999", () => {
    for (const milliseconds of [-62135596800001, 253402300800000, -8.64e15, 8.64e15]) {
      isRefusedToWrite(Scalar.Timestamp, DateTime.makeUnsafe(milliseconds))
    }
  })

  it("and read again as the same moment", () => {
    fc.assert(fc.property(fc.integer({ min: -62135596800000, max: 253402300799999 }), (milliseconds) => {
      const text = Schema.encodeSync(Scalar.Timestamp)(DateTime.makeUnsafe(milliseconds))
      assert.strictEqual(Schema.decodeSync(Scalar.Timestamp)(text).epochMilliseconds, milliseconds)
      assert.strictEqual(rewritten(Scalar.Timestamp, text), text)
    }))
  })

  it("the same whatever the offset that it came with", () => {
    const offsets = fc.record({
      sign: fc.constantFrom("+", "-"),
      hours: fc.integer({ min: 0, max: 23 }),
      minutes: fc.integer({ min: 0, max: 59 })
    })
    fc.assert(fc.property(fc.integer({ min: 0, max: 4102444800 }), offsets, (seconds, { hours, minutes, sign }) => {
      const shift = (sign === "+" ? 1 : -1) * (hours * 60 + minutes) * 60_000
      const local = new Date(seconds * 1000 + shift).toISOString().slice(0, 19)
      const offset = `${sign}${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`
      assert.strictEqual(rewritten(Scalar.Timestamp, local + offset), new Date(seconds * 1000).toISOString())
    }))
  })
})
