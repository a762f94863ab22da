import { EventSet, Position, Scalar, type StoredEvent, StreamId } from "@deciduous/core"
import { R } from "@deciduous/core/generated/v1/checked"
import { assert, describe, it } from "@effect/vitest"
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

// the shape of what is generated, by hand and small
const tagged = <const Tag extends string, const Fields extends Schema.Struct.Fields>(tag: Tag, fields: Fields) => () =>
  Schema.Struct({ _tag: Schema.tagDefaultOmit(tag), ...fields })
const Opened = tagged("Opened", {
  holder: Scalar.Text,
  address: Schema.optionalKey(Schema.Struct({ city: Scalar.Text }))
})
const Deposited = tagged("Deposited", { amount: Scalar.Decimal({ precision: 8, scale: 2 }) })
const Withdrawn = tagged("Withdrawn", { amount: Scalar.Decimal({ precision: 8, scale: 2 }) })
const Frozen = tagged("Frozen", { reason: Scalar.Text })

type Event =
  | { readonly _tag: "Opened"; readonly holder: string; readonly address?: { readonly city: string } }
  | { readonly _tag: "Deposited" | "Withdrawn"; readonly amount: BigDecimal.BigDecimal }
  | { readonly _tag: "Frozen"; readonly reason: string }
type NewEvent = Exclude<Event, { readonly _tag: "Frozen" }>
type Data = { readonly [key: string]: unknown }
type Upcasters = {
  readonly [key: string]: (
    data: Data,
    context: { readonly streamId: string; readonly version: number; readonly recordedAt: string }
  ) => unknown
}

const nameToOwner = ({ name, ...rest }: Data) => ({ ...rest, owner: name })

const rules = {
  "Opened@1": R.upcast("Opened@2", nameToOwner),
  "Opened@2": R.upcast("Opened@3", "Opened@2>3"),
  "Opened@3": R.current("Opened", Opened),
  "Created@1": R.renamed("Opened@2"),
  "Deposited@1": R.current("Deposited", Deposited),
  "Withdrawn@1": R.current("Withdrawn", Withdrawn),
  "Moved@1": R.upcast("Moved@2", ({ by }: Data) => ({ amount: by })),
  "Moved@2": R.split("Moved@2"),
  "Frozen@1": R.retired("Frozen", Frozen),
  "Printed@1": R.skip("Printed")
}

const make = (events: Parameters<typeof EventSet.make>[0]["events"] = rules) =>
  EventSet.make<Event, NewEvent, Upcasters, string>({
    aggregate: "Account",
    category: "account",
    id: () => Scalar.Uuid,
    events
  })

const upcasters: Upcasters = {
  "Opened@2>3": ({ owner, ...rest }, { recordedAt, streamId, version }) => ({
    ...rest,
    holder: `${String(owner)} of ${streamId}, ${version}, ${recordedAt}`
  }),
  "Moved@2": ({ amount }) =>
    String(amount).startsWith("-")
      ? [{ type: "Withdrawn", version: 1, data: { amount: String(amount).slice(1) } }]
      : [{ type: "Printed", version: 1, data: {} }, { type: "Deposited", version: 1, data: { amount } }, {
        type: "Created",
        version: 1,
        data: { owner: "Eve" }
      }]
}

const set = make().with(upcasters)

const stored = (type: string, schemaVersion: number, data: unknown): StoredEvent => ({
  id: "0190a5c8-7b3a-7c4d-9e2f-0123456789ab",
  streamId: "account-1",
  category: "account",
  aggregateId: "1",
  version: 7,
  position: Position.make(1n, 2n),
  type,
  schemaVersion,
  data,
  metadata: { actorId: "Ada" },
  recordedAt: DateTime.makeUnsafe(0)
})

const read = (type: string, schemaVersion: number, data: unknown, events = set) =>
  Result.getOrThrow(events.decode(stored(type, schemaVersion, data))).map(({ event }) => event)

