// @castore/core on @castore/event-storage-adapter-postgres. It has no global read and no consumer on PostgreSQL.
import { Command, EventStore, EventType, tuple } from "@castore/core"
import { PostgresEventStorageAdapter } from "@castore/event-storage-adapter-postgres"
import type { Open } from "../compare/Contender.ts"
import { balanceAfter, history, type JsonEvent } from "../compare/history.ts"
import { perform, type PromiseOp } from "../compare/perform.ts"
import { decideDeposit, evolve, type PlainAccount, unopened } from "../compare/plainAccount.ts"

export const open: Open<PromiseOp> = async ({ concurrency, url }) => {
  await PostgresEventStorageAdapter.createEventTable({ connectionString: url })
  const store = new EventStore({
    eventStoreId: "BANK_ACCOUNTS",
    eventTypes: [
      new EventType<"AccountOpened", JsonEvent["data"]>({ type: "AccountOpened" }),
      new EventType<"FundsDeposited", JsonEvent["data"]>({ type: "FundsDeposited" })
    ],
    reducer: (aggregate: Aggregate, event): Aggregate => ({
      ...evolve(aggregate ?? unopened, { type: event.type, data: event.payload }),
      aggregateId: event.aggregateId,
      version: event.version
    }),
    // Its pool, `postgres`, has 10 connections and takes the number from the URL.
    eventStorageAdapter: new PostgresEventStorageAdapter({
      connectionString: `${url}?max=${Math.max(10, concurrency)}`
    })
  })
  let decisions = 0
  const deposit = new Command({
    commandId: "DEPOSIT",
    requiredEventStores: tuple(store),
    // its default gives up after 2 retries, with which 16 writers on one stream do not finish
    eventAlreadyExistsRetries: 10_000,
    handler: async ({ account }: { readonly account: string }, [accounts]) => {
      const { aggregate } = await accounts.getExistingAggregate(account)
      decisions++
      const { data, type } = decideDeposit(aggregate)
      await accounts.pushEvent(
        { aggregateId: account, version: aggregate.version + 1, type, payload: data },
        { prevAggregate: aggregate }
      )
    }
  })
  return {
    perform,
    append: (account, events) => {
      const details = history(events).map(({ data, type }, index) => ({
        aggregateId: account,
        version: index + 1,
        type,
        payload: data
      }))
      const [first, ...rest] = details
      return rest.length === 0
        ? () => store.pushEvent(first!)
        : () =>
          EventStore.pushEventGroup({}, store.groupEvent(first!), ...rest.map((detail) => store.groupEvent(detail)))
    },
    deposit: (account) => () => deposit.handler({ account }, [store]),
    decisions: () => decisions,
    load: (account, events) => async () => {
      const { aggregate } = await store.getExistingAggregate(account)
      if (aggregate.balance !== balanceAfter(events)) {
        throw new Error(`The account of ${events} events holds ${aggregate.balance}.`)
      }
    },
    // the adapter offers no way to close its pool; the process ends with the measurement
    close: async () => {}
  }
}

type Aggregate = PlainAccount & { readonly aggregateId: string; readonly version: number }
