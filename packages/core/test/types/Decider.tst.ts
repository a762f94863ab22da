// What the compiler infers of deciders, views and process managers: users write no type arguments.
import { Decider, type EventSet, ProcessManager, View } from "@deciduous/core"
import { describe, expect, test } from "tstyche"

type Opened = { readonly _tag: "Opened"; readonly holder: string }
type Closed = { readonly _tag: "Closed" }
type Retired = { readonly _tag: "Retired" }
type NewEvent = Opened | Closed
type Event = NewEvent | Retired

class AlreadyOpen {
  readonly _tag = "AlreadyOpen"
}

const evolve = (count: number, _event: Event) => count + 1

describe("Decider.make", () => {
  test("takes state from evolve, and new events and rejections from what decide returns", () => {
    const decider = Decider.make({
      initialState: 0,
      evolve,
      decide: (_command: "open" | "close", count) => {
        expect(count).type.toBe<number>()
        return count > 0
          ? Decider.reject(new AlreadyOpen())
          : count < 0
          ? Decider.reject("Negative" as const)
          : Decider.accept({ _tag: "Opened", holder: "Ada" })
      }
    })
    expect(decider).type.toBeAssignableTo<
      Decider.Decider<"open" | "close", number, Event, Opened, AlreadyOpen | "Negative">
    >()
    expect(decider.decide).type.not.toBeAssignableTo<(command: "open", state: number) => Decider.Decision<Opened>>()
  })

  test("takes the events of an accept that was given its events", () => {
    const accept = Decider.accept<NewEvent>
    const decider = Decider.make({
      initialState: 0,
      evolve,
      decide: (command: "open" | "close", count) =>
        count > 0
          ? Decider.reject("AlreadyOpen" as const)
          : command === "open"
          ? accept({ _tag: "Opened", holder: "Ada" })
          : accept({ _tag: "Closed" })
    })
    expect(decider).type.toBe<Decider.Decider<"open" | "close", number, Event, NewEvent, "AlreadyOpen">>()
  })

  test("has no rejection where nothing is rejected, and no event where nothing is accepted", () => {
    const accepting = Decider.make({ initialState: 0, evolve, decide: (_command: "x") => Decider.accept<NewEvent>() })
    expect(accepting).type.toBe<Decider.Decider<"x", number, Event, NewEvent, never>>()
    const rejecting = Decider.make({
      initialState: 0,
      evolve,
      decide: (_command: "x") => Decider.reject("No" as const)
    })
    expect(rejecting).type.toBe<Decider.Decider<"x", number, Event, never, "No">>()
  })

  test("keeps the state of evolve: an initial state of another type is an error", () => {
    expect(Decider.make).type.not.toBeCallableWith({
      initialState: "",
      evolve,
      decide: () => Decider.accept<NewEvent>()
    })
    type Account = { readonly balance: number } | undefined
    const narrow = Decider.make({
      initialState: undefined,
      evolve: (account: Account, _event: Event) => account,
      decide: (_command: "x") => Decider.accept<NewEvent>()
    })
    expect(narrow.initialState).type.toBe<Account>()
  })

  test("refuses to decide what evolve does not know", () => {
    expect(Decider.make).type.not.toBeCallableWith({
      initialState: 0,
      evolve,
      decide: () => Decider.accept({ _tag: "Unknown" as const })
    })
  })
})

describe("Decider.accept", () => {
  const accept = Decider.accept<NewEvent>

  test("keeps tags without `as const`", () => {
    expect(Decider.accept({ _tag: "Closed" })).type.toBeAssignableTo<Decider.Decision<Closed>>()
  })

  test("refuses at the literal a misspelt tag, a missing and an extra field, and a retired event", () => {
    expect(accept).type.toBeCallableWith({ _tag: "Closed" }, { _tag: "Opened", holder: "Ada" })
    expect(accept).type.not.toBeCallableWith({ _tag: "Opend", holder: "Ada" })
    expect(accept).type.not.toBeCallableWith({ _tag: "Opened" })
    expect(accept).type.not.toBeCallableWith({ _tag: "Opened", holder: "Ada", hodler: "Eve" })
    expect(accept).type.not.toBeCallableWith({ _tag: "Retired" })
  })
})

