// Sessions of the server that are ended or killed while clients write and follow through them.
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { underPressure } from "./support/pressure.ts"
import { limit, repeatedly, seeded, upTo } from "./support/seed.ts"
import { asAdmin, newLog, Server } from "./support/Server.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a session of the server", (it) => {
  it.effect(
    "[42] may be ended by an administrator at any moment: no event is lost, none comes twice",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        const endOne = Effect.flatMap(
          aBackend(url),
          (pid) => asAdmin(url, (sql) => sql`select pg_terminate_backend(${pid}::integer)`)
        )
        yield* underPressure(
          url,
          (progress) => repeatedly(8, Effect.andThen(Effect.flatMap(upTo(10), progress), endOne))
        )
      })),
    limit
  )

  it.effect(
    "[6] may be killed, from which the whole server recovers: no event is lost, none comes twice",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        const killOne = Effect.map(aBackend(url), (pid) => process.kill(pid, "SIGKILL"))
        yield* underPressure(
          url,
          (progress) => repeatedly(2, Effect.andThen(Effect.flatMap(upTo(30), progress), killOne))
        )
      })),
    limit
  )
})

/** One of those that work for the store, by chance: the busy ones first. */
const aBackend = Effect.fnUntraced(function*(url: string) {
  const rows = yield* asAdmin(
    url,
    (sql) =>
      sql`select pid from pg_stat_activity where application_name = 'deciduous' and datname = current_database()
      order by state = 'active' desc, pid`
  )
  assert.isNotEmpty(rows)
  const row = yield* Random.choice(rows.slice(0, 3))
  return row["pid"] as number
})
