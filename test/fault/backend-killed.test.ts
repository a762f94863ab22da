// Sessions of the server that are ended or killed while clients write through them.
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { readLog } from "./support/log.ts"
import { underPressure } from "./support/pressure.ts"
import { seeded, times } from "./support/seed.ts"
import { asAdmin, newLog, Server } from "./support/Server.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a session that ends", (it) => {
  it.effect(
    "[42] by an administrator, at any moment, costs no append and leaves none twice",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        yield* underPressure(
          url,
          Effect.fnUntraced(function*(progress) {
            for (let i = 0; i < times(8); i++) {
              yield* progress(yield* Random.nextIntBetween(1, 10))
              const pid = yield* aBackend(url)
              if (pid !== undefined) yield* asAdmin(url, (sql) => sql`select pg_terminate_backend(${pid}::integer)`)
            }
          })
        )
      })),
    60_000
  )

  it.effect(
    "[6] killed in the midst of its work, which the server recovers from, costs no append and leaves none twice",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        yield* underPressure(
          url,
          Effect.fnUntraced(function*(progress) {
            for (let i = 0; i < times(2); i++) {
              yield* progress(yield* Random.nextIntBetween(1, 30))
              const pid = yield* aBackend(url)
              assert.isDefined(pid)
              process.kill(pid!, "SIGKILL")
            }
          })
        )
        assert.isNotEmpty(yield* readLog(url))
      })),
    60_000
  )
})

/** One of those that work for the store, by chance: the busy ones first. */
const aBackend = (url: string) =>
  asAdmin(url, (sql) =>
    sql`
    select pid from pg_stat_activity where application_name = 'deciduous' and datname = current_database()
    order by state = 'active' desc, pid`).pipe(
      Effect.flatMap((rows) =>
        Effect.map(Random.nextIntBetween(0, 2), (i) => (rows[i] ?? rows[0])?.["pid"] as number | undefined)
      )
    )
