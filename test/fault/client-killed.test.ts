// Clients that are killed in the midst of their appends, and others that take their place.
import { PostgresEventStore } from "@deciduous/postgres"
import type { Side } from "@deciduous/testing/TcpProxy"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type * as Scope from "effect/Scope"
import { accounts, type Attempt, type Entry, open } from "./ledger/Ledger.ts"
import { agrees, readLog } from "./support/log.ts"
import { decided } from "./support/Notebook.ts"
import { seed, seeded, times } from "./support/seed.ts"
import { connect, newLog, nobodyWrites, relayTo, Server, until } from "./support/Server.ts"
import { settle } from "./support/settle.ts"
import * as Writer from "./support/Writer.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a client that is killed", (it) => {
  it.effect(
    "[6] at any moment leaves each append whole or absent, and who takes its place settles what it owed",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        const lives = yield* Effect.forEach(["a", "b"], (name) => lifeOf(url, name), { concurrency: "unbounded" })
        const ledger = lives.flat()
        yield* agrees(url, ledger)
        assert.deepStrictEqual(open(ledger), [])
      })),
    60_000
  )

  for (const how of ["append", "command"] as const) {
    for (const { phase, run, expected } of phases) {
      it.effect(
        `[${how === "append" ? 6 : 10}] ${phase} leaves its ${how} ${expected}, and another makes it once`,
        () =>
          Effect.gen(function*() {
            const url = yield* newLog
            const attempt: Attempt = {
              id: `${how} ${phase}`,
              how,
              writes: [{ stream: "red", parts: 3, expectedVersion: how === "append" ? 0 : "any" }]
            }
            const before = yield* run(url, attempt)
            assert.lengthOf(yield* readLog(url), expected === "whole" ? 3 : 0)
            const after: Array<Entry> = []
            decided.length = 0
            yield* settle(attempt, (entry) => after.push(entry)).pipe(Effect.provide(PostgresEventStore.layer({ url })))
            assert.deepStrictEqual(decided, how === "command" && expected === "absent" ? [attempt.id] : [])
            yield* agrees(url, before, after)
            assert.deepStrictEqual(accounts(after).map(({ versions }) => versions), [[3]])
            assert.lengthOf(yield* readLog(url), 3)
          }),
        60_000
      )
    }
  }
})

/** One writer after the other, each in the place of the one before, which was killed. What they all said. */
const lifeOf = Effect.fnUntraced(function*(url: string, name: string) {
  const ledger: Array<Entry> = []
  for (let life = 0; life < times(3); life++) {
    const writer = yield* Writer.start({ url, seed: `${seed} ${name} ${life}`, owed: open(ledger) })
    const enough = yield* Random.nextIntBetween(1, 120)
    yield* writer.until((said) => said.length >= enough)
    ledger.push(...yield* writer.kill)
  }
  const last = yield* Writer.start({ url, seed: `${seed} ${name} last`, owed: open(ledger), fibers: 0 })
  return [...ledger, ...yield* last.finish]
})

interface Phase {
  readonly phase: string
  readonly expected: "whole" | "absent"
  /** Kills the client of an attempt; gives its ledger once the server has done what it does. */
  readonly run: (url: string, attempt: Attempt) => Effect.Effect<ReadonlyArray<Entry>, unknown, Server | Scope.Scope>
}

const phases: ReadonlyArray<Phase> = [
  {
    phase: "killed before its statement has come through",
    expected: "absent",
    run: (url, attempt) => atMessage(url, attempt, "towards the server")
  },
  {
    phase: "killed while the server is at it",
    expected: "whole",
    run: Effect.fnUntraced(function*(url, attempt) {
      const sql = yield* connect(url)
      let ledger: ReadonlyArray<Entry> = []
      yield* sql.withTransaction(Effect.gen(function*() {
        yield* sql`lock table deciduous.events in exclusive mode`
        const writer = yield* Writer.start({ url, seed: "first", owed: [attempt], fibers: 0 })
        yield* writer.meanwhile(until(sql`
          select 1 from pg_locks where relation = 'deciduous.events'::regclass and not granted`))
        ledger = yield* writer.kill
      }))
      yield* nobodyWrites(sql)
      return ledger
    })
  },
  {
    phase: "killed before the answer has come through",
    expected: "whole",
    run: (url, attempt) => atMessage(url, attempt, "towards the client")
  }
]

/** Kills the client when its append, or the answer to it, is half way. */
const atMessage = Effect.fnUntraced(function*(url: string, attempt: Attempt, side: Side) {
  const relay = yield* relayTo(url)
  // the type of the events, of which no other statement speaks
  const held = relay.holdNext(side, "Noted")
  const writer = yield* Writer.start({ url: relay.url, seed: "first", owed: [attempt], fibers: 0 })
  yield* writer.meanwhile(Effect.promise(() => held))
  const ledger = yield* writer.kill
  relay.cut()
  yield* nobodyWrites(yield* connect(url))
  return ledger
})
