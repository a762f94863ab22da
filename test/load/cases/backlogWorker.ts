// The process that `bench backlog` measures: `backlogWorker.ts <url> <schema> <name>` builds a read model under this name of
// all accounts of a bank, and says how many MB were resident at most.
import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { PostgresEventStore } from "@deciduous/postgres"
import { Projection } from "@deciduous/runtime"
import { Effect, Schema } from "effect"
import { build, cents } from "../compare/contenders/projections.ts"

const [url, schema, name] = process.argv.slice(2) as [string, string, string]

const balances = Projection.fromView(
  { initialState: 0, evolve: (sum: number, event: BankAccountEvent) => sum + cents(event) },
  { name, events: BankAccount.events, state: Schema.Int, keyOf: ({ aggregateId }) => aggregateId }
)

await Effect.runPromise(Effect.provide(build(balances), PostgresEventStore.layer({ url, schema })))
console.log(Math.round(process.resourceUsage().maxRSS * 1024 / 1_000_000))
