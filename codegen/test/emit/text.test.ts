// Texts of users in generated code: whatever they are, they stay what they are and end nothing.
import {
  commentLines,
  commentPath,
  literal,
  property,
  propertyKey,
  regularExpression
} from "@deciduous/codegen/emit/text"
import type { Json } from "@deciduous/codegen/model"
import fc from "fast-check"
import { assert, describe, it } from "vitest"

const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260304)
const params = { numRuns: 500, seed }
const evaluate = (code: string): unknown => new Function(`return (${code})`)()
const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom("*", "/", "\n", "\r", "\u2028", "\"", "'", "`", "\\", "$", "{", "}", "\u202e", "\ud800")
  })
)

describe(`texts of users (seed ${seed})`, () => {
  it("are the same values in code", () =>
    fc.assert(
      fc.property(
        fc.jsonValue({ noUnicodeString: false } as object).filter((value) => !/__proto__/.test(JSON.stringify(value))),
        (value) => {
          const code = literal(value as Json)
          assert.deepEqual(evaluate(code), JSON.parse(JSON.stringify(value)))
          assert.notInclude(code, "\n")
        }
      ),
      params
    ))

  it("are the same names in code", () =>
    fc.assert(
      fc.property(hostile.filter((name) => name !== "__proto__"), (name) => {
        assert.deepEqual(evaluate(`{ ${propertyKey(name)}: 1 }`), { [name]: 1 })
        assert.equal(new Function("e", `return ${property("e", name)}`)({ [name]: 1 }), 1)
      }),
      params
    ))

  it("are the same patterns in code", () =>
    fc.assert(
      fc.property(
        fc.oneof(
          hostile.map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")),
          fc.constantFrom("", "[/]", "a/b", "\\/", "[\"'`/*]", "\n", "\ud800", "(?<a>x)\\k<a>")
        ),
        fc.string({ unit: "binary", maxLength: 3 }),
        (pattern, text) => {
          const code = regularExpression(pattern)
          assert.isTrue(code.isWellFormed())
          assert.notInclude(code, "\n")
          const made = evaluate(code) as RegExp
          assert.equal(made.flags, "u")
          for (const candidate of [text, pattern]) {
            assert.equal(made.test(candidate), new RegExp(pattern, "u").test(candidate))
          }
        }
      ),
      params
    ))

  it("end no comment and no line of it, and turn no text round", () =>
    fc.assert(
      fc.property(hostile, (text) => {
        for (const line of [...commentLines(text), commentPath(text)]) {
          assert.notMatch(line, /\*\/|[\n\r\u2028\u2029\u202e\0]/)
          assert.isTrue(line.isWellFormed())
        }
      }),
      params
    ))
})
