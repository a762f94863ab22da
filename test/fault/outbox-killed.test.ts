// Writers and relays of an outbox that are killed or stopped at any moment: no message without its event, no event without
// its message, and each stream in its order.
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Child from "./support/Child.ts"
import { newOrders, received, written } from "./support/orders.ts"
import { limit, seeded } from "./support/seed.ts"
import { asAdmin, nobodyWrites, Server, until } from "./support/Server.ts"

/** The ids of the messages that wait, in the order in which they will go out. */
const waiting = (url: string) =>
  asAdmin(url, (sql) =>
    Effect.andThen(
      nobodyWrites(sql),
      Effect.map(
        sql`select message ->> 'id' as id from deciduous.outbox order by sequence`,
        (rows) => rows.map(({ id }) => id as string)
      )
    ))

const idsOf = (log: ReadonlyArray<{ readonly id: string }>) => log.map(({ id }) => id)

const startRelay = (url: string) => Child.start<{ readonly id: string }>("relay.ts", { url })

/** Waits until the outbox is empty; what a consumer's inbox lets through is then everything, stream by stream in order. */
const isWhole = Effect.fnUntraced(function*(url: string, relay: Effect.Success<ReturnType<typeof startRelay>>) {
  yield* relay.meanwhile(asAdmin(url, (sql) => until(sql`select 1 where not exists (select from deciduous.outbox)`)))
  const log = yield* written(url)
  const taken = [...new Map((yield* received(url)).map((one) => [one.id, one])).values()]
  assert.strictEqual(taken.length, log.length)
  for (const stream of new Set(log.map(({ key }) => key))) {
    const of = (all: typeof log) => idsOf(all.filter(({ key }) => key === stream))
    assert.deepStrictEqual(of(taken), of(log))
  }
})

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })(
  "an outbox whose processes are killed",
  (it) => {
    it.effect(
      "[88] has a message for every event that was written, and for no other",
      () =>
        seeded(Effect.gen(function*() {
          const url = yield* newOrders
          for (let life = 0; life < 4; life++) {
            const writer = yield* Child.start<{ readonly appended: number }>("order-writer.ts", { url })
            const enough = yield* Random.nextIntBetween(1, 80)
            yield* writer.until((said) => said.length >= enough)
            yield* writer.kill
          }
          const messages = yield* waiting(url)
          const log = yield* written(url)
          assert.isNotEmpty(log)
          assert.deepStrictEqual(messages.toSorted(), idsOf(log).toSorted())
        })),
      limit
    )

    it.effect(
      "[90] has sent every message when the last relay has, those of each stream in order, and doubles are known",
      () =>
        seeded(Effect.gen(function*() {
          const url = yield* newOrders
          const writer = yield* Child.start("order-writer.ts", { url, most: 150 })
          for (let life = 0; life < 4; life++) {
            const relay = yield* startRelay(url)
            const enough = yield* Random.nextIntBetween(1, 150)
            yield* relay.until((said) => said.length >= enough)
            yield* relay.kill
          }
          yield* writer.finish
          yield* isWhole(url, yield* startRelay(url))
        })),
      limit
    )

    it.effect(
      "[89] keeps the order of streams where a relay is stopped beyond its lease, and goes on beside another",
      () =>
        seeded(Effect.gen(function*() {
          const url = yield* newOrders
          const writer = yield* Child.start("order-writer.ts", { url, most: 150 })
          const stopped = yield* startRelay(url)
          const enough = yield* Random.nextIntBetween(1, 100)
          yield* stopped.until((said) => said.length >= enough)
          yield* stopped.signal("SIGSTOP")
          const other = yield* startRelay(url)
          yield* other.until((said) => said.length >= enough)
          yield* stopped.signal("SIGCONT")
          yield* other.until((said) => said.length >= 2 * enough)
          yield* writer.finish
          yield* isWhole(url, other)
        })),
      limit
    )
  }
)
