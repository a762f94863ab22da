import { Scalar } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"
import * as Duration from "effect/Duration"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { isRefusedToWrite, rewritten, strictness } from "./scalars.ts"

const accepted = [
  "PT0S",
  "P0D",
  "P1D",
  "PT1H",
  "PT1M",
  "PT1S",
  "PT0.000000001S",
  "P1DT2H30M",
  "P7D",
  "P365D",
  "PT90M",
  "PT36H",
  "P999999999D",
  "P01D"
]
const refused = [
  "",
  "P",
  "PT",
  "P1",
  "1D",
  "p1d",
  "P1DT",
  "P1W",
  "P1M",
  "P1Y",
  "P1Y2M",
  "-P1D",
  "P-1D",
  "+P1D",
  "P1.5D",
  "PT1.5H",

  "PT1.S",
  "PT.5S",
  "PT1,5S",
  "PT0.0000000001S",
  "P1H",
  "PT1D",
  "PT1S1M",
  "P1DT ",
  " P1D",
  "P1D\n",
  "P1000000000D",
  "1 day",
  "60"
]

strictness("a duration", Scalar.Duration, { accepted, refused: [...refused, "P999999999DT24H"] })
strictness("a duration kept as text", Scalar.DurationText, { accepted: [...accepted, "P999999999DT24H"], refused })

describe("a duration is written", () => {
  it.each<readonly [string, string]>([
    ["P0D", "PT0S"],
    ["P7D", "P7D"],
    ["P365D", "P365D"],
    ["PT90M", "PT1H30M"],
    ["PT36H", "P1DT12H"],
    ["PT86400S", "P1D"],
    ["PT1.50S", "PT1.5S"],
    ["PT0.000000001S", "PT0.000000001S"],
    ["P999999999DT23H59M59.999999999S", "P999999999DT23H59M59.999999999S"]
  ])("for %s in days and times, %s", (text, canonical) => {
    assert.strictEqual(rewritten(Scalar.Duration, text), canonical)
  })

  it("only if it is finite, not negative, and below a thousand million days", () => {
    for (
      const duration of [
        Duration.infinity,
        Duration.negativeInfinity,
        Duration.seconds(-1),
        Duration.nanos(-1n),
        Duration.days(1e9)
      ]
    ) {
      isRefusedToWrite(Scalar.Duration, duration)
    }
  })

  it("and read again as the same length, for every nanosecond", () => {
    const most = 86_400_000_000_000n * 10n ** 9n - 1n
    fc.assert(
      fc.property(fc.oneof(fc.bigInt({ min: 0n, max: most }), fc.bigInt({ min: 0n, max: 10n ** 15n })), (nanos) => {
        const duration = Duration.nanos(nanos)
        const text = Schema.encodeSync(Scalar.Duration)(duration)
        assert.isTrue(Duration.equals(Schema.decodeSync(Scalar.Duration)(text), duration), text)
        assert.strictEqual(rewritten(Scalar.Duration, text), text)
      })
    )
  })

  it("from any text that is read", () => {
    const part = (unit: string) =>
      fc.option(fc.integer({ min: 0, max: 99_999_999 }).map((n) => `${n}${unit}`), { nil: "" })
    fc.assert(fc.property(part("D"), part("H"), part("M"), part("S"), (days, hours, minutes, seconds) => {
      const time = `${hours}${minutes}${seconds}`
      fc.pre(days + time !== "")
      const text = `P${days}${time === "" ? "" : `T${time}`}`
      const canonical = rewritten(Scalar.Duration, text)
      assert.strictEqual(rewritten(Scalar.Duration, canonical), canonical)
    }))
  })
})
