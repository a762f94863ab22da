import { Decider, View } from "@deciduous/core"
import { assert, describe, it } from "@effect/vitest"
import * as Result from "effect/Result"
import * as fc from "fast-check"

type Stock = { readonly _tag: "Added" | "Taken"; readonly n: number }
type Order = { readonly _tag: "Add" | "Take"; readonly n: number }

/** A stock that never falls below zero. */
const stock = Decider.make({
  initialState: 0,
  evolve: (sum: number, { _tag, n }: Stock) => _tag === "Added" ? sum + n : sum - n,
  decide: ({ _tag, n }: Order, sum) =>
    _tag === "Add"
      ? Decider.accept<Stock>({ _tag: "Added", n })
      : n > sum
      ? Decider.reject({ _tag: "OutOfStock", missing: n - sum } as const)
      : Decider.accept<Stock>({ _tag: "Taken", n }),
  isTerminal: (sum) => sum === 100
})

const add = (n: number): Order => ({ _tag: "Add", n })
const take = (n: number): Order => ({ _tag: "Take", n })
const added = (n: number): Stock => ({ _tag: "Added", n })
const taken = (n: number): Stock => ({ _tag: "Taken", n })
const orders = fc.array(fc.record({ _tag: fc.constantFrom("Add", "Take"), n: fc.nat(5) }), { maxLength: 12 })

describe("Decider.make", () => {
  it("is never terminal unless told when", () => {
    assert.isTrue(stock.isTerminal(100))
    assert.isFalse(
      Decider.make({ initialState: 0, evolve: (n: number) => n, decide: () => Decider.accept() }).isTerminal(0)
    )
  })
})

describe("Decider.accept and reject", () => {
  it("are decisions as data", () => {
    assert.deepStrictEqual(Decider.accept<number>(1, 2), Result.succeed([1, 2]))
    assert.deepStrictEqual(Decider.accept(), Result.succeed([]))
    assert.deepStrictEqual(Decider.reject("no"), Result.fail("no"))
  })
})

describe("Decider.decideAll", () => {
  it("lets each command see what those before it did", () => {
    assert.deepStrictEqual(Decider.decideAll(stock, [add(3), take(2)]), Decider.accept(added(3), taken(2)))
    assert.deepStrictEqual(
      Decider.decideAll(stock, [add(3), take(2), take(2)]),
      Decider.reject({ _tag: "OutOfStock" as const, missing: 1 })
    )
  })

  it("begins in the state that it is given", () => {
    assert.deepStrictEqual(Decider.decideAll(stock, [take(2)], 2), Decider.accept(taken(2)))
  })

  it("accepts no command with no event", () => {
    assert.deepStrictEqual(Decider.decideAll(stock, []), Decider.accept())
  })

  it("stops at the first rejection: later commands are not asked", () => {
    const asked: Array<number> = []
    const asking = { ...stock, decide: (order: Order, sum: number) => (asked.push(order.n), stock.decide(order, sum)) }
    Decider.decideAll(asking, [add(1), take(2), add(3)])
    assert.deepStrictEqual(asked, [1, 2])
  })

  it("decides as one command after the other, each on the folded history", () => {
    fc.assert(fc.property(orders, (commands) => {
      let history: ReadonlyArray<Stock> = []
      let rejected: unknown
      for (const command of commands) {
        const decision = stock.decide(command, View.fold(stock, history))
        if (Result.isFailure(decision)) {
          rejected = decision.failure
          break
        }
        history = [...history, ...decision.success]
      }
      const expected = rejected === undefined ? Result.succeed(history) : Result.fail(rejected)
      assert.deepStrictEqual(Decider.decideAll(stock, commands) as unknown, expected)
    }))
  })

  it("takes decisions of more events than a call has room for arguments", () => {
    const many = Decider.make({
      initialState: 0,
      evolve: (n: number, _event: number) => n + 1,
      decide: (count: number) => Result.succeed(Array.from({ length: count }, (_, i) => i))
    })
    const decision = Decider.decideAll(many, [300_000])
    assert.strictEqual(Result.isSuccess(decision) && decision.success.length, 300_000)
  })
})

describe("Decider.mapError", () => {
  it("changes rejections only, called either way", () => {
    const data = Decider.mapError(stock, ({ missing }) => missing)
    const piped = Decider.mapError(({ missing }: { readonly missing: number }) => missing)(stock)
    for (const decider of [data, piped]) {
      assert.deepStrictEqual(decider.decide(take(3), 1), Decider.reject(2))
      assert.deepStrictEqual(decider.decide(take(1), 1), Decider.accept(taken(1)))
      assert.strictEqual(decider.isTerminal(100), true)
    }
  })
})

