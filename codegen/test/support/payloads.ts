// Payloads of a schema, edges first: for tests that run old payloads through upcasts.
import type { Json, NumberShape, ObjectShape, Shape, StringShape } from "@deciduous/codegen/model"
import fc from "fast-check"

export const payload = (shape: Shape): fc.Arbitrary<Json> => {
  switch (shape._tag) {
    case "Object":
      return objects(shape)
    case "Array":
      return fc.array(payload(shape.items), {
        minLength: shape.minItems ?? 0,
        maxLength: Math.min(shape.maxItems ?? 3, 3)
      })
    case "Tuple":
      return fc.tuple(...shape.items.map(payload))
    case "Record":
      return fc.dictionary(fc.constantFrom("a", "b", "c"), payload(shape.values), { noNullPrototype: true })
    case "Union":
      return fc.oneof(...shape.branches.map(payload))
    case "Nullable":
      return fc.oneof(fc.constant(null), payload(shape.shape))
    case "Literal":
      return fc.constantFrom(...shape.values)
    case "Boolean":
      return fc.boolean()
    case "Null":
      return fc.constant(null)
    case "String":
      return texts(shape)
    case "Number":
      return numbers(shape)
    case "Reference":
      throw new Error(`Payloads of ${shape.typeName} are not made here`)
  }
}

const objects = ({ fields }: ObjectShape): fc.Arbitrary<Json> =>
  fc.record(
    Object.fromEntries(fields.map(({ name, shape }) => [name, payload(shape)])),
    { requiredKeys: fields.filter(({ required }) => required).map(({ name }) => name), noNullPrototype: true }
  ) as fc.Arbitrary<Json>

const texts = ({ decimal, format, maxLength, minLength, pattern }: StringShape): fc.Arbitrary<string> => {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, "u"))
  switch (format) {
    case "date":
      return fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10))
    case "date-time":
      return fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
        .map((date) => date.toISOString())
    case "uuid":
      return fc.uuid()
    case "decimal":
      return fc.bigInt({ min: -999n, max: 999n }).map((digits) => decimal?.scale === 0 ? String(digits) : `${digits}.5`)
    default: {
      const words = fc.constantFrom(
        "x",
        "y",
        "k0",
        "k1",
        "1",
        "2",
        "3",
        "true",
        "false",
        "far longer than any bound that is ever asked for here",
        "",
        " ",
        "a",
        "a b",
        "a b c",
        " a",
        "a ",
        "7",
        "-0",
        "007",
        "12345678901234567890",
        "1.5",
        "x-y"
      )
      const any = fc.string({ maxLength: 8, unit: "grapheme" }).filter((text) =>
        text.isWellFormed() && !text.includes("\0")
      )
      return fc.oneof(words, any).map((of) => [...of.padEnd(minLength ?? 0, "x")].slice(0, maxLength ?? 100).join(""))
    }
  }
}

const numbers = ({ integer, maximum, minimum }: NumberShape): fc.Arbitrary<number> =>
  integer
    ? fc.oneof(
      fc.integer({ min: Math.max(minimum ?? -1000, -1000), max: Math.min(maximum ?? 1000, 1000) }),
      fc.maxSafeInteger().map((n) => Math.max(minimum ?? n, Math.min(maximum ?? n, n)))
    ).map((n) => n + 0)
    : fc.oneof(
      fc.constantFrom(0, 0.1, 0.25, 0.125, 2.5, -2.5, 1e21, 1e-7, -1.005, 999.9995),
      fc.double({ noNaN: true, noDefaultInfinity: true })
    )
      .map((n) => Math.max(minimum ?? n, Math.min(maximum ?? n, n)) + 0)
