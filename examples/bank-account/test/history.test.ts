import { type EventData, StreamId } from "@deciduous/core"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { Aggregate, EventIds, EventStore, MemoryEventStore } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { BigDecimal, DateTime, Effect, Stream } from "effect"

const id = "1d4f0a52-3f1c-4c62-9a53-2f6d0f8f5c11" as never
const streamId = StreamId.make("bank-account", id)

/** What earlier releases stored. */
const history = (...stored: ReadonlyArray<readonly [type: string, schemaVersion: number, data: unknown]>) =>
  Effect.gen(function*() {
    const store = yield* EventStore.EventStore
    const newId = yield* EventIds.EventIds
    const [first, ...rest] = stored.map(([type, schemaVersion, data]): EventData => ({
      id: newId(),
      type,
      schemaVersion,
      data,
      metadata: {}
    }))
    yield* store.append(streamId, [first!, ...rest], { expectedVersion: 0 })
    const events = yield* Stream.runCollect(store.read(streamId))
    return (yield* Effect.forEach(events, (event) => Effect.fromResult(BankAccount.events.decode(event)))).flat()
  })

const v1 = ["AccountOpened", 1, { holderName: "Grace Hopper", branch: "BRN-02", openedOn: "2024-02-29" }] as const

describe("the history of bank accounts", () => {
  it.effect("reads AccountOpened v1 with its holder split, its branch an office and its day a time", () =>
    Effect.gen(function*() {
      const [opened] = yield* history(v1)
      assert.deepStrictEqual(opened!.event, {
        _tag: "AccountOpened",
        holder: { given: "Grace", family: "Hopper" },
        office: { code: "BRN-02", country: "CZ" },
        openedAt: DateTime.makeUnsafe("2024-02-29T00:00:00.000Z")
      })
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("reads a holder of one name with an empty family name", () =>
    Effect.gen(function*() {
      const [opened] = yield* history(["AccountOpened", 1, { ...v1[2], holderName: "Plato" }])
      assert.deepStrictEqual("holder" in opened!.event && opened!.event.holder, { given: "Plato", family: "" })
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("reads OverdraftChanged under its new name, up the chain of that", () =>
    Effect.gen(function*() {
      yield* history(v1, ["OverdraftChanged", 1, { limitCents: 5005 }])
      const { state } = yield* Aggregate.load(BankAccount, id)
      assert.strictEqual(state._tag === "Open" && BigDecimal.format(state.overdraftLimit), "50.05")
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("reads MoneyMoved as the two events that it stood for, both at its version", () =>
    Effect.gen(function*() {
      const money = (amount: string) => ({ amount, currency: "CZK" })
      const events = yield* history(v1, ["MoneyMoved", 1, {
        in: money("10.5"),
        out: money("1"),
        at: "2026-01-01T00:00:00Z"
      }])
      assert.deepStrictEqual(events.map(({ event, part, version }) => [event._tag, version, part]), [
        ["AccountOpened", 1, 0],
        ["FundsDeposited", 2, 0],
        ["FundsWithdrawn", 2, 1]
      ])
      const { state, version } = yield* Aggregate.load(BankAccount, id)
      assert.strictEqual(state._tag === "Open" && BigDecimal.format(state.balance), "9.5")
      assert.strictEqual(version, 2)
    }).pipe(Effect.provide(MemoryEventStore.layer)))

  it.effect("passes over StatementPrinted, which still counts as a version", () =>
    Effect.gen(function*() {
      const events = yield* history(v1, ["StatementPrinted", 1, { pages: 2 }])
      assert.strictEqual(events.length, 1)
      assert.strictEqual((yield* Aggregate.load(BankAccount, id)).version, 2)
    }).pipe(Effect.provide(MemoryEventStore.layer)))
})