const unreadable = (type: string, schemaVersion: number, data: unknown, events = set): string => {
  const result = events.decode(stored(type, schemaVersion, data))
  if (Result.isSuccess(result)) assert.fail("it was read")
  assert.deepInclude({ ...result.failure }, {
    _tag: "UnreadableEvent",
    streamId: "account-1",
    version: 7,
    type,
    schemaVersion
  })
  assert.match(result.failure.message, /^Account stream account-1, version 7: /)
  return result.failure.problem
}

const unwritable = (event: unknown): string => {
  const result = set.encode(event as NewEvent)
  if (Result.isSuccess(result)) assert.fail("it was written")
  assert.match(result.failure.message, /^Account cannot write /)
  return result.failure.problem
}

describe("an event set writes", () => {
  it("the current version, without the tag", () => {
    assert.deepStrictEqual(
      set.encode({ _tag: "Deposited", amount: BigDecimal.fromStringUnsafe("1.50") }),
      Result.succeed({ type: "Deposited", schemaVersion: 1, data: { amount: "1.5" } })
    )
    assert.deepStrictEqual(
      set.encode({ _tag: "Opened", holder: "Ada" }),
      Result.succeed({ type: "Opened", schemaVersion: 3, data: { holder: "Ada" } })
    )
  })

  it("no event that it does not know, and says which was perhaps meant", () => {
    assert.strictEqual(unwritable({ _tag: "Openned" }), `there is no such event. Did you mean "Opened"?`)
    assert.strictEqual(unwritable({ _tag: "SomethingElse" }), "there is no such event.")
    for (const none of [{}, null, undefined, 1, { _tag: 1 }, { _tag: "__proto__" }, { _tag: "constructor" }]) {
      assert.match(unwritable(none), /^there is no such event\./)
    }
  })

  it("no event that is retired, renamed, split or skipped", () => {
    for (const _tag of ["Frozen", "Created", "Moved", "Printed"]) {
      assert.match(unwritable({ _tag, reason: "x" }), /retired, renamed or replaced/)
    }
  })

  it("no unknown field, at any depth, and says which was perhaps meant", () => {
    assert.strictEqual(
      unwritable({ _tag: "Opened", holder: "Ada", adress: { city: "Prague" } }),
      `/adress is not a field of it. Did you mean "address"?`
    )
    assert.strictEqual(
      unwritable({ _tag: "Opened", holder: "Ada", address: { city: "Prague", zip: "1" } }),
      "/address/zip is not a field of it."
    )
  })

  it("no value that its schema does not admit, and never shows the value", () => {
    assert.match(unwritable({ _tag: "Opened", holder: "secret\0" }), /^\/holder: .*without U\+0000/)
    assert.match(unwritable({ _tag: "Opened" }), /^\/holder: /)
    assert.match(
      unwritable({ _tag: "Deposited", amount: BigDecimal.fromStringUnsafe("1234567.5") }),
      /^\/amount: .*8 digits/
    )
    assert.notInclude(unwritable({ _tag: "Opened", holder: "secret\0" }), "secret")
    assert.notInclude(unwritable({ _tag: "Deposited", amount: BigDecimal.fromStringUnsafe("1234567.5") }), "1234567")
  })
})

describe("an event set names", () => {
  it("the stream of an aggregate by its id", () => {
    const id = "6b1f2f5e-9d3a-4f65-8a3c-0c9a5b1d2e3f"
    assert.deepStrictEqual(set.streamId(id), Result.succeed(StreamId.make("account", id)))
  })

  it("no stream by what is no id, and says what is wrong with it", () => {
    const problem = set.streamId("42").pipe(Result.flip, Result.getOrThrow)
    assert.deepInclude(problem, { _tag: "InvalidStreamId", category: "account", aggregateId: "42" })
    assert.match(problem.message, /^A stream cannot be named by category "account" and id "42": Expected/)
  })

  it("the stream that an event was meant for, where that is known", () => {
    const unwritten = { aggregate: "Account", type: "Opened", problem: "it is late" }
    const message = (options: typeof unwritten & { readonly streamId?: string }) =>
      new EventSet.UnwritableEvent(options).message
    assert.strictEqual(message(unwritten), "Account cannot write Opened: it is late")
    assert.strictEqual(
      message({ ...unwritten, streamId: "account-1" }),
      "Account stream account-1 cannot write Opened: it is late"
    )
  })
})

