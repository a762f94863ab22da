// Connections that are ended while nobody uses them: those of the pool, and those that listen.
import { PostgresEventStore } from "@deciduous/postgres"
import { layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type { Attempt, Entry } from "./ledger/Ledger.ts"
import { follow } from "./support/Follower.ts"
import { agrees, readLog } from "./support/log.ts"
import { endSessions, newLog, Server } from "./support/Server.ts"
import { settle } from "./support/settle.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("connections that nobody uses", (it) => {
  it.effect(
    "[15] may be ended at any time: no process ends or complains, and the next append and the next event find a way",
    () =>
      Effect.gen(function*() {
        const url = yield* newLog
        const follower = yield* follow(url)
        const ledger: Array<Entry> = []
        yield* Effect.gen(function*() {
          for (let i = 0; i < 4; i++) {
            yield* settle(note(`${i}`), (entry) => ledger.push(entry))
            yield* follower.sawAll(yield* agrees(url, ledger))
            // all of the follower's, which has nothing to do now, and all of this process's
            yield* endSessions(url, i % 2 === 0 ? "true" : "query ilike 'listen%'")
          }
        }).pipe(Effect.provide(PostgresEventStore.layer({ url })))
        yield* follower.sawAll(yield* readLog(url))
        yield* follower.finish
      }),
    60_000
  )
})

const note = (id: string): Attempt => ({
  id,
  how: "append",
  writes: [{ stream: "red", parts: 1, expectedVersion: "any" }]
})
