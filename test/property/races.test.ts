// Commands of two programs that race for one bank account on PostgreSQL end as some order of them would.
import { BankAccountArbitraries as arbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { PostgresEventStore } from "@deciduous/postgres"
import * as ConcurrencyLaws from "@deciduous/testing/laws/ConcurrencyLaws"
import { report } from "@deciduous/testing/laws/Law"
import { assert, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { emptyPostgres } from "../../packages/postgres/test/support/Pg.ts"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20_260_301)

it.live(`racing commands end in some order (seed ${seed})`, () =>
  Effect.gen(function*() {
    yield* Layer.build(PostgresEventStore.layerClient({ migrate: true }))
    const program = Effect.map(
      Layer.build(Layer.fresh(PostgresEventStore.layerClient())),
      (store): ConcurrencyLaws.Client<never> => (effect) => Effect.provideContext(effect, store)
    )
    const clients = [yield* program, yield* program] as const
    const verdict = yield* ConcurrencyLaws.check(BankAccount, clients, { arbitraries, seed })
    assert.strictEqual(verdict._tag === "Fails" ? report(verdict) : "holds", "holds")
  }).pipe(Effect.scoped, Effect.provide(emptyPostgres())))
