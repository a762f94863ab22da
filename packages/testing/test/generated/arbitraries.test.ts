// What generated arbitraries are made of: which values they are biased to, and what their values shrink to.
import { Decimal } from "@deciduous/core/Scalar"
import { Arb } from "@deciduous/testing/generated/v1/checked"
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import * as fc from "fast-check"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20_260_301)

/** A list of lists of itself. */
interface Tree {
  readonly name: string
  readonly children: ReadonlyArray<Tree>
  readonly next?: Tree
}
const tree: fc.Arbitrary<Tree> = Arb.record(
  { name: Arb.text(), children: Arb.array(Arb.suspend(() => tree)) },
  { next: Arb.suspend(() => tree) }
)

/** Its first branch is where it ends. */
type Sum = { readonly value: number } | { readonly left: Sum; readonly right: Sum }
const sum: fc.Arbitrary<Sum> = Arb.union([
  Arb.record({ value: Arb.integer() }),
  Arb.record({ left: Arb.suspend(() => sum), right: Arb.suspend(() => sum) })
])

const money = { precision: 19, scale: 4 }

describe(`the smallest value (seed ${seed})`, () => {
  const smallest: ReadonlyArray<readonly [what: string, arbitrary: fc.Arbitrary<unknown>, value: unknown]> = [
    ["text", Arb.text(), ""],
    ["text of a least length", Arb.text({ minLength: 3, maxLength: 140 }), "aaa"],
    ["text of any characters", Arb.anyText({ minLength: 1 }), "a"],
    ["text of a pattern", Arb.text({ pattern: /^[A-Z]{3}$/u }), "AAA"],
    ["digits of a least length", Arb.text({ pattern: /^[0-9]+$/u, minLength: 4, maxLength: 20 }), "0000"],
    ["a UUID", Arb.uuid(), "00000000-0000-0000-0000-000000000000"],
    ["an e-mail address", Arb.email(), "a@a"],
    ["a URL", Arb.uri(), "http://a"],
    ["a day", Arb.date(), "1970-01-01"],
    ["a moment", Arb.timestamp(), "1970-01-01T00:00:00.000Z"],
    ["a moment as text", Arb.timestampText(), "1970-01-01T00:00:00.000Z"],
    ["a length of time", Arb.duration(), "PT0S"],
    ["a decimal", Arb.decimal(money), "0"],
    ["an integer of any size", Arb.bigint(), "0"],
    ["an integer", Arb.integer(), 0],
    ["an integer from a bound", Arb.integer({ minimum: 5 }), 5],
    ["an integer to a bound", Arb.integer({ exclusiveMaximum: -5 }), -6],
    ["a multiple", Arb.integer({ minimum: 5, multipleOf: 3 }), 6],
    ["a number", Arb.number(), 0],
    ["a number from a bound", Arb.number({ minimum: 0.5, maximum: 0.75 }), 0.5],
    ["one of several constants", Arb.literals(["atm", "branch", null]), "atm"],
    ["null or a value", Arb.nullable(Arb.integer()), null],
    ["true or false", Arb.boolean(), false],
    ["an object", Arb.record({ a: Arb.integer(), b: Arb.text() }, { c: Arb.text() }), { a: 0, b: "" }],
    ["an object of any keys", Arb.dictionary(Arb.integer()), {}],
    ["a list", Arb.array(Arb.integer()), []],
    ["a list of a least length", Arb.array(Arb.integer(), { minItems: 2, maxItems: 50 }), [0, 0]],
    ["a pair", Arb.tuple([Arb.integer(), Arb.text()]), [0, ""]],
    ["a recursive object", tree, { name: "", children: [] }],
    ["a recursive choice", sum, { value: 0 }]
  ]
  for (const [what, arbitrary, value] of smallest) {
    it(`of ${what} is ${JSON.stringify(value)}`, () => {
      // from several starts, as a value that is an edge shrinks by another way
      for (let start = 0; start < 20; start++) {
        const { counterexample } = fc.check(fc.property(arbitrary, () => false), { seed: seed + start })
        assert.deepStrictEqual(counterexample, [value])
      }
    })
  }

  const smallestWith = <A>(arbitrary: fc.Arbitrary<A>, has: (value: A) => boolean): A | undefined =>
    fc.check(fc.property(arbitrary, (value) => !has(value)), { seed, numRuns: 2_000 }).counterexample?.[0]

  it("that breaks something is the smallest that does", () => {
    assert.strictEqual(smallestWith(Arb.text({ maxLength: 140 }), (text) => [...text].length > 100), "a".repeat(101))
    assert.strictEqual(smallestWith(Arb.text(), (text) => text.length > [...text].length), "\u{10000}")
    assert.strictEqual(smallestWith(Arb.decimal(money), (text) => Number(text) < -1), "-1.0001")
    assert.strictEqual(smallestWith(Arb.date(), (day) => day >= "2000"), "2000-01-01")
    assert.strictEqual(
      smallestWith(Arb.timestamp(), (time) => time.endsWith("+00:01")),
      "1970-01-01T00:01:00.000+00:01"
    )
    assert.strictEqual(smallestWith(Arb.duration(), (time) => time.includes(".")), "PT0.000000001S")
    assert.deepStrictEqual(smallestWith(Arb.array(Arb.integer()), (list) => list.length > 1), [0, 0])
    const long = Arb.array(Arb.timestamp(), { maxItems: 80 })
    assert.deepStrictEqual(
      smallestWith(long, (list) => list.length > 12),
      Array.from({ length: 13 }, () => "1970-01-01T00:00:00.000Z")
    )
  })
})

