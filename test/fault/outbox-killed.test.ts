// Writers and relays of an outbox that are killed at any moment: no message without its event, no event without its message.
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Child from "./support/Child.ts"
import type { Sent } from "./support/orders.ts"
import { limit, seeded } from "./support/seed.ts"
import { asAdmin, newLog, nobodyWrites, Server, until } from "./support/Server.ts"

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

/** What was written, stream by stream. */
const written = (url: string) =>
  asAdmin(
    url,
    (sql) =>
      Effect.map(sql`select id, stream_id from deciduous.events order by stream_id, version`, (rows) =>
        rows.map(({ id, stream_id }): Sent => ({ id: id as string, key: stream_id as string })))
  )

const idsOf = (log: ReadonlyArray<{ readonly id: string }>) => log.map(({ id }) => id)

/** What a consumer's inbox lets through: of each message the first. */
const firstOf = (sent: ReadonlyArray<Sent>) => [...new Map(sent.map((one) => [one.id, one])).values()]

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })(
  "an outbox whose processes are killed",
  (it) => {
    it.effect(
      "[88] has a message for every event that was written, and for no other",
      () =>
        seeded(Effect.gen(function*() {
          const url = yield* newLog
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
          const url = yield* newLog
          const writer = yield* Child.start("order-writer.ts", { url })
          const sent: Array<Sent> = []
          for (let life = 0; life < 4; life++) {
            const relay = yield* Child.start<Sent>("relay.ts", { url })
            const enough = yield* Random.nextIntBetween(1, 200)
            yield* relay.until((said) => said.length >= enough)
            sent.push(...(yield* relay.kill))
          }
          yield* writer.finish
          const relay = yield* Child.start<Sent>("relay.ts", { url })
          yield* relay.meanwhile(
            asAdmin(url, (sql) => until(sql`select 1 where not exists (select from deciduous.outbox)`))
          )
          sent.push(...(yield* relay.kill))
          const taken = firstOf(sent)
          const log = yield* written(url)
          assert.deepStrictEqual(idsOf(taken).toSorted(), idsOf(log).toSorted())
          for (const stream of new Set(log.map(({ key }) => key))) {
            assert.deepStrictEqual(
              idsOf(taken.filter(({ key }) => key === stream)),
              idsOf(log.filter(({ key }) => key === stream))
            )
          }
        })),
      limit
    )
  }
)
