// Several writers and several followers, in processes of their own, while faults happen: no event is lost, none comes
// twice, and everybody is given the same order.
import { layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { follow } from "./support/Follower.ts"
import { underPressure } from "./support/pressure.ts"
import { limit, repeatedly, seeded, upTo } from "./support/seed.ts"
import { endSessions, newLog, newLogWith, relayTo, Server } from "./support/Server.ts"

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a log with many writers", (it) => {
  for (const ordering of ["compound", "strict"] as const) {
    const title =
      `in ${ordering} order is given to each follower whole, once and in order, also to those who are killed`
    it.effect(`[18] ${title} and go on where they were`, () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLogWith({ ordering })
        const killed = yield* follow(url)
        const log = yield* underPressure(
          url,
          (progress) => repeatedly(3, Effect.andThen(Effect.flatMap(upTo(40), progress), killed.killAndRestart)),
          [url, url, url]
        )
        for (const follower of [killed, yield* follow(url)]) {
          yield* follower.sawAll(log)
          yield* follower.finish
        }
      })), limit)
  }

  it.effect("[43] is followed when those who listen are cut off, again and again", () =>
    seeded(Effect.gen(function*() {
      const url = yield* newLog
      const cutOff = endSessions(url, "query ilike 'listen%'")
      yield* underPressure(
        url,
        (progress) => repeatedly(5, Effect.andThen(Effect.flatMap(upTo(10), progress), cutOff)),
        [url]
      )
    })), limit)

  it.effect("[43] is followed by who never hears of news, and looks", () =>
    seeded(Effect.gen(function*() {
      const url = yield* newLog
      const relay = yield* relayTo(url)
      const held = relay.holdNext("towards the server", "LISTEN")
      const deaf = yield* follow(relay.url)
      yield* Effect.promise(() => held)
      const log = yield* underPressure(url, (progress) => progress(20), [url])
      yield* deaf.sawAll(log)
      yield* deaf.finish
    })), limit)
})
