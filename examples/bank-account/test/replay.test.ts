import { View } from "@deciduous/core"
import { AccountId } from "@deciduous/event-schemas/types.gen"
import { BankAccount } from "@deciduous/example-bank-account/aggregate"
import { Aggregate, EventIds, MemoryEventStore } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Equal, Result, Schema } from "effect"
import * as fc from "fast-check"
import { commands } from "./support.ts"

const seed = 20_260_301

describe("replay", () => {
  it("from the store equals the fold in memory, over random histories of commands", async () => {
    let written = 0
    await fc.assert(
      fc.asyncProperty(commands, (commands) =>
        Effect.gen(function*() {
          const id = Schema.decodeSync(AccountId)((yield* EventIds.EventIds)())
          const events = []
          let state = BankAccount.decider.initialState
          for (const command of commands) {
            const decision = BankAccount.decider.decide(command, state)
            if (Result.isSuccess(decision)) {
              events.push(...decision.success)
              state = View.fold(BankAccount.decider, decision.success, state)
            }
            yield* Effect.result(Aggregate.handle(BankAccount, id, command))
          }
          const loaded = yield* Aggregate.load(BankAccount, id)
          assert.strictEqual(loaded.version, events.length)
          assert.isTrue(Equal.equals(loaded.state, state))
          for (let version = 0; version <= events.length; version++) {
            const then = yield* Aggregate.load(BankAccount, id, { asOf: { version } })
            assert.isTrue(Equal.equals(then.state, View.fold(BankAccount.decider, events.slice(0, version))))
          }
          written += events.length
        }).pipe(Effect.provide(MemoryEventStore.layer), Effect.runPromise)),
      { seed, numRuns: 200, verbose: 1 }
    )
    assert.isAbove(written, 500, "the histories must hold events, or nothing was shown")
  })
})