describe("an event set reads", () => {
  it("the current version, with its envelope", () => {
    const { data: _, ...envelope } = stored("Opened", 3, {})
    assert.deepStrictEqual(
      set.decode(stored("Opened", 3, { holder: "Ada" })),
      Result.succeed([{ ...envelope, event: { _tag: "Opened", holder: "Ada" }, part: 0 }])
    )
  })

  it("an old version through every step of its chain, and a former name from where it leads to", () => {
    const event: Event = { _tag: "Opened", holder: "Ada of account-1, 7, 1970-01-01T00:00:00.000Z" }
    assert.deepStrictEqual(read("Opened", 1, { name: "Ada" }), [event])
    assert.deepStrictEqual(read("Opened", 2, { owner: "Ada" }), [event])
    assert.deepStrictEqual(read("Created", 1, { owner: "Ada" }), [event])
  })

  it("one event as several, in order and numbered, each through a chain of its own", () => {
    const parts = Result.getOrThrow(set.decode(stored("Moved", 1, { by: "5" })))
    assert.deepStrictEqual(parts.map(({ event, part }) => [event._tag, part]), [["Deposited", 0], ["Opened", 1]])
    assert.isTrue(
      parts.every(({ position, type, version }) =>
        version === 7 && type === "Moved" && position === Position.make(1n, 2n)
      )
    )
    assert.deepStrictEqual(read("Moved", 2, { amount: "-5" }).map(({ _tag }) => _tag), ["Withdrawn"])
  })

  it("a retired event, and passes over one that is skipped, whatever it holds", () => {
    assert.deepStrictEqual(read("Frozen", 1, { reason: "court" }), [{ _tag: "Frozen", reason: "court" }])
    assert.deepStrictEqual(read("Printed", 1, { anything: [1] }), [])
  })

  it("no type or version that it does not know", () => {
    assert.match(
      unreadable("Opend", 1, {}),
      /^Opend v1 is not known to this program\. .*newer release, or by another aggregate/
    )
    assert.match(unreadable("Opened", 4, {}), /^Opened v4 is not known to this program \(it knows v1, v2, v3\)/)
    assert.match(unreadable("__proto__", 1, {}), /not known/)
    assert.match(unreadable("Opened", 0, {}), /not known/)
  })

  it("no unknown field, and says so after which upcasts", () => {
    assert.strictEqual(
      unreadable("Opened", 3, { holder: "Ada", hodler: "Eve" }),
      `Opened v3 does not fit its schema: /hodler is not a field of it. Did you mean "holder"?`
    )
    assert.strictEqual(
      unreadable("Opened", 1, { name: "Ada", branch: "x" }),
      "Opened v1 after its upcasts to Opened v3 does not fit its schema: /branch is not a field of it."
    )
    assert.match(
      unreadable("Opened", 3, JSON.parse(`{ "holder": "Ada", "__proto__": 1 }`)),
      /\/__proto__ is not a field of it/
    )
  })

  it("no payload that does not fit, and never shows it", () => {
    for (
      const data of [null, undefined, [], "secret", { amount: "secret" }, { amount: 1 }, { amount: "1e3" }, {
        amount: "1.005"
      }]
    ) {
      const problem = unreadable("Deposited", 1, data)
      assert.match(problem, /^Deposited v1 does not fit its schema: /)
      assert.notInclude(problem, "secret")
    }
  })

  it("nothing through an upcaster that throws, and does not show what it threw", () => {
    const throwing = make().with({
      ...upcasters,
      "Opened@2>3": () => {
        throw new RangeError("secret")
      }
    })
    assert.strictEqual(
      unreadable("Opened", 1, { name: "Ada" }, throwing),
      `the upcaster "Opened@2" threw RangeError. Upcasters must be total; run it on this payload to see why.`
    )
    const odd = make().with({
      ...upcasters,
      "Opened@2>3": () => {
        throw "secret"
      }
    })
    assert.match(unreadable("Opened", 2, {}, odd), /threw string/)
  })

  it("nothing through a split that gives no list of events, or leads to itself", () => {
    const part = { type: "Printed", version: 1, data: {} }
    const others = [
      undefined,
      null,
      {},
      "ab",
      [null],
      [1],
      [{}],
      [{ type: "Deposited" }],
      [part, null],
      Promise.resolve([])
    ]
    for (const parts of others) {
      const wrong = make().with({ ...upcasters, "Moved@2": () => parts })
      assert.match(unreadable("Moved", 2, {}, wrong), /the upcaster "Moved@2" gave something else than a list/)
    }
    const unknown = make().with({ ...upcasters, "Moved@2": () => [{ type: "Moved", version: 3, data: {} }] })
    assert.match(unreadable("Moved", 2, {}, unknown), /Moved v3 is not known/)
    const endless = make().with({ ...upcasters, "Moved@2": (data) => [{ type: "Moved", version: 2, data }] })
    assert.match(unreadable("Moved", 1, {}, endless), /the upcaster "Moved@2" gave an event that leads to it again/)
  })

  it("nothing without the upcasters that it needs, but what needs none", () => {
    // the types refuse such a set wherever one is used
    const without = make() as unknown as typeof set
    assert.match(
      unreadable("Opened", 1, { name: "Ada" }, without),
      /the upcaster "Opened@2>3" is needed; give it by \.with\(upcasters\)/
    )
    assert.deepStrictEqual(read("Opened", 3, { holder: "Ada" }, without), [{ _tag: "Opened", holder: "Ada" }])
  })
})