describe(`edges that occur in a thousand values (seed ${seed})`, () => {
  const edges: ReadonlyArray<readonly [arbitrary: fc.Arbitrary<unknown>, edges: ReadonlyArray<unknown>]> = [
    [Arb.text({ maxLength: 140 }), ["", " ", "\n", "😀", "null", "a".repeat(140), "😀".repeat(140)]],
    [Arb.anyText(), ["", "\0", "\ud800"]],
    [Arb.text({ pattern: /^[0-9]+$/u, maxLength: 2 }), ["0", "99"]],
    [Arb.integer({ minimum: -7, maximum: 1_000_000 }), [-7, 0, 1_000_000]],
    [Arb.integer(), [Number.MIN_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER]],
    [Arb.number({ minimum: 0.25, maximum: 0.5 }), [0.25, 0.5]],
    [Arb.decimal(money), ["0", "1", "-1", "0.0001", "999999999999999.9999", "-999999999999999.9999"]],
    [Arb.bigint(), ["0", "9007199254740992", "9223372036854775808"]],
    [Arb.uuid(), ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff"]],
    [Arb.date(), ["0001-01-01", "1970-01-01", "2000-02-29", "2024-02-29", "9999-12-31"]],
    [Arb.timestamp(), ["2024-02-29T23:59:59.999Z", "9999-12-31T23:59:59.999Z"]],
    [Arb.nullable(Arb.boolean()), [null, true, false]],
    [Arb.array(Arb.boolean(), { maxItems: 1 }), [[], [true], [false]]],
    [Arb.record({}, { a: Arb.boolean() }), [{}, { a: true }, { a: false }]],
    [Arb.array(Arb.literals([1]), { minItems: 2, maxItems: 40 }), [[1, 1], Array.from({ length: 40 }, () => 1)]]
  ]
  const made = (arbitrary: fc.Arbitrary<unknown>, numRuns = 1_000) => fc.sample(arbitrary, { seed, numRuns })

  for (const [arbitrary, expected] of edges) {
    it(show(expected), () => {
      const seen = new Set(made(arbitrary).map((value) => JSON.stringify(value)))
      assert.deepStrictEqual(expected.filter((edge) => !seen.has(JSON.stringify(edge))), [])
    })
  }

  it("are also ways of writing one moment, decimal or length of time", () => {
    const forms = (arbitrary: fc.Arbitrary<string>, ...patterns: ReadonlyArray<RegExp>) =>
      assert.deepStrictEqual(
        patterns.filter((pattern) => !made(arbitrary).some((text) => pattern.test(String(text)))),
        []
      )
    forms(Arb.timestamp(), /:\d\dZ$/, /\.\d{3}Z$/, /\.\d{9}Z$/, /[+]\d\d:\d\d$/, /-\d\d:\d\d$/)
    forms(Arb.timestampText(), /\.\d{8}[1-9]Z$/)
    forms(Arb.decimal(money), /^\d+$/, /\.0+$/, /\.\d{4}$/, /^-0\./)
    forms(Arb.duration(), /^P\d+D$/, /^PT\d+H$/, /\.\d{1,9}S$/, /^P999999999D/)
  })
})

describe("a list of different items", () => {
  it("holds none twice that would be one once decoded", () => {
    const digits = { precision: 2, scale: 1 }
    const list = Arb.uniqueArray(Arb.decimal(digits), Decimal(digits), { maxItems: 20 })
    for (const items of fc.sample(list, { seed, numRuns: 500 })) {
      assert.strictEqual(new Set(items.map(Number)).size, items.length, items.join(" "))
    }
  })

  it("has as many as it must, or says that there are not so many", () => {
    const of = (minItems: number) => {
      const items = Arb.uniqueArray(Arb.literals(["a", "b", "c"]), Schema.Literals(["a", "b", "c"]), { minItems })
      return fc.sample(items, { seed, numRuns: 100 })
    }
    assert.isTrue(of(3).every(({ length }) => length === 3))
    assert.throws(() => of(4), "No 4 different items were found: their schema must admit more of them.")
  })
})

describe("a recursive value", () => {
  it("branches, and ends before it is too large to look at", () => {
    const size = (of: Tree): number =>
      1 + of.children.reduce((sum, child) => sum + size(child), 0) + (of.next === undefined ? 0 : size(of.next))
    const sizes = fc.sample(tree, { seed, numRuns: 1_000 }).map(size)
    assert.isAbove(Math.max(...sizes), 10)
    assert.isBelow(Math.max(...sizes), 60)
  })
})

describe("text of a format and a pattern", () => {
  it("keeps to both", () => {
    const made = fc.sample(Arb.bigint({ pattern: /^-?[0-9]{1,3}$/u }), { seed, numRuns: 1_000 })
    assert.deepStrictEqual(made.filter((text) => !/^(?:0|-?[1-9][0-9]{0,2})$/.test(text)), [])
  })
})

describe("text that is not found", () => {
  it("is an example where there is one", () => {
    const examples = ["open", "reopen it"]
    const made = fc.sample(Arb.text({ pattern: /\bopen\b|it$/u, examples }), { seed, numRuns: 100 })
    assert.sameMembers([...new Set(made)], examples)
  })

  it("is an error that says what to do, at the first value and not before", () => {
    const unknown = Arb.text({ pattern: /^(?=x)y$/u, maxLength: 3 })
    assert.throws(
      () => fc.sample(unknown, 1),
      "No text was found that fits /^(?=x)y$/u, maxLength 3: add \"examples\" to its schema."
    )
  })
})

function show(edges: ReadonlyArray<unknown>): string {
  return edges.map((edge) => JSON.stringify(edge)).map((text) => text.length > 40 ? `${text.slice(0, 30)}...` : text)
    .join(", ")
}