describe("Decider.adapt", () => {
  type Shop = { readonly of: "stock"; readonly event: Stock } | { readonly of: "till" }
  const inShop = Decider.adapt(stock, {
    command: (command: Order | "open") => command === "open" ? undefined : command,
    event: (event: Shop) => event.of === "stock" ? event.event : undefined,
    newEvent: (event): Shop => ({ of: "stock", event })
  })

  it("decides and evolves in the wider world as it did in its own", () => {
    assert.deepStrictEqual(inShop.decide(add(1), 0), Decider.accept<Shop>({ of: "stock", event: added(1) }))
    assert.deepStrictEqual(inShop.decide(take(1), 0), Decider.reject({ _tag: "OutOfStock" as const, missing: 1 }))
    assert.strictEqual(inShop.evolve(1, { of: "stock", event: added(2) }), 3)
    assert.isTrue(inShop.isTerminal(100))
  })

  it("passes over what is not for it", () => {
    assert.deepStrictEqual(inShop.decide("open", 0), Decider.accept())
    assert.strictEqual(inShop.evolve(1, { of: "till" }), 1)
  })
})

describe("Decider.combine", () => {
  const pair = Decider.combine({ left: stock, right: stock })

  it("hands a command to its member, and the events back with the member's name", () => {
    const state = { left: 0, right: 5 }
    assert.deepStrictEqual(
      pair.decide({ _tag: "right", command: take(5) }, state),
      Decider.accept({ _tag: "right" as const, event: taken(5) })
    )
    assert.deepStrictEqual(
      pair.decide({ _tag: "left", command: take(5) }, state),
      Decider.reject({ _tag: "OutOfStock" as const, missing: 5 })
    )
  })

  it("evolves one member and leaves the others", () => {
    assert.deepStrictEqual(pair.evolve(pair.initialState, { _tag: "left", event: added(2) }), { left: 2, right: 0 })
  })

  it("is terminal when every member is", () => {
    assert.isFalse(pair.isTerminal({ left: 100, right: 0 }))
    assert.isTrue(pair.isTerminal({ left: 100, right: 100 }))
  })

  it("folds between the commands of a batch", () => {
    assert.deepStrictEqual(
      Decider.decideAll(pair, [{ _tag: "left", command: add(1) }, { _tag: "left", command: take(1) }]),
      Decider.accept({ _tag: "left" as const, event: added(1) }, { _tag: "left" as const, event: taken(1) })
    )
  })

  it("keeps its members apart: interleaved commands do what each member's own would", () => {
    const sided = fc.array(
      fc.record({ _tag: fc.constantFrom("left", "right"), command: orders.map(([o]) => o ?? add(0)) })
    )
    fc.assert(fc.property(sided, (commands) => {
      // rejected commands are passed over, as a batch would stop
      const fold = (state: { readonly left: number; readonly right: number }, command: typeof commands[number]) =>
        Result.match(pair.decide(command, state), {
          onFailure: () => state,
          onSuccess: (events) => View.fold(pair, events, state)
        })
      const alone = (side: "left" | "right") =>
        commands.filter(({ _tag }) => _tag === side).reduce(
          (sum, { command }) =>
            Result.match(stock.decide(command, sum), {
              onFailure: () => sum,
              onSuccess: (events) => View.fold(stock, events, sum)
            }),
          0
        )
      assert.deepStrictEqual(commands.reduce(fold, pair.initialState), { left: alone("left"), right: alone("right") })
    }))
  })
})

describe("Decider.many", () => {
  const shelves = Decider.many(stock)
  const ids = ["a", "", "__proto__", "constructor", "toString", "hasOwnProperty", "0"]

  it("begins each id in the initial state, also ids that every object has", () => {
    for (const id of ids) {
      assert.deepStrictEqual(
        shelves.decide({ id, command: take(1) }, shelves.initialState),
        Decider.reject({ _tag: "OutOfStock" as const, missing: 1 })
      )
    }
  })

  it("keeps a state for each id", () => {
    const state = View.fold(shelves, ids.map((id, n) => ({ id, event: added(n) })))
    assert.deepStrictEqual(new Map(Object.entries(state)), new Map(ids.map((id, n) => [id, n])))
    assert.strictEqual(Object.getPrototypeOf(state), Object.prototype)
    for (const [n, id] of ids.entries()) {
      assert.deepStrictEqual(shelves.decide({ id, command: take(n) }, state), Decider.accept({ id, event: taken(n) }))
    }
  })

  it("does not change the states that it is given", () => {
    const before = Object.freeze({ a: 1 })
    assert.deepStrictEqual(shelves.evolve(before, { id: "b", event: added(2) }), { a: 1, b: 2 })
    assert.deepStrictEqual(before, { a: 1 })
  })

  it("is never terminal", () => {
    assert.isFalse(shelves.isTerminal({ a: 100 }))
  })
})