describe("an event set is refused when it is made", () => {
  const refuses = (events: Parameters<typeof make>[0], problem: string) =>
    assert.throws(() => make(events).with({}), `The event set of Account is broken: ${problem}`)

  it("where a step leads nowhere", () => {
    refuses({ "A@1": R.upcast("A@2", (data) => data) }, `"A@1" leads to "A@2", and there is no such event`)
    refuses({ "A@1": R.renamed("__proto__") }, `"A@1" leads to "__proto__", and there is no such event`)
  })

  it("where steps lead in a circle", () => {
    refuses({ "A@1": R.renamed("B@1"), "B@1": R.upcast("A@1", (data) => data) }, `"A@1" -> "B@1" -> "A@1" is a circle`)
    refuses({ "A@1": R.renamed("A@1") }, `"A@1" -> "A@1" is a circle`)
  })

  it("where an upcaster is missing at .with", () => {
    const problem =
      `The event set of Account is broken: the upcaster "Moved@2" is missing; add it to the upcasters given to .with`
    const { "Moved@2": _, ...rest } = upcasters
    assert.throws(() => make().with(rest), problem)
    assert.throws(() => make({ "A@1": R.split("toString") }).with({}), `the upcaster "toString" is missing`)
  })
})

describe("an old version", () => {
  const codec = Schema.Struct({ name: Schema.String, age: Schema.optionalKey(Schema.Int) })
  const old = make({
    ...rules,
    "Opened@1": R.upcast("Opened@2", ({ name }: Data) => ({ owner: name }), () => codec),
    "Moved@2": R.split("Moved@2", () => Schema.Struct({ amount: Schema.String }))
  }).with(upcasters)

  it("is held against its own schema before its upcast could lose or change anything", () => {
    const problem = (data: unknown) => unreadable("Opened", 1, data, old)
    assert.match(
      problem({ name: "Ada", nme: 1 }),
      /Opened v1 does not fit its schema: \/nme is not a field of it. Did you mean "name"\?/
    )
    assert.match(problem({ name: 5 }), /Opened v1 does not fit its schema: \/name: Expected string/)
    assert.match(problem(null), /Opened v1 does not fit its schema: Expected object/)
    assert.match(
      unreadable("Moved", 2, { amount: "1", also: 2 }, old),
      /Moved v2 does not fit its schema: \/also is not a field/
    )
  })

  it("that fits is read as ever", () => {
    assert.lengthOf(read("Opened", 1, { name: "Ada" }, old), 1)
  })

  it("is named where its split gives something that fits nothing", () => {
    const wrong = make().with({ ...upcasters, "Moved@2": () => [{ type: "Deposited", version: 1, data: {} }] })
    assert.match(
      unreadable("Moved", 1, {}, wrong),
      /Moved v1, split by the upcaster "Moved@2": Deposited v1 does not fit its schema: \/amount: Missing key/
    )
  })
})

