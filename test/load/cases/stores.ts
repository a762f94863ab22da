// What a store does for aggregates: appends, commands, and loading a long stream.
import { Decider, type EventData, StreamId } from "@deciduous/core"
import type { BankAccountEvent, BankAccountNewEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { Aggregate, EventIds, EventStore, Snapshot, type SnapshotStore } from "@deciduous/runtime"
import { Array, Effect, Schema } from "effect"
import type { Case } from "../measure.ts"
import { deposit, newAccount, open, storedDeposit, storedOpening } from "./bank.ts"

export type Services = EventStore.EventStore | SnapshotStore.SnapshotStore
/** Runs an effect over one store that stays open. */
export type Run = <A>(effect: Effect.Effect<A, unknown, Services>) => Promise<A>

/** In memory they take microseconds, and are measured as often as it takes to be compiled. */
const commandsOn = (name: string): number => name === "memory" ? 4000 : 300
const long = 10_000
const page = 1_000

const eventOf = ({ data, schemaVersion, type }: typeof storedDeposit) =>
  Effect.map(EventIds.EventIds, (newId): EventData => ({ id: newId(), type, schemaVersion, data, metadata: {} }))

/** A stream of 10,000 events; the first opens the account. */
const longStream = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const id = yield* newAccount
  const stream = StreamId.make(BankAccount.events.category, id)
  const opening = yield* eventOf(storedOpening)
  yield* store.append(stream, [{ ...opening, schemaVersion: 1 }], { expectedVersion: 0 })
  const deposits = yield* Effect.all(Array.makeBy(page, () => eventOf(storedDeposit)))
  for (let version = 1; version < long; version += page) {
    const fresh = yield* Effect.all(Array.map(deposits, () => eventOf(storedDeposit)))
    const [first, ...rest] = fresh.slice(0, long - version)
    yield* store.append(stream, [first!, ...rest], { expectedVersion: version })
  }
  return id
})

export const append = (name: string, run: Run): ReadonlyArray<Case> => [
  {
    name: `append 1 event, one after the other, ${name}`,
    item: "append",
    items: commandsOn(name),
    run: () =>
      run(Effect.gen(function*() {
        const store = yield* EventStore.EventStore
        const stream = StreamId.make(BankAccount.events.category, yield* newAccount)
        for (let version = 0; version < commandsOn(name); version++) {
          yield* store.append(stream, [yield* eventOf(storedDeposit)], { expectedVersion: version })
        }
      }))
  }
]

export const handle = (name: string, run: Run): ReadonlyArray<Case> => [
  {
    name: `handle a second command on a stream, ${name}`,
    item: "command",
    items: commandsOn(name),
    run: () =>
      run(Effect.gen(function*() {
        const ids = yield* Effect.all(Array.makeBy(commandsOn(name), () => newAccount))
        for (const id of ids) yield* Aggregate.handle(BankAccount, id, open)
        const begun = performance.now()
        for (const id of ids) yield* Aggregate.handle(BankAccount, id, deposit)
        return (performance.now() - begun) * 1000
      }))
  }
]

/** The same streams, of which snapshots are kept. */
const Movements = Aggregate.make({
  events: BankAccount.events,
  decider: Decider.make({
    initialState: { movements: 0 },
    evolve: ({ movements }: { readonly movements: number }, event: BankAccountEvent) => ({
      movements: movements + (event._tag === "AccountOpened" ? 0 : 1)
    }),
    decide: (event: BankAccountNewEvent) => Decider.accept(event)
  }),
  state: Schema.Struct({ movements: Schema.Int }),
  snapshots: Snapshot.manual()
})

export const load = async (name: string, run: Run): Promise<ReadonlyArray<Case>> => {
  const id = await run(longStream)
  await run(Snapshot.take(Movements, id))
  return [
    {
      name: `load and decode a stream of ${long.toLocaleString("en")} events, ${name}`,
      item: "event",
      items: long,
      run: () => run(Aggregate.load(BankAccount, id))
    },
    {
      name: `load a stream of ${long.toLocaleString("en")} events from its snapshot, ${name}`,
      item: "load",
      items: commandsOn(name),
      run: () => run(Effect.repeat(Aggregate.load(Movements, id), { times: commandsOn(name) - 1 }))
    }
  ]
}
