// Rules about texts that strangers write: none is read as a command, and no error shows what a payload holds.
import { StreamId } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Case, event, ids, newStream, read, readAll, refusal, rule, shown } from "./Case.ts"
import { startOfCase } from "./subscribing.ts"

export const secrecy: ReadonlyArray<Case> = [
  rule(
    94,
    "texts that are commands elsewhere are names, types, ids and filters like any other",
    Effect.fnUntraced(function*(store) {
      const after = yield* startOfCase(store)
      const written: Array<string> = []
      for (const text of hostile) {
        const streamId = StreamId.make(`${newStream().name}${text}`, text)
        const one = event({ [text]: text }, { type: text, metadata: { commandId: text, [text]: text } })
        const { position } = yield* store.append(streamId, [one], { expectedVersion: "any" })
        written.push(one.id)
        yield* shown(store, position)
        const [stored] = yield* read(store, streamId)
        assert.deepInclude({ ...stored }, { ...one, streamId: streamId.name, category: streamId.category })
        const [tail] = yield* store.readTails([{ streamId, after: 0, commandId: text }])
        assert.deepStrictEqual([tail?.events.length, tail?.handledAt], [1, 1])
        for (const filter of [{ categories: [streamId.category] }, { streamPrefix: streamId.name }]) {
          assert.deepStrictEqual(ids(yield* readAll(store, { after, filter })), [one.id])
          assert.deepStrictEqual(ids(yield* readAll(store, { after, filter: { ...filter, types: [text] } })), [one.id])
          assert.deepStrictEqual(yield* readAll(store, { after, filter: { ...filter, types: [`${text} `] } }), [])
        }
      }
      assert.deepStrictEqual(ids(yield* readAll(store, { after })), written)
    })
  ),

  rule(
    104,
    "no refusal shows what a payload or its metadata holds",
    Effect.fnUntraced(function*(store) {
      const streamId = newStream()
      const [one, other] = [event({ secret }, { metadata: { secret } }), event({ secret, n: Number.NaN })]
      yield* store.append(streamId, [one], { expectedVersion: 0 })
      const append = (events: Parameters<typeof store.append>[1], expectedVersion: number) =>
        refusal(store.append(streamId, events, { expectedVersion }))
      const errors = [
        yield* append([event({ secret })], 0),
        yield* append([{ ...one, data: { secret: `${secret}!` } }], 0),
        yield* append([other], 1),
        yield* append([event({ secret, list: [new Date(0)] })], 1),
        yield* append([event({}, { metadata: { secret: `${secret}\0` } })], 1),
        yield* refusal(store.appendAll([{ streamId, events: [event({ secret })], expectedVersion: 5 }]))
      ]
      for (const error of errors) {
        const shownOf = `${error} ${error.stack} ${JSON.stringify(error)} ${JSON.stringify(error.cause)}`
        assert.notInclude(shownOf, secret, error._tag)
      }
    })
  )
]

const secret = "what nobody may read"

const hostile = [
  "'); drop table events; --",
  "\" or \"\"=\"",
  "$1",
  "%' or true --",
  "\\'; select pg_sleep(60); --",
  "$$ || current_user || $$",
  "{\"$gt\": \"\"}",
  "E'\\x00'",
  "*/ union select 1 /*"
]
