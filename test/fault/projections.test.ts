// Workers that are killed, stopped and cut off in the midst of their batches: every event is applied once.
import { layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { eventsOf, streamOf } from "./support/Notebook.ts"
import { underPressure } from "./support/pressure.ts"
import * as Projector from "./support/Projector.ts"
import { limit, repeatedly, seeded, upTo } from "./support/seed.ts"
import { endSessions, newLog, relayTo, Server, storeAt } from "./support/Server.ts"

/** For the first batch of a worker that waits for them. */
const someEvents = Effect.fnUntraced(function*(url: string) {
  const store = yield* storeAt(url)
  for (const stream of ["red", "green", "blue"]) {
    yield* store.append(streamOf(stream), eventsOf(`before ${stream}`, stream, 10), { expectedVersion: 0 })
  }
})

/** The texts by which the messages of a first batch are known. */
const steps = [
  ["before it has locked its checkpoint", "towards the server", "for update"],
  ["with its checkpoint locked", "towards the client", "set_config"],
  ["while it writes", "towards the server", ".documents (model"],
  ["before it moves its checkpoint", "towards the server", "set position"],
  ["before it commits", "towards the client", "set position"],
  ["before it knows that it has committed", "towards the client", "COMMIT"]
] as const

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a projection whose worker", (it) => {
  for (const [when, side, text] of steps) {
    it.effect(
      `[35] is killed ${when} has applied every event once after another took over`,
      () =>
        Effect.gen(function*() {
          const url = yield* newLog
          const relay = yield* relayTo(url)
          const killed = yield* Projector.start({ url: relay.url })
          const held = relay.holdNext(side, text)
          yield* someEvents(url)
          yield* killed.meanwhile(Effect.promise(() => held))
          yield* killed.kill
          relay.cut()
          yield* Projector.start({ url })
          yield* Projector.isWhole(url)
        }),
      limit
    )
  }

  it.effect("[40] is killed, again and again, is taken over by those who live", () =>
    seeded(Effect.gen(function*() {
      const url = yield* newLog
      yield* Projector.start({ url, shards: 3 })
      yield* underPressure(url, (progress) =>
        repeatedly(
          3,
          Effect.gen(function*() {
            const killed = yield* Projector.start({ url, shards: 3 })
            yield* Effect.flatMap(upTo(20), progress)
            yield* killed.kill
          })
        ))
      yield* Projector.isWhole(url)
    })), limit)

  it.effect(
    "[38] is stopped beyond its lease and goes on afterwards applies nothing twice",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        const stopped = yield* Projector.start({ url })
        yield* underPressure(url, (progress) =>
          repeatedly(
            2,
            Effect.gen(function*() {
              yield* Effect.flatMap(upTo(20), progress)
              yield* stopped.signal("SIGSTOP")
              const other = yield* Projector.start({ url })
              yield* progress(20)
              yield* Projector.isAt(url)
              yield* stopped.signal("SIGCONT")
              yield* progress(10)
              yield* other.finish
            })
          ))
        yield* Projector.isWhole(url)
        yield* stopped.finish
      })),
    limit
  )

  it.effect("[42] loses its sessions, again and again, goes on by itself", () =>
    seeded(Effect.gen(function*() {
      const url = yield* newLog
      const worker = yield* Projector.start({ url })
      yield* underPressure(url, (progress) =>
        repeatedly(5, Effect.andThen(Effect.flatMap(upTo(10), progress), endSessions(url, "true"))))
      yield* Projector.isWhole(url)
      yield* worker.finish
    })), limit)

  it.effect("[41] loses its server goes on by itself when that is back", () =>
    seeded(Effect.gen(function*() {
      const url = yield* newLog
      const server = yield* Server
      const worker = yield* Projector.start({ url })
      yield* underPressure(url, (progress) =>
        repeatedly(
          2,
          Effect.gen(function*() {
            yield* Effect.flatMap(upTo(20), progress)
            yield* Effect.promise(server.crash)
            yield* Effect.promise(server.restart)
          })
        ))
      yield* Projector.isWhole(url)
      yield* worker.finish
    })), limit)

  it.effect("[43] never hears of news looks, and misses nothing", () =>
    Effect.gen(function*() {
      const url = yield* newLog
      const relay = yield* relayTo(url)
      const held = relay.holdNext("towards the server", "LISTEN")
      const deaf = yield* Projector.start({ url: relay.url })
      yield* deaf.meanwhile(Effect.promise(() => held))
      yield* someEvents(url)
      yield* Projector.isWhole(url)
    }), limit)

  it.effect(
    "[55] is asked to end gives its lease back, so that another need not wait for its end",
    () =>
      Effect.gen(function*() {
        const url = yield* newLog
        const worker = yield* Projector.start({ url, lease: 600_000 })
        yield* someEvents(url)
        yield* Projector.isAt(url)
        yield* worker.signal("SIGTERM")
        yield* worker.ended
        // its lease would run for ten minutes
        yield* Projector.start({ url, lease: 600_000 })
        yield* Projector.isWhole(url)
      }),
    limit
  )

  it.effect(
    "[50] is killed while a new version is built leaves one that is read until the other is whole",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        yield* Projector.start({ url })
        yield* underPressure(url, (progress) =>
          Effect.gen(function*() {
            yield* progress(30)
            yield* repeatedly(
              3,
              Effect.gen(function*() {
                const builder = yield* Projector.start({ url, version: 2 })
                yield* Projector.isReadable(url)
                yield* builder.kill
                yield* Projector.isReadable(url)
              })
            )
            yield* Projector.start({ url, version: 2 })
            yield* progress(10)
          }))
        yield* Projector.isWhole(url, 2)
      })),
    limit
  )
})
