// The short way through a codec is not to be told from the long one, but for its speed.
import { assert, describe, it } from "@effect/vitest"
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import * as SchemaAST from "effect/SchemaAST"
import fc from "fast-check"
import { codecMachine, thorough } from "../../src/internal/codecMachine.ts"
import * as Direct from "../../src/internal/direct/compile.ts"
import * as Scalar from "../../src/Scalar.ts"

const Money = Schema.Struct({
  amount: Scalar.Decimal({ precision: 19, scale: 4 }),
  currency: Scalar.Text.check(Schema.isPattern(/^[A-Z]{3}$/u))
})

interface Tree {
  readonly name: string
  readonly children: ReadonlyArray<Tree>
}
const Tree: Schema.Codec<Tree> = Schema.Struct({
  name: Scalar.Text,
  children: Schema.Array(Schema.suspend((): Schema.Codec<Tree> => Tree))
})

/** A schema, and values as they are stored; each is bent in many ways by the test. */
const cases: ReadonlyArray<readonly [name: string, codec: Schema.Codec<any, any>, stored: ReadonlyArray<unknown>]> = [
  [
    "an event",
    Schema.Struct({
      _tag: Schema.tagDefaultOmit("FundsDeposited"),
      amount: Money,
      channel: Schema.Literals(["atm", "branch"]),
      at: Scalar.Timestamp,
      note: Schema.optionalKey(Scalar.Text.check(Schema.isMaxCodePoints(3)))
    }),
    [
      { amount: { amount: "10.50", currency: "EUR" }, channel: "atm", at: "2024-02-29T12:00:00.000Z", note: "abc" },
      { amount: { amount: "-3", currency: "CZK" }, channel: "branch", at: "2024-02-29T12:00:00+02:00" }
    ]
  ],
  ["an empty object", Schema.Struct({}), [{}]],
  ["decimals", Schema.Array(Scalar.Decimal({ precision: 6, scale: 2 })), [
    ["0", "0.00", "1234.56", "-0.10", "7", "9999.99"]
  ]],
  ["times", Schema.Array(Scalar.Timestamp), [
    ["2024-02-29T23:59:59.999Z", "1999-12-31T00:00:00Z", "0100-01-01T00:00:00.000Z", "9999-12-31T23:59:59.999Z"]
  ]],
  [
    "a later time only",
    Schema.Struct({
      at: Scalar.Timestamp.check(Schema.makeFilter((time) => time.epochMilliseconds > 1e12))
    }),
    [{ at: "2024-02-29T12:00:00.000Z" }, { at: "1970-02-28T12:00:00.000Z" }]
  ],
  ["an optional time", Schema.Struct({ at: Schema.optionalKey(Scalar.Timestamp) }), [
    { at: "2024-02-29T12:00:00.000Z" },
    {}
  ]],
  [
    "the other scalars",
    Schema.Struct({
      big: Scalar.BigInt,
      length: Scalar.Duration,
      day: Scalar.PlainDate,
      id: Scalar.Uuid.pipe(Schema.brand("Id")),
      mail: Scalar.Email,
      count: Schema.Int,
      share: Schema.Finite,
      isOpen: Schema.Boolean
    }),
    [{
      big: "-12345678901234567890",
      length: "P1DT2H",
      day: "2024-02-29",
      id: "6b1f2f5e-9d3a-4f65-8a3c-0c9a5b1d2e3f",
      mail: "a@example.org",
      count: 3,
      share: 0.5,
      isOpen: true
    }]
  ],
  [
    "tagged branches",
    Schema.Union([
      Schema.Struct({ kind: Schema.Literal("customer"), id: Scalar.Text }),
      Schema.Struct({ kind: Schema.Literal("campaign"), code: Scalar.Text, at: Scalar.Timestamp })
    ]),
    [{ kind: "customer", id: "1" }, { kind: "campaign", code: "x", at: "2024-02-29T12:00:00.000Z" }]
  ],
  [
    "branches without a tag",
    Schema.Union([
      Schema.Struct({ a: Scalar.Text }),
      Schema.Struct({ a: Scalar.Text, b: Scalar.Text })
    ]),
    [{ a: "1" }, { a: "1", b: "2" }]
  ],
  ["branches by kind", Schema.Array(Schema.NullOr(Schema.Union([Scalar.Text, Schema.Int, Money]))), [
    ["x", null, 3, { amount: "1", currency: "EUR" }]
  ]],
  [
    "what may be null",
    Schema.Struct({
      at: Schema.NullOr(Scalar.Timestamp),
      amount: Schema.NullOr(Scalar.Decimal({ precision: 5, scale: 2 })),
      length: Schema.NullOr(Scalar.Duration),
      big: Schema.NullOr(Scalar.BigInt)
    }),
    [
      { at: null, amount: null, length: null, big: null },
      { at: "2024-02-29T12:00:00.000Z", amount: "1.5", length: "P1D", big: "5" }
    ]
  ],
  ["two kinds of text", Schema.Array(Schema.Union([Scalar.Timestamp, Scalar.Text])), [[
    "2024-02-29T12:00:00.000Z",
    "x"
  ]]],
  ["a record", Schema.Record(Schema.String, Money), [{ a: { amount: "1.5", currency: "EUR" } }, {}]],
  ["a record of keys that fit", Schema.Record(Schema.String.check(Schema.isPattern(/^[a-d]$/)), Schema.Int), [
    { a: 1, d: 2 },
    {}
  ]],
  ["a record of limited keys", Schema.Record(Schema.Literals(["a", "b"]), Schema.Int), [{ a: 1, b: 2 }]],
  ["a pair", Schema.Tuple([Scalar.Text, Scalar.Timestamp]), [["a", "2024-02-29T12:00:00.000Z"]]],
  ["an open tuple", Schema.TupleWithRest(Schema.Tuple([Scalar.Text]), [Schema.Int]), [["a"], ["a", 1, 2]]],
  ["a list without doubles", Schema.Array(Schema.Int).check(Schema.isUnique()), [[1, 2, 3], [1, 1]]],
  ["a tree", Tree, [{ name: "a", children: [{ name: "b", children: [] }] }]],
  ["a field with a default", Schema.Struct({ a: Schema.Int.pipe(Schema.withDecodingDefaultKey(Effect.succeed(1))) }), [
    {},
    { a: 2 }
  ]],
  ["a field that may be undefined", Schema.Struct({ a: Schema.optional(Schema.Int) }), [{}, { a: 2 }, {
    a: undefined
  }]],
  ["names of prototypes", Schema.Struct({ constructor: Schema.Int, toString: Schema.optionalKey(Scalar.Text) }), [
    { constructor: 1 },
    { constructor: 1, toString: "x" }
  ]],
  ["anything", Schema.Struct({ a: Schema.Unknown }), [{ a: 1 }, { a: undefined }, {}]],
  [
    "what has no checks",
    Schema.Struct({ number: Schema.Number, none: Schema.Null, two: Schema.Literal(2), is: Schema.Boolean }),
    [{ number: 0.5, none: null, two: 2, is: false }]
  ],
  [
    "every kind",
    Schema.Array(Schema.Union([Schema.Boolean, Schema.Literal("x"), Schema.Array(Schema.Int)])),
    [
      [true, "x", [1]]
    ]
  ],
  ["branches behind references", Schema.Array(Schema.Union([Schema.Int, Schema.suspend(() => Money)])), [
    [1, { amount: "1", currency: "EUR" }]
  ]],
  ["anything beside a text", Schema.Array(Schema.Union([Scalar.Text, Schema.Unknown])), [["x", 1]]],
  ["a text that is held against another schema", Schema.String.pipe(Schema.decodeTo(Schema.NonEmptyString)), ["x"]]
]

