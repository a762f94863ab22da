// Clients that are killed in the midst of their appends, and others that take their place.
import { PostgresEventStore } from "@deciduous/postgres"
import type { Side } from "@deciduous/testing/TcpProxy"
import { assert, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { accounts, type Attempt, type Entry, open } from "./ledger/Ledger.ts"
import { agrees, readLog } from "./support/log.ts"
import { decided } from "./support/Notebook.ts"
import { limit, seeded } from "./support/seed.ts"
import { connect, newLog, nobodyWrites, relayTo, Server, until } from "./support/Server.ts"
import { settle } from "./support/settle.ts"
import * as Writer from "./support/Writer.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a client that is killed", (it) => {
  it.effect(
    "[6] at any moment leaves each append whole or absent, and who takes its place settles what it owed",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        const lives = yield* Effect.forEach(["a", "b"], (name) => Writer.lives(url, name, 3), {
          concurrency: "unbounded"
        })
        const ledger = lives.flat()
        yield* agrees(url, ledger)
        assert.deepStrictEqual(open(ledger), [])
      })),
    limit
  )

  for (const { attempt, rule, what } of kinds) {
    for (const { expected, phase, run } of phases) {
      it.effect(
        `[${rule}] ${phase} leaves ${what} ${expected}, and another makes it once`,
        () =>
          Effect.gen(function*() {
            const url = yield* newLog
            const before = yield* run(url, attempt)
            const whole = attempt.writes.reduce((sum, { parts }) => sum + parts, 0)
            assert.lengthOf(yield* readLog(url), expected === "whole" ? whole : 0)
            const after: Array<Entry> = []
            decided.length = 0
            yield* settle(attempt, (entry) => after.push(entry)).pipe(Effect.provide(PostgresEventStore.layer({ url })))
            assert.deepStrictEqual(decided, attempt.how === "command" && expected === "absent" ? [attempt.id] : [])
            yield* agrees(url, before, after)
            assert.deepStrictEqual(accounts(after).map(({ outcome }) => outcome), ["acknowledged"])
          }),
        limit
      )
    }
  }
})

const any = { stream: "red", parts: 3, expectedVersion: "any" } as const

const kinds: ReadonlyArray<{ readonly rule: number; readonly what: string; readonly attempt: Attempt }> = [
  {
    rule: 6,
    what: "an append",
    attempt: { id: "append", how: "append", writes: [{ ...any, expectedVersion: 0 }] }
  },
  {
    rule: 7,
    what: "an append to two streams",
    attempt: { id: "append to two", how: "append", writes: [any, { ...any, stream: "green", parts: 2 }] }
  },
  {
    rule: 10,
    what: "a command",
    attempt: { id: "command", how: "command", writes: [any] }
  }
]

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
