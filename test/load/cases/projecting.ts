// A read model built from a backlog of 5,000 events by one worker: a document for each account, and one for each event.
import { type RecordedEvent, StreamId } from "@deciduous/core"
import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { EventIds, EventStore, Projection, Projections } from "@deciduous/runtime"
import { Array, Effect, Schema } from "effect"
import type { Case } from "../measure.ts"
import { storedDeposit, storedOpening } from "./bank.ts"

type Run = <A>(effect: Effect.Effect<A, unknown, Projections.Stores>) => Promise<A>

const accounts = 50
const perAccount = 100

/** Fills the store first. Each run is a projection of its own. */
export const project = async (name: string, run: Run): Promise<ReadonlyArray<Case>> => {
  const end = await run(fill)
  let runs = 0
  const build = (what: string, keyOf: (event: RecordedEvent<BankAccountEvent>) => string): Case => ({
    name: `project a backlog, a document for each ${what}, ${name}`,
    item: "event",
    items: accounts * perAccount,
    run: () =>
      run(Effect.scoped(Effect.gen(function*() {
        const counts = Projection.fromView(
          { initialState: 0, evolve: (count: number, _event: BankAccountEvent) => count + 1 },
          { name: `counts ${++runs}`, events: BankAccount.events, state: Schema.Finite, keyOf }
        )
        yield* Projections.start([counts])
        yield* Projections.waitFor(counts, end, "5 minutes")
      })))
  })
  return [build("account", ({ aggregateId }) => aggregateId), build("event", ({ id }) => id)]
}

const fill = Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const newId = yield* EventIds.EventIds
  const ofAccount = Array.prepend(Array.makeBy(perAccount - 1, () => storedDeposit), storedOpening)
  let end = storedOpening.position
  for (let i = 0; i < accounts; i++) {
    const events = Array.map(
      ofAccount,
      ({ data, schemaVersion, type }) => ({ id: newId(), type, schemaVersion, data, metadata: {} })
    )
    const appended = yield* store.append(StreamId.make("bank-account", newId()), events, { expectedVersion: 0 })
    end = appended.position
  }
  return end
})
