// The same spec of a projection holds in memory and on PGlite.
import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
import type { AccountId } from "@deciduous/event-schemas/types.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { MemoryEventStore, Projection } from "@deciduous/runtime"
import { ProjectionSpec } from "@deciduous/testing"
import { it } from "@effect/vitest"
import { BigDecimal, DateTime, Effect, Schema } from "effect"
import { freshPglite } from "../../packages/postgres/test/support/Pg.ts"

/** How often money came in, for each account; a closed account has no document. */
const deposits = Projection.fromView({
  initialState: undefined as number | undefined,
  evolve: (count: number | undefined, { _tag }: BankAccountEvent) =>
    _tag === "AccountClosed" ? undefined : (count ?? 0) + (_tag === "FundsDeposited" ? 1 : 0)
}, { name: "deposits", events: [BankAccount.events], state: Schema.Int, keyOf: ({ aggregateId }) => aggregateId })

const at = DateTime.makeUnsafe("2026-03-01T09:00:00.000Z")
const amount = { amount: BigDecimal.fromStringUnsafe("1"), currency: "CZK" }
const deposited = { _tag: "FundsDeposited", amount, channel: "atm", at } as const
const [open, closed] = ["0190a5c8-7b3a-7c4d-9e2f-0123456789ab", "0190a5c8-7b3a-7c4d-9e2f-0123456789ac"] as const

const spec = ProjectionSpec.given(
  deposits,
  ProjectionSpec.stream(BankAccount, open as AccountId, deposited, deposited),
  ProjectionSpec.stream(BankAccount, closed as AccountId, deposited, { _tag: "AccountClosed", at })
)

it.live("holds in memory", () =>
  Effect.andThen(
    Effect.provide(spec.thenDocument(open, 2), MemoryEventStore.layer),
    Effect.provide(spec.thenNoDocument(closed), MemoryEventStore.layer)
  ))

it.live("holds on PGlite", () => Effect.provide(spec.thenDocument(open, 2), freshPglite))
