// Several writers and several followers, in processes of their own, while faults happen: no event is lost, none comes
// twice, and everybody is given the same order.
import { layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import { follow } from "./support/Follower.ts"
import { underPressure } from "./support/pressure.ts"
import { seeded, times } from "./support/seed.ts"
import { endSessions, newLog, relayTo, Server } from "./support/Server.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a log with many writers", (it) => {
  it.effect(
    "[18] is given to each follower whole, once and in order, also if it is killed and begins again where it was",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        const steady = yield* follow(url)
        const killed = yield* follow(url)
        const { log } = yield* underPressure(
          url,
          Effect.fnUntraced(function*(progress) {
            for (let i = 0; i < times(4); i++) {
              yield* progress(yield* Random.nextIntBetween(5, 40))
              yield* killed.killAndRestart
            }
          }),
          [url, url, url]
        )
        const late = yield* follow(url)
        for (const follower of [steady, killed, late]) {
          yield* follower.sawAll(log)
          yield* follower.finish
        }
      })),
    60_000
  )

  it.effect("[41] is followed on when the server has crashed and is back", () =>
    seeded(Effect.gen(function*() {
      const server = yield* Server
      const url = yield* newLog
      const follower = yield* follow(url)
      const { log } = yield* underPressure(
        url,
        Effect.fnUntraced(function*(progress) {
          for (let i = 0; i < times(2); i++) {
            yield* progress(yield* Random.nextIntBetween(1, 20))
            yield* Effect.promise(server.crash)
            yield* Effect.promise(server.restart)
          }
        }),
        [url]
      )
      yield* follower.sawAll(log)
      yield* follower.finish
    })), 60_000)

  it.effect(
    "[43] is followed on when those who listen are cut off, again and again",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        const follower = yield* follow(url)
        const { log } = yield* underPressure(
          url,
          Effect.fnUntraced(function*(progress) {
            for (let i = 0; i < times(5); i++) {
              yield* progress(yield* Random.nextIntBetween(1, 10))
              yield* endSessions(url, "query ilike 'listen%'")
            }
          }),
          [url]
        )
        yield* follower.sawAll(log)
        yield* follower.finish
      })),
    60_000
  )

  it.effect("[43] is followed on by who never hears of news, and looks", () =>
    seeded(Effect.gen(function*() {
      const url = yield* newLog
      const relay = yield* relayTo(url)
      const held = relay.holdNext("towards the server", "LISTEN")
      const follower = yield* follow(relay.url)
      yield* Effect.promise(() => held)
      const { log } = yield* underPressure(url, (progress) => progress(20), [url])
      yield* follower.sawAll(log)
      yield* follower.finish
    })), 60_000)
})