/** What stands where something else should: of every kind, and near misses of scalars. */
const strange: ReadonlyArray<unknown> = [
  null,
  undefined,
  0,
  -1,
  1.5,
  NaN,
  true,
  "",
  "x",
  "EUR",
  "-0",
  "01",
  "1.",
  ".5",
  "0.5",
  "-0.5",
  "1.2345",
  "1.23456",
  "123456789012345",
  "1234567890123456",
  "2024-02-30T12:00:00.000Z",
  "2023-02-29T12:00:00.000Z",
  "2024-13-01T00:00:00.000Z",
  "2024-02-29T24:00:00.000Z",
  "2024-02-29T12:60:00.000Z",
  "2024-02-29T12:00:60.000Z",
  "2024-02-29T12:00:00.0001Z",
  "0000-02-29T12:00:00.000Z",
  "0999-02-28T12:00:00.000Z",
  "2024-02-29t12:00:00.000z",
  "2024-02-29T12:00:00+23:59",
  "\0",
  "\ud800",
  "P1D",
  [],
  [1],
  {},
  { a: 1 },
  { kind: "customer" },
  10n,
  new Date(0),
  BigDecimal.make(150n, 1),
  BigDecimal.make(-5n, -3),
  BigDecimal.make(0n, 2),
  BigDecimal.make(10n ** 30n, 12),
  DateTime.makeUnsafe(0),
  DateTime.makeUnsafe(-6e13),
  DateTime.makeUnsafe(2.6e14)
]

/** The value, with one or two of its parts changed, taken away or added. */
const bent = (value: unknown): fc.Arbitrary<unknown> =>
  fc.array(
    fc.record({
      at: fc.nat(20),
      by: fc.oneof(
        fc.record({ _tag: fc.constant("replace" as const), part: fc.constantFrom(...strange) }),
        fc.record({ _tag: fc.constant("remove" as const) }),
        fc.record({
          _tag: fc.constant("add" as const),
          key: fc.constantFrom("a", "extra", "note", "__proto__", "_tag", "0", "constructor"),
          part: fc.constantFrom(...strange)
        })
      )
    }),
    { maxLength: 2 }
  ).map((changes) => changes.reduce((whole, { at, by }) => change(whole, at, by), value))