describe("deciders in deciders", () => {
  const accept = Decider.accept<NewEvent>
  const account = Decider.make({
    initialState: 0,
    evolve,
    decide: (_command: "open", count) => count > 0 ? Decider.reject("AlreadyOpen" as const) : accept({ _tag: "Closed" })
  })

  test("decideAll and mapError keep all but the rejection", () => {
    expect(Decider.decideAll(account, ["open"])).type.toBe<Decider.Decision<NewEvent, "AlreadyOpen">>()
    const mapped = Decider.mapError(account, (error) => ({ error }))
    expect(mapped).type.toBe<Decider.Decider<"open", number, Event, NewEvent, { error: "AlreadyOpen" }>>()
  })

  test("combine names each command and event by its member", () => {
    const bulb = Decider.make({
      initialState: false,
      evolve: (_: boolean, event: "On" | "Off") => event === "On",
      decide: (command: boolean) => Decider.accept<"On" | "Off">(command ? "On" : "Off")
    })
    const both = Decider.combine({ account, bulb })
    expect(both.initialState).type.toBe<{ readonly account: number; readonly bulb: boolean }>()
    expect(both.decide).type.toBeCallableWith({ _tag: "bulb", command: true }, both.initialState)
    expect(both.decide).type.not.toBeCallableWith({ _tag: "account", command: true }, both.initialState)
    expect(both.evolve).type.toBeCallableWith(both.initialState, { _tag: "account", event: { _tag: "Retired" } })
    expect(both.evolve).type.not.toBeCallableWith(both.initialState, { _tag: "bulb", event: { _tag: "Retired" } })
    expect<ReturnType<typeof both.decide>>().type.toBe<
      Decider.Decision<
        | { readonly _tag: "account"; readonly event: NewEvent }
        | { readonly _tag: "bulb"; readonly event: "On" | "Off" },
        "AlreadyOpen"
      >
    >()
  })

  test("many has one for each id", () => {
    expect(Decider.many(account)).type.toBe<
      Decider.Decider<
        { readonly id: string; readonly command: "open" },
        { readonly [id: string]: number },
        { readonly id: string; readonly event: Event },
        { readonly id: string; readonly event: NewEvent },
        "AlreadyOpen"
      >
    >()
  })
})

describe("views and process managers", () => {
  test("fold and combine take their types from the views", () => {
    const count: View.View<number, Event> = { initialState: 0, evolve: (n) => n + 1 }
    const names: View.View<ReadonlyArray<string>, Event> = {
      initialState: [],
      evolve: (all, event) => event._tag === "Opened" ? [...all, event.holder] : all
    }
    expect(View.fold(count, [])).type.toBe<number>()
    expect(View.fold).type.not.toBeCallableWith(count, [{ _tag: "Opend" }])
    const both = View.combine({ count, names })
    expect(both.initialState).type.toBe<{ readonly count: number; readonly names: ReadonlyArray<string> }>()
  })

  test("a process takes its commands from react", () => {
    const process = ProcessManager.make({
      initialState: 0,
      evolve,
      react: (_, event) => event._tag === "Opened" ? ["Greet" as const] : [],
      resume: () => []
    })
    expect(process).type.toBe<ProcessManager.ProcessManager<number, Event, "Greet">>()
  })
})

describe("EventSet", () => {
  type Upcasters = { readonly "Opened@1": (data: { readonly name: string }) => { readonly holder: string } }
  const set = {} as EventSet.EventSet<Event, NewEvent, Upcasters>

  test("asks for the upcasters that are missing, all of them, and then for none", () => {
    expect(set.with).type.toBeCallableWith({ "Opened@1": ({ name }: { readonly name: string }) => ({ holder: name }) })
    expect(set.with).type.not.toBeCallableWith({})
    expect(set).type.not.toBeAssignableTo<EventSet.EventSet<Event, NewEvent>>()
    expect(set.with({ "Opened@1": ({ name }) => ({ holder: name }) })).type.toBe<EventSet.EventSet<Event, NewEvent>>()
  })

  test("writes new events only", () => {
    expect(set.encode).type.toBeCallableWith({ _tag: "Closed" })
    expect(set.encode).type.not.toBeCallableWith({ _tag: "Retired" })
  })
})
