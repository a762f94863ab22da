// What a spec accepts, and what a person reads where one does not hold.
import { Decider } from "@deciduous/core"
import { Spec } from "@deciduous/testing"
import { assert, describe, it } from "@effect/vitest"
import * as BigDecimal from "effect/BigDecimal"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"

type Amount = BigDecimal.BigDecimal
type Opened = { readonly _tag: "Opened"; readonly holder: string }
type Deposited = { readonly _tag: "Deposited"; readonly amount: Amount; readonly at: DateTime.Utc }
type Withdrawn = { readonly _tag: "Withdrawn"; readonly amount: Amount; readonly at: DateTime.Utc }
type Event = Opened | Deposited | Withdrawn
type Command =
  | { readonly _tag: "Deposit" | "Withdraw"; readonly amount: Amount; readonly at: DateTime.Utc }
  | { readonly _tag: "Look" }

class InsufficientFunds extends Schema.TaggedError<InsufficientFunds>()("InsufficientFunds", {
  balance: Schema.BigDecimal,
  requested: Schema.BigDecimal
}) {}

const account = Decider.make({
  initialState: { balance: BigDecimal.fromBigInt(0n) },
  evolve: ({ balance }: { readonly balance: Amount }, event: Event) => ({
    balance: event._tag === "Opened"
      ? balance
      : event._tag === "Deposited"
      ? BigDecimal.sum(balance, event.amount)
      : BigDecimal.subtract(balance, event.amount)
  }),
  decide: (command: Command, { balance }) => {
    switch (command._tag) {
      case "Look":
        return Decider.accept<Event>()
      case "Deposit":
        return Decider.accept<Event>({ ...command, _tag: "Deposited" })
      case "Withdraw":
        return BigDecimal.isGreaterThan(command.amount, balance)
          ? Decider.reject(new InsufficientFunds({ balance, requested: command.amount }))
          : Decider.accept<Event>({ ...command, _tag: "Withdrawn" })
    }
  }
})

const at = DateTime.makeUnsafe("2026-01-02T03:04:05.678Z")
const of = BigDecimal.fromStringUnsafe
const opened: Event = { _tag: "Opened", holder: "Ada" }
const deposited = (amount: string): Event => ({ _tag: "Deposited", amount: of(amount), at })
const withdrawn = (amount: string): Event => ({ _tag: "Withdrawn", amount: of(amount), at })
const deposit = (amount: string): Command => ({ _tag: "Deposit", amount: of(amount), at })
const withdraw = (amount: string): Command => ({ _tag: "Withdraw", amount: of(amount), at })

describe("a spec holds", () => {
  it("for the events that were decided, however a decimal is written", () => {
    Spec.given(account, opened, deposited("10.0")).when(withdraw("4")).thenEvents(withdrawn("4.00"))
  })

  it("for the rejection, a class or a plain value", () => {
    Spec.given(account, opened).when(withdraw("1"))
      .thenFails(new InsufficientFunds({ balance: of("0"), requested: of("1.0") }))
    const closed = Decider.make({
      initialState: 0,
      evolve: (state: number, _event: never) => state,
      decide: (_command: "open") => Decider.reject({ _tag: "Closed", since: 3 })
    })
    Spec.given(closed).when("open").thenFails({ _tag: "Closed", since: 3 })
  })

  it("where nothing happens", () => {
    Spec.given(account, opened).when({ _tag: "Look" }).thenNothing().thenEvents()
  })

  it("for the state that history and commands led to, without a command too", () => {
    Spec.given(account, opened, deposited("10")).when(withdraw("4")).thenState({ balance: of("6") })
    Spec.given(account, opened, deposited("10")).when().thenState({ balance: of("10") })
  })

  it("for several commands, each deciding on what those before it did", () => {
    Spec.given(account, opened).when(deposit("5"), withdraw("3"))
      .thenEvents(deposited("5"), withdrawn("3"))
      .thenState({ balance: of("2") })
    Spec.given(account, opened).when(deposit("5"), withdraw("3"), withdraw("3"))
      .thenFails(new InsufficientFunds({ balance: of("2"), requested: of("3") }))
  })
})