describe("an event set knows", () => {
  it("which stored versions are read as they are", () => {
    const isCurrent = (key: readonly [string, number]) => set.isCurrent(...key)
    const asTheyAre = [["Opened", 3], ["Deposited", 1], ["Frozen", 1]] as const
    const otherwise = [["Opened", 1], ["Opened", 2], ["Created", 1], ["Moved", 1], ["Printed", 1], [
      "Nothing",
      1
    ]] as const
    assert.isTrue(asTheyAre.every(isCurrent))
    assert.isFalse(otherwise.some(isCurrent))
    assert.isFalse(make({ ...rules, "Created@3": R.renamed("Opened@3") }).isCurrent("Created", 3))
  })

  it("each codec, made ready once", () => {
    let times = 0
    const counted = make({
      "Deposited@1": R.current("Deposited", () => {
        times++
        return Deposited()
      })
    }).with({})
    for (const amount of ["1", "2", "3"]) read("Deposited", 1, { amount }, counted)
    assert.strictEqual(times, 1)
  })

  it("which events are published, and under what name", () => {
    assert.deepStrictEqual(set.published, {})
    const published = { Opened: { type: "com.example.account-opened", schema: "account/Opened" } }
    const publishing = EventSet.make({ aggregate: "A", category: "a", id: () => Schema.String, events: {}, published })
    assert.deepStrictEqual(publishing.published, published)
  })

  it("what the meaning of its events hangs on, as text: the same for the same code, and another for other upcasters", () => {
    assert.strictEqual(make().with(upcasters).described(), set.described())
    const otherwise = make().with({ ...upcasters, "Moved@2": () => [] })
    assert.notStrictEqual(otherwise.described(), set.described())
  })

  it("that its events mean something else wherever a rule has changed, and the same where only their order has", () => {
    const described = (events: Parameters<typeof make>[0]) => make(events).with(upcasters).described()
    const of = described(rules)
    const changed = {
      "Opened@1": R.upcast("Opened@3", nameToOwner),
      "Opened@2": R.upcast("Opened@3", ({ owner }: Data) => ({ holder: owner })),
      "Opened@3": R.current("Opened", tagged("Opened", { holder: Schema.String })),
      "Created@1": R.renamed("Opened@3"),
      "Deposited@1": R.current("Deposited", Withdrawn),
      "Moved@2": R.renamed("Deposited@1"),
      "Frozen@1": R.retired("Frozen", Opened),
      "Printed@1": R.renamed("Frozen@1")
    }
    for (const [key, rule] of Object.entries(changed)) {
      assert.notStrictEqual(described({ ...rules, [key]: rule }), of, key)
    }
    const { "Printed@1": _, ...fewer } = rules
    assert.notStrictEqual(described(fewer), of)
    assert.strictEqual(described(Object.fromEntries(Object.entries(rules).toReversed())), of)
    assert.strictEqual(
      described({ ...rules, "Frozen@1": R.current("Frozen", Frozen) }),
      of,
      "who may write it is no matter"
    )
  })

  it("that its events mean something else with another hand-written step, and which one it lacks", () => {
    const described = (steps: Upcasters) => make().with(steps).described()
    assert.notStrictEqual(described({ ...upcasters, "Opened@2>3": (data) => data }), set.described())
    assert.include(make().described(), `"Opened@2>3"`)
  })

  it("its aggregate, its category and the codec of its ids", () => {
    assert.deepInclude(set, { aggregate: "Account", category: "account" })
    assert.isTrue(Result.isFailure(Schema.decodeResult(set.id)("42")))
  })
})