type Change =
  | { readonly _tag: "replace"; readonly part: unknown }
  | { readonly _tag: "remove" }
  | { readonly _tag: "add"; readonly key: string; readonly part: unknown }

const isPlain = (value: unknown): value is object =>
  typeof value === "object" && value !== null
  && [Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value))

/** Changes the part that is met at that step of a walk through all of them. */
const change = (whole: unknown, at: number, by: Change): unknown => {
  let step = 0
  const walk = (value: unknown): unknown => {
    const isHere = step++ === at
    if (isHere && by._tag === "replace") return by.part
    if (!isPlain(value)) return value
    if (Array.isArray(value)) return isHere && by._tag === "add" ? [...value, by.part] : value.map(walk)
    const entries = Object.entries(value).flatMap(([key, part]) => {
      const isGone = by._tag === "remove" && step === at
      const changed = walk(part)
      return isGone ? [] : [[key, changed] as const]
    })
    return Object.fromEntries(isHere && by._tag === "add" ? [...entries, [by.key, by.part]] : entries)
  }
  return walk(whole)
}

const frozen = (value: unknown): unknown => {
  if (!isPlain(value)) return value
  for (const part of Object.values(value)) frozen(part)
  return Object.freeze(value)
}

/** Where one branch is not told from another by its kind or a tag, and where a field may come from nowhere. */
const withoutShortWay = [
  "decodes branches without a tag",
  "encodes branches without a tag",
  "decodes two kinds of text",
  "decodes a field with a default",
  "encodes a field with a default",
  "decodes a field that may be undefined",
  "encodes a field that may be undefined",
  "decodes anything beside a text",
  "encodes anything beside a text"
]

describe("the short way through a codec", () => {
  for (const [name, codec, stored] of cases) {
    const long = thorough(codec)
    for (
      const [direction, ast, convert] of [
        ["decodes", codec.ast, long.decode],
        ["encodes", SchemaAST.flip(codec.ast), long.encode]
      ] as const
    ) {
      const short = Direct.compile(ast)
      const values = direction === "decodes"
        ? stored
        : stored.map(long.decode).flatMap((result) => Result.isSuccess(result) ? [result.success] : [])

      if (withoutShortWay.includes(`${direction} ${name}`)) {
        it(`is not there for ${name}, where it ${direction}`, () => assert.isUndefined(short))
        continue
      }
      it(`${direction} ${name} as the long way does`, () => {
        assert(short !== undefined)
        fc.assert(
          fc.property(fc.constantFrom(...values).chain(bent), (value) => {
            const result = short(value)
            if (result === Direct.unfit) return
            const expected = convert(value)
            assert(Result.isSuccess(expected), "the long way refuses what the short way took")
            assert(Equal.equals(result, expected.success), "the two ways differ")
          }),
          { numRuns: 2_000 }
        )
      })
      it(`${direction} every good value of ${name} by itself`, () => {
        assert(short !== undefined)
        for (const value of values) {
          // what it is given is never written to
          if (Result.isSuccess(convert(value))) assert.notStrictEqual(short(frozen(value)), Direct.unfit)
        }
      })
    }
  }

  it("leaves an object of a class, which is not written as its fields are, to the long way", () => {
    const schemas = [Schema.Record(Schema.String, Schema.Int), Schema.Struct({ a: Schema.optionalKey(Schema.Int) })]
    for (const schema of schemas) {
      const short = Direct.compile(SchemaAST.flip(schema.ast))!
      assert.deepStrictEqual(short({ a: 1 }), { a: 1 })
      assert.strictEqual(short(new Date(0)), Direct.unfit)
      assert.deepStrictEqual(thorough(schema).encode(new Date(0)), Result.succeed({}))
    }
  })

  it("leaves a record with a key that would change its prototype to the long way", () => {
    const record = Schema.Record(Schema.String, Money)
    const stored = JSON.parse(
      `{ "a": { "amount": "1", "currency": "EUR" }, "__proto__": { "amount": "2", "currency": "EUR" } }`
    )
    assert.strictEqual(Direct.compile(record.ast)!(stored), Direct.unfit)
    assert.deepStrictEqual(Object.keys(Result.getOrThrow(codecMachine(record).decode(stored)) as object), [
      "a",
      "__proto__"
    ])
  })

  it("is not there behind a reference to what has none, and the long way goes on", () => {
    const loose = Schema.suspend(() => Schema.Struct({ a: Schema.optional(Schema.Int) }))
    const machine = codecMachine(Schema.Struct({ loose }))
    assert.strictEqual(Direct.compile(loose.ast)!({ a: 1 }), Direct.unfit)
    assert.deepStrictEqual(machine.decode({ loose: { a: 1 } }), Result.succeed({ loose: { a: 1 } }))
    assert.deepStrictEqual(codecMachine(loose).decode({ a: 1 }), Result.succeed({ a: 1 }))
    const optional = Schema.Struct({ a: Schema.optional(Schema.Int) })
    assert.isUndefined(Direct.compile(optional.ast))
    assert.deepStrictEqual(codecMachine(optional).decode({ a: undefined }), Result.succeed({ a: undefined }))
  })
})
