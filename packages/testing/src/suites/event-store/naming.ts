// Rules about the names of streams: any text is a name of its own, or is refused.
import { StreamId } from "@deciduous/core"
import { assert } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { type Case, events, ids, newStream, read, refusal, rule } from "./Case.ts"

export const naming: ReadonlyArray<Case> = [
  rule(
    80,
    "names with quotes, newlines, any script, and of 2,000 bytes each have a stream of their own",
    Effect.fnUntraced(
      function*(store) {
        const own = newStream().name
        const streams = [...alike, "x".repeat(2000 - bytes(`${own}--`)), "\u{1F333}".repeat(480)]
          .map((text) => StreamId.make(own, `-${text}`))
        const written = streams.map(() => events(2))
        for (const [i, streamId] of streams.entries()) {
          yield* store.append(streamId, written[i]!, { expectedVersion: 0 })
        }
        for (const [i, streamId] of streams.entries()) {
          const stored = yield* read(store, streamId)
          assert.deepStrictEqual(ids(stored), ids(written[i]!), JSON.stringify(streamId.name))
          assert.deepStrictEqual(
            stored.map(({ aggregateId, category, streamId }) => [streamId, category, aggregateId]),
            stored.map(() => [streamId.name, streamId.category, streamId.aggregateId])
          )
        }
      }
    )
  ),

  rule(
    80,
    "names that are empty, too long, or no storable Unicode are refused",
    Effect.fnUntraced(function*(store) {
      const { aggregateId, category, name } = newStream()
      const bad: ReadonlyArray<readonly [StreamId.StreamId, RegExp]> = [
        [StreamId.make("", aggregateId), /category is empty/],
        [StreamId.make(category, ""), /id is empty/],
        [StreamId.make(category, `${aggregateId}\0`), /U\+0000/],
        [StreamId.make(`${category}\0`, aggregateId), /U\+0000/],
        [StreamId.make(category, `${aggregateId}\uD800`), /surrogate/],
        [StreamId.make(`\uDC00${category}`, aggregateId), /surrogate/],
        [StreamId.make(category, aggregateId + "x".repeat(2001 - bytes(name))), /2001 bytes/],
        [StreamId.make(category, aggregateId + "\u{1F333}".repeat(500)), /bytes/],
        [{ category, aggregateId, name: `${name}x` }, /not made of its parts/]
      ]
      for (const [streamId, problem] of bad) {
        for (const expectedVersion of [0, 1, "any", "exists"] as const) {
          yield* isInvalid(store.append(streamId, events(1), { expectedVersion }), problem)
        }
        yield* isInvalid(read(store, streamId), problem)
      }
    })
  )
]

/** Texts that careless code takes for each other, or for syntax. */
const alike = [
  "a",
  "A",
  "\u00E1", // one character, and below two that look the same
  "a\u0301",
  "\u00DF",
  "ss",
  "\u0130",
  "i",
  " a",
  "a ",
  "a\n",
  "a\r\n",
  "\t",
  "'",
  "\"",
  "''; drop table events; --",
  "%",
  "_",
  "\\",
  "\\\\",
  "$1",
  "a-b",
  "a-",
  "-",
  "\u{1F333}",
  "\uFEFF",
  "\uFFFD",
  "\u202E",
  "null",
  "__proto__",
  "constructor"
]

const isInvalid = Effect.fnUntraced(function*(using: Effect.Effect<unknown, unknown>, problem: RegExp) {
  const error = yield* refusal(using)
  assert.nestedPropertyVal(error, "reason._tag", "InvalidStreamId")
  assert.match((error as Error).message, problem)
})

const bytes = (text: string): number => new TextEncoder().encode(text).length