describe("a spec that does not hold prints the scenario", () => {
  it("and points at the first difference between events", () => {
    reads(
      () => Spec.given(account, opened, deposited("10")).when(withdraw("4")).thenEvents(withdrawn("5")),
      `The events are others.

  given     Opened { holder: "Ada" }
            Deposited { amount: "10", at: "2026-01-02T03:04:05.678Z" }
  when      Withdraw { amount: "4", at: "2026-01-02T03:04:05.678Z" }
  expected  Withdrawn { amount: "5", at: "2026-01-02T03:04:05.678Z" }
  got       Withdrawn { amount: "4", at: "2026-01-02T03:04:05.678Z" }

First difference: event 1, at /amount: expected "5", got "4"`
    )
  })

  it("and says which event is missing, or one too many", () => {
    const { thenEvents } = Spec.given(account, opened).when(deposit("1"), deposit("2"))
    endsWith(() => thenEvents(deposited("1")), `event 2 is one too many: Deposited { amount: "2", at: "${atText}" }`)
    endsWith(
      () => thenEvents(deposited("1"), deposited("2"), opened),
      `event 3 is missing: Opened { holder: "Ada" }`
    )
    endsWith(
      () => thenEvents(opened, opened),
      `event 1, expected Opened { holder: "Ada" }, got Deposited { amount: "1", at: "${atText}" }`
    )
  })

  it("where a rejection was expected and the command was accepted", () => {
    reads(
      () =>
        Spec.given(account).when({ _tag: "Look" }).thenFails(
          new InsufficientFunds({ balance: of("1"), requested: of("2") })
        ),
      `The command was accepted.

  given     no events
  when      Look
  expected  rejected: InsufficientFunds { balance: "1", requested: "2" }
  got       nothing happens`
    )
  })

  it("where it was rejected, or for another reason", () => {
    const outcome = Spec.given(account, opened).when(withdraw("1"))
    reads(
      () => outcome.thenNothing(),
      `The command was rejected.

  given     Opened { holder: "Ada" }
  when      Withdraw { amount: "1", at: "2026-01-02T03:04:05.678Z" }
  expected  nothing happens
  got       rejected: InsufficientFunds { balance: "0", requested: "1" }`
    )
    endsWith(
      () => outcome.thenFails(new InsufficientFunds({ balance: of("7"), requested: of("1") })),
      `First difference: at /balance: expected "7", got "0"`
    )
    endsWith(
      () => outcome.thenState({ balance: of("0") }),
      `got       rejected: InsufficientFunds { balance: "0", requested: "1" }`
    )
  })

  it("where the state is another", () => {
    endsWith(
      () => Spec.given(account).when(deposit("5")).thenState({ balance: of("6") }),
      `  expected  state: { balance: "6" }
  got       state: { balance: "5" }

First difference: at /balance: expected "6", got "5"`
    )
  })

  it("where the decider threw, as one does that changes its state", () => {
    const careless = Decider.make({
      initialState: { items: [] as Array<string> },
      evolve: (state: { items: Array<string> }, event: string) => {
        state.items.push(event)
        return state
      },
      decide: (command: string) => Decider.accept(command)
    })
    const error = thrownBy(() => Spec.given(careless).when("apple").thenEvents("apple"))
    assert.match(error.message, /^The decider threw, and deciders never throw\./)
    assert.match(error.message, /\n {2}got {7}threw: TypeError: Cannot add property 0/)
    assert.instanceOf(error.cause, TypeError)
  })

  it("where evolve changes a state that it made before, or an event", () => {
    const evolving = (evolve: (state: ReadonlyArray<string>, event: { name: string }) => ReadonlyArray<string>) =>
      Decider.make({ initialState: [], evolve, decide: (name: string) => Decider.accept({ name }) })
    const appends = evolving((state, { name }) => {
      if (state.length === 0) return [name]
      ;(state as Array<string>).push(name)
      return state
    })
    const renames = evolving((state, event) => {
      event.name = event.name.toUpperCase()
      return [...state, event.name]
    })
    Spec.given(appends).when("a").thenState(["a"])
    assert.include(thrownBy(() => Spec.given(appends).when("a", "b").thenState(["a", "b"])).message, "threw: TypeError")
    assert.include(
      thrownBy(() => Spec.given(renames, { name: "a" }).when().thenState(["A"])).message,
      "threw: TypeError"
    )
  })

  it("with values of two kinds told apart where their texts are the same", () => {
    const loose = Decider.make({
      initialState: 0 as unknown,
      evolve: (_: unknown, event: unknown) => event,
      decide: (command: unknown) => Decider.accept(command)
    })
    endsWith(
      () => Spec.given(loose).when({ amount: of("1.5") }).thenEvents({ amount: "1.5" }),
      `at /amount: expected "1.5" (string), got "1.5" (BigDecimal)`
    )
    endsWith(() => Spec.given(loose).when({ a: undefined }).thenEvents({}), `at /a: expected nothing, got undefined`)
    endsWith(() => Spec.given(loose).when([1n]).thenEvents([1]), `at /0: expected 1, got 1n`)
    endsWith(
      () => Spec.given(loose).when(new Map([["a", 1]])).thenEvents(new Set([1])),
      `expected Set { 1 }, got Map { "a" => 1 }`
    )
  })

  it("with long values on several lines", () => {
    const many = Array.from({ length: 30 }, (_, i) => `holder ${i}`)
    const loose = Decider.make({
      initialState: 0,
      evolve: (sum: number, _event: unknown) => sum,
      decide: (command: unknown) => Decider.accept(command)
    })
    const { message } = thrownBy(() => Spec.given(loose).when({ _tag: "Open", holders: many }).thenNothing())
    assert.include(message, `  when      Open {\n              holders: [\n                "holder 0",\n`)
  })

  it("as an assertion that any runner understands, from the line of the spec", () => {
    const error = thrownBy(() => Spec.given(account).when().thenState({ balance: of("1") }))
    assert.strictEqual(error.name, "AssertionError")
    assert.include(error.stack?.split("\n    at ")[1], "Spec.test.ts")
    const { actual, expected } = error as Error & { readonly actual: string; readonly expected: string }
    assert.deepStrictEqual([expected, actual], [`state: { balance: "1" }`, `state: { balance: "0" }`])
  })
})

const atText = "2026-01-02T03:04:05.678Z"

const thrownBy = (spec: () => unknown): Error => {
  try {
    spec()
  } catch (error) {
    return error as Error
  }
  throw new Error("The spec held.")
}

const reads = (spec: () => unknown, message: string) => assert.strictEqual(thrownBy(spec).message, message)

const endsWith = (spec: () => unknown, end: string) => {
  const { message } = thrownBy(spec)
  assert.strictEqual(message.slice(-end.length), end, message)
}
