// Workers of a process that are killed and cut off between taking an event and sending a command: each has one effect.
import { Processes } from "@deciduous/runtime"
import { ask, isDone } from "@deciduous/testing/suites/process/told"
import { assert, layer } from "@effect/vitest"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import * as Runner from "./support/Runner.ts"
import { limit, repeatedly, seeded, upTo } from "./support/seed.ts"
import { endSessions, newLog, relayTo, Server } from "./support/Server.ts"

/** The texts by which the messages are known between an event and the mark that its command was handled. */
const steps = [
  ["before it writes a state", "towards the server", "insert into \"deciduous\".process_instances"],
  ["between a state and the commands that it owes", "towards the server", "insert into \"deciduous\".process_commands"],
  ["before it moves its checkpoint", "towards the server", "set position"],
  ["before it looks for what is due", "towards the server", ".process_commands as ready"],
  ["before its command is written", "towards the server", "insert into \"deciduous\".events"],
  ["between its command and the mark that it was handled", "towards the server", "acknowledged = settled"]
] as const

const ids = ["1", "2", "3"]

layer(Server.layer, { excludeTestServices: true, timeout: "1 minute" })("a process whose worker", (it) => {
  for (const [when, side, text] of steps) {
    it.effect(
      `[82] is killed ${when} has sent every command once after another took over`,
      () =>
        Effect.gen(function*() {
          const url = yield* newLog
          const shop = yield* Runner.at(url)
          const relay = yield* relayTo(url)
          const killed = yield* Runner.start(relay.url)
          const held = relay.holdNext(side, text)
          yield* shop(Runner.askFor(ids, 3))
          yield* killed.meanwhile(Effect.promise(() => held))
          yield* killed.kill
          relay.cut()
          yield* Runner.start(url)
          yield* shop(Runner.areDone(ids, 3))
        }),
      limit
    )
  }

  it.effect(
    "[82] is killed, again and again, and loses its sessions, has sent every command once",
    () =>
      seeded(Effect.gen(function*() {
        const url = yield* newLog
        const shop = yield* Runner.at(url)
        const many = Array.from({ length: 12 }, (_, i) => `${i}`)
        yield* shop(Runner.askFor(many, 8))
        yield* repeatedly(
          4,
          Effect.gen(function*() {
            const killed = yield* Runner.start(url)
            yield* Effect.flatMap(upTo(300), (millis) => Effect.sleep(millis))
            yield* endSessions(url, "true")
            yield* Effect.flatMap(upTo(300), (millis) => Effect.sleep(millis))
            yield* killed.kill
          })
        )
        yield* Runner.start(url)
        yield* shop(Runner.areDone(many, 8))
      })),
    limit
  )

  it.effect(
    "[38] is stopped beyond its lease, between a command and its mark, and goes on afterwards sends nothing twice",
    () =>
      Effect.gen(function*() {
        const url = yield* newLog
        const shop = yield* Runner.at(url)
        const relay = yield* relayTo(url)
        const stopped = yield* Runner.start(relay.url)
        const held = relay.holdNext("towards the server", "acknowledged = settled")
        yield* shop(Runner.askFor(ids, 3))
        const mark = yield* stopped.meanwhile(Effect.promise(() => held))
        yield* stopped.signal("SIGSTOP")
        const other = yield* Runner.start(url)
        yield* shop(Runner.areDone(ids, 3))
        mark.release()
        yield* stopped.signal("SIGCONT")
        yield* shop(Runner.askFor(["after"], 4))
        yield* shop(Runner.areDone(["after"], 4))
        yield* shop(Runner.areDone(ids, 3))
        yield* other.finish
        yield* stopped.finish
      }),
    limit
  )

  it.effect("[41] loses its server goes on by itself when that is back", () =>
    seeded(Effect.gen(function*() {
      const url = yield* newLog
      const server = yield* Server
      const shop = yield* Runner.at(url)
      const worker = yield* Runner.start(url)
      yield* shop(Runner.askFor(ids, 6))
      yield* repeatedly(
        2,
        Effect.gen(function*() {
          yield* Effect.flatMap(upTo(200), (millis) => Effect.sleep(millis))
          yield* Effect.promise(server.crash)
          yield* Effect.promise(server.restart)
        })
      )
      yield* shop(Effect.retry(Runner.areDone(ids, 6), { schedule: Schedule.spaced("100 millis"), times: 100 }))
      yield* worker.finish
    })), limit)

  it.effect("[43] never hears of news looks, and misses nothing", () =>
    Effect.gen(function*() {
      const url = yield* newLog
      const shop = yield* Runner.at(url)
      const relay = yield* relayTo(url)
      const held = relay.holdNext("towards the server", "LISTEN")
      const deaf = yield* Runner.start(relay.url)
      yield* deaf.meanwhile(Effect.promise(() => held))
      yield* shop(Runner.askFor(ids, 3))
      yield* shop(Runner.areDone(ids, 3))
    }), limit)

  it.effect(
    "[82] has ended forgets everything by a reset, and nothing by one that is cut off in its midst",
    () =>
      Effect.gen(function*() {
        const url = yield* newLog
        const shop = yield* Runner.at(url)
        yield* Effect.scoped(Effect.gen(function*() {
          const worker = yield* Runner.start(url)
          yield* shop(Runner.askFor(ids, 3))
          yield* shop(Runner.areDone(ids, 3))
          yield* worker.finish
        }))
        const before = yield* shop(Runner.known(ids))
        const relay = yield* relayTo(url)
        const far = yield* Runner.at(relay.url)
        for (const text of ["with no_commands", "set epoch = epoch + 1, position"]) {
          const far = yield* Runner.at(relay.url)
          relay.cutNext("towards the server", text)
          assert.strictEqual((yield* Effect.flip(far(Processes.reset(Runner.errands.process))))._tag, "EventStoreError")
          assert.deepStrictEqual(yield* shop(Runner.known(ids)), before)
        }
        yield* far(Processes.reset(Runner.errands.process))
        assert.deepStrictEqual(yield* shop(Runner.known(ids)), [undefined, undefined, undefined])
        yield* Runner.start(url)
        yield* shop(Runner.areDone(ids, 3))
      }),
    limit
  )

  it.effect("[86] is killed while a timer waits fires it once in its next life", () =>
    Effect.gen(function*() {
      const url = yield* newLog
      const shop = yield* Runner.at(url)
      const killed = yield* Runner.start(url)
      const now = yield* DateTime.now
      yield* shop(ask(Runner.errands, "waiting", 0, DateTime.addDuration(now, "2 seconds")))
      yield* shop(ask(Runner.errands, "done", 1))
      yield* shop(isDone(Runner.errands, "done", 1))
      yield* killed.kill
      yield* Runner.start(url)
      yield* Runner.start(url)
      yield* shop(Runner.hasExpired("waiting"))
    }), limit)
})
