// Rules about what a store costs the process it runs in: bounded memory, and nothing changed that belongs to all.
import type { StoredEvent } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import { runInNewContext } from "node:vm"
import { type Case, events, newStream, rule, shown, type Store } from "./Case.ts"
import { makeCensus } from "./census.ts"
import { startOfCase } from "./subscribing.ts"

export const surroundings: ReadonlyArray<Case> = [
  rule(
    34,
    "12,000 events of one stream are read without ever holding half of them",
    Effect.fnUntraced(function*(store) {
      const { streamId } = yield* written(store)
      yield* staysSmall(store.read(streamId))
      yield* staysSmall(store.read(streamId, { direction: "backward" }))
    })
  ),

  rule(
    34,
    "12,000 events of the log are read and followed without ever holding half of them",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      const { position } = yield* written(store)
      yield* shown(store, position)
      yield* staysSmall(store.readAll({ after }))
      yield* staysSmall(store.subscribe({ after }))
    })
  ),

  rule(
    81,
    "nothing that belongs to the whole process is changed: prototypes, signal handlers, globals",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      yield* store.append(streamId, events(2), { expectedVersion: 0 })
      yield* Stream.runCollect(store.read(streamId))
      assert.deepStrictEqual(listeners(), listenersBefore)
      assert.deepStrictEqual(prototypes(globalThis), prototypes(runInNewContext("globalThis")))
      assert.deepStrictEqual(process.env.TZ, zoneBefore)
    })
  )
]

const many = 12_000

const written = Effect.fnUntraced(function*(store: Store) {
  const streamId = newStream()
  let position
  for (let version = 0; version < many; version += 2000) {
    position = (yield* store.append(streamId, events(2000), { expectedVersion: version })).position
  }
  return { streamId, position: position! }
})

/** Pages and what is read ahead of them may be held, and no more: weak references tell how many events still live. */
const staysSmall = Effect.fnUntraced(function*(reading: Stream.Stream<StoredEvent, unknown>) {
  const given = makeCensus()
  yield* Stream.runForEachArray(Stream.take(reading, many), given.count)
  assert.strictEqual(given.all(), many)
  assert.isBelow(given.most(), many / 2, `${given.most()} of ${many} events were held at the same time`)
})

/** How many listen to what concerns the whole process. */
const listeners = () =>
  Object.fromEntries(
    ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2", "uncaughtException", "unhandledRejection", "beforeExit"]
      .map((name) => [name, process.listenerCount(name)])
  )

// when this file is first imported, before a store is built
const listenersBefore = listeners()
const zoneBefore = process.env.TZ

const names = "Object Function Array String Number Boolean BigInt Symbol Date RegExp Map Set Promise JSON Math Reflect"

/** What the language's own objects have, those of a fresh realm being as they should be. */
const prototypes = (realm: typeof globalThis) =>
  names.split(" ").map((name) => {
    const one: object & { readonly prototype?: object } = Reflect.get(realm, name)
    return [name, keysOf(one), one.prototype === undefined ? [] : keysOf(one.prototype)]
  })

/** Its keys, with a mark where the function behind one is not the language's own. */
const keysOf = (one: object): ReadonlyArray<string> =>
  Reflect.ownKeys(one).map((key) => {
    const { value } = Reflect.getOwnPropertyDescriptor(one, key)!
    const isOwn = typeof value !== "function" || /\[native code\]/.test(Function.prototype.toString.call(value))
    return `${String(key)}${isOwn ? "" : " is replaced"}`
  }).toSorted()
