// Connections that are cut before a statement comes through, and after it has: nobody knows, and who sends again is sure.
import { PostgresEventStore } from "@deciduous/postgres"
import type { Side } from "@deciduous/testing/TcpProxy"
import { assert, layer } from "@effect/vitest"
import type { NonEmptyReadonlyArray } from "effect/Array"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { accounts, type Attempt, type Entry } from "./ledger/Ledger.ts"
import { agrees, readLog } from "./support/log.ts"
import { underPressure } from "./support/pressure.ts"
import { limit, repeatedly, seeded, upTo } from "./support/seed.ts"
import { newLog, relayTo, Server } from "./support/Server.ts"
import { settle } from "./support/settle.ts"

const sides: NonEmptyReadonlyArray<readonly [Side, string]> = [
  ["towards the server", "before the server has heard of it"],
  ["towards the client", "after it was committed"]
]

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a connection that is cut", (it) => {
  for (const how of ["an append", "an append to two streams", "a command"] as const) {
    for (const [side, when] of sides) {
      it.effect(
        `[11] in the midst of ${how}, ${when}, leaves exactly one copy after a retry`,
        () =>
          Effect.gen(function*() {
            const url = yield* newLog
            const relay = yield* relayTo(url)
            yield* Effect.gen(function*() {
              const ledger: Array<Entry> = []
              // the second is also cut on its way again
              for (const cuts of [1, 2]) {
                const attempt = attemptOf(how, `${how} ${when} ${cuts}`)
                const cut = (left: number) => {
                  if (left > 0) relay.holdNext(side, "Noted").then(() => (cut(left - 1), relay.cut()))
                }
                cut(cuts)
                yield* settle(attempt, (entry) => ledger.push(entry))
              }
              assert.lengthOf(accounts(ledger).filter(({ outcome }) => outcome === "acknowledged"), 2)
              // a command settles its own doubts
              assert.lengthOf(ledger.filter(({ _tag }) => _tag === "Unknown"), how === "a command" ? 0 : 3)
              yield* agrees(url, ledger)
              assert.lengthOf(yield* readLog(url), how === "an append to two streams" ? 8 : 6)
            }).pipe(Effect.provide(PostgresEventStore.layer({ url: relay.url })))
          }),
        limit
      )
    }
  }

  it.effect(
    "[11] at any moment, again and again, costs no append and leaves none twice",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        const relays = [yield* relayTo(url), yield* relayTo(url)] as const
        const cut = Effect.gen(function*() {
          const [side] = yield* Random.choice(sides)
          const relay = yield* Random.choice(relays)
          relay.cutNext(side, (yield* Random.nextBoolean) ? "Noted" : "")
        })
        yield* underPressure(
          url,
          (progress) => repeatedly(12, Effect.andThen(cut, Effect.flatMap(upTo(8), progress))),
          relays.map((relay) => relay.url)
        )
      })),
    limit
  )
})

const attemptOf = (how: "an append" | "an append to two streams" | "a command", id: string): Attempt => {
  const write = { stream: id, parts: 3, expectedVersion: "any" as const }
  return how === "an append to two streams"
    ? { id, how: "append", writes: [write, { ...write, stream: `${id} too`, parts: 1 }] }
    : { id, how: how === "a command" ? "command" : "append", writes: [write] }
}
