// Deciduous through its public API and with its default layers: on PostgreSQL, and in memory.
import { type EventData, StreamId } from "@deciduous/core"
import type { BankAccountCommand } from "@deciduous/event-schemas/bank-account.commands.gen"
import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { AccountId } from "@deciduous/event-schemas/types.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { PostgresEventStore } from "@deciduous/postgres"
import {
  Aggregate,
  EventIds,
  EventStore,
  MemoryEventStore,
  Projection,
  type Projections,
  ReadModel
} from "@deciduous/runtime"
import { BigDecimal, DateTime, Effect, Fiber, type Layer, ManagedRuntime, Option, Result, Schema, Stream } from "effect"
import type { NonEmptyReadonlyArray } from "effect/Array"
import { randomUUID } from "node:crypto"
import type { Contender, Open } from "../Contender.ts"
import { accountOf, balanceAfter, category, history } from "../history.ts"
import { build, cents } from "./projections.ts"

type Stores = Projections.Stores
type Op = Effect.Effect<unknown, unknown, Stores>

export const open: Open<Op> = ({ url }) => contender(PostgresEventStore.layer({ url, migrate: true }))

export const openInline: Open<Op> = ({ url }) => {
  const projection = balances("balances", "inline")
  return contender(PostgresEventStore.layer({ url, migrate: true, inline: [projection] }))
}

export const openInMemory: Open<Op> = () => contender(MemoryEventStore.layer)

const contender = async (layer: Layer.Layer<Stores, unknown>): Promise<Contender<Op>> => {
  const runtime = ManagedRuntime.make(layer)
  let decisions = 0
  const decide: typeof BankAccount.decider.decide = (command, state) => {
    decisions++
    return BankAccount.decider.decide(command, state)
  }
  const counting: typeof BankAccount = { events: BankAccount.events, decider: { ...BankAccount.decider, decide } }
  const store = await runtime.runPromise(EventStore.EventStore)
  const newId = await runtime.runPromise(EventIds.EventIds)
  return {
    perform: (workers, next, took) =>
      runtime.runPromise(
        Effect.forEach(Array.from({ length: workers }), () => worker(next, took), {
          concurrency: "unbounded",
          discard: true
        })
      ),
    append: (account, events) => {
      const data = history(events).map((event): EventData => ({ ...event, id: newId(), metadata: {} }))
      return Effect.suspend(() =>
        store.append(StreamId.make(category, account), data as unknown as NonEmptyReadonlyArray<EventData>, {
          expectedVersion: 0
        })
      )
    },
    deposit: (account) => Aggregate.handle(counting, accountId(account), deposit),
    decisions: () => decisions,
    load: (account, events) =>
      Effect.map(Aggregate.load(BankAccount, accountId(account)), ({ state, version }) => {
        const is = state._tag === "Open" && version === events && BigDecimal.toNumberUnsafe(state.balance) * 100
        if (is !== balanceAfter(events)) throw new Error(`The account of ${events} events holds ${is}.`)
      }),
    readAll: (events) => {
      let read = 0
      return store.readAll({ limit: events }).pipe(
        Stream.runForEachArray((page) =>
          Effect.sync(() => {
            for (const event of page) read += Result.getOrThrow(BankAccount.events.decode(event)).length
          })
        ),
        Effect.tap(() => read === events ? Effect.void : Effect.die(new Error(`${read} events of ${events}`)))
      )
    },
    project: (_events, eventsEach) =>
      Effect.gen(function*() {
        const projection = balances(`balances-${randomUUID()}`)
        yield* build(projection)
        const balance = yield* ReadModel.get(projection, accountOf(0))
        if (Option.getOrUndefined(balance) !== balanceAfter(eventsEach)) throw new Error(`The balance is ${balance}.`)
      }),
    follow: async (delivered) => {
      const fiber = runtime.runFork(
        Stream.runForEachArray(
          store.subscribe(),
          (page) => Effect.sync(() => page.forEach(({ aggregateId }) => delivered(aggregateId)))
        )
      )
      return () => runtime.runPromise(Effect.asVoid(Fiber.interrupt(fiber)))
    },
    close: () => runtime.dispose()
  }
}

const worker = Effect.fnUntraced(function*(next: () => Op | undefined, took: (micros: number) => void) {
  for (let op = next(); op !== undefined; op = next()) {
    const begun = performance.now()
    yield* op
    took((performance.now() - begun) * 1000)
  }
})

const balances = (name: string, mode: Projection.Mode = "async") =>
  Projection.fromView(
    { initialState: 0, evolve: (sum: number, event: BankAccountEvent) => sum + cents(event) },
    { name, mode, events: BankAccount.events, state: Schema.Int, keyOf: ({ aggregateId }) => aggregateId }
  )

const accountId = Schema.decodeSync(AccountId)

const deposit: BankAccountCommand = {
  _tag: "Deposit",
  amount: { amount: BigDecimal.fromStringUnsafe("5.25"), currency: "CZK" },
  channel: "atm",
  at: DateTime.makeUnsafe("2026-03-01T09:00:00.000Z")
}
