// The suite of read models is tested by stores with one fault each: every one of them must be caught.
import { MemoryEventStore, ReadModelStore } from "@deciduous/runtime"
import * as ReadModelSuite from "@deciduous/testing/suites/ReadModelSuite"
import { assert, describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

type Store = ReadModelStore.ReadModelStore["Service"]

const broken: ReadonlyArray<readonly [fault: string, of: (store: Store) => Store]> = [
  ["gives documents in an order of its own", (store) => ({
    ...store,
    get: (model, keys) => store.get(model, keys.toSorted())
  })],
  ["gives each document once", (store) => ({
    ...store,
    read: (name, keys) => store.read(name, [...new Set(keys)])
  })],
  ["keeps what is deleted", (store) => ({
    ...store,
    write: (model, changes) => store.write(model, changes.filter(({ json }) => json !== undefined))
  })],
  ["keeps the first form of a document", (store) => ({
    ...store,
    write: (model, changes) =>
      Effect.flatMap(
        store.get(model, changes.map(({ key }) => key)),
        (known) => store.write(model, changes.filter(({ json }, i) => json === undefined || known[i] === undefined))
      )
  })],
  ["parses JSON", (store) => ({
    ...store,
    write: (model, changes) =>
      store.write(
        model,
        changes.map((one) => one.json === undefined ? one : { ...one, json: JSON.stringify(JSON.parse(one.json)) })
      )
  })],
  ["trims keys", (store) => ({
    ...store,
    write: (model, changes) => store.write(model, changes.map((one) => ({ ...one, key: one.key.trim() })))
  })],
  ["forgets where a page ended within a value", (store) => ({
    ...store,
    find: (name, { after, ...range }) =>
      Effect.map(
        store.find(name, { ...range, limit: 1000 }),
        (found) =>
          found.filter(({ key, value }) =>
            after === undefined || (after.value === undefined ? key > after.key : (value ?? "") > after.value)
          ).slice(0, range.limit)
      )
  })],
  ["takes the upper bound as excluded", (store) => ({
    ...store,
    find: (name, range) =>
      Effect.map(
        store.find(name, range),
        (found) => found.filter(({ value }) => range.index?.to === undefined || value !== range.index.to)
      )
  })],
  ["drops a model as a whole", (store) => ({ ...store, drop: (model) => store.drop(model, 1000) })],
  ["reads a version that is not built", (store) => ({
    ...store,
    read: (name, keys) => Effect.catchTag(store.read(name, keys), "NotBuilt", () => store.get(`${name}@1`, keys))
  })]
]

const isCaught = (of: (store: Store) => Store) =>
  Effect.map(
    Effect.forEach(ReadModelSuite.cases, ({ check }) => Effect.exit(check)),
    (exits) => exits.some(({ _tag }) => _tag === "Failure")
  ).pipe(Effect.provide(
    Layer.provideMerge(
      Layer.effect(ReadModelStore.ReadModelStore, Effect.map(ReadModelStore.ReadModelStore, of)),
      MemoryEventStore.layer
    )
  ))

describe("the suite of read models", () => {
  for (const [fault, of] of broken) {
    it.effect(`catches a store that ${fault}`, () => Effect.map(isCaught(of), (found) => assert.isTrue(found)))
  }

  it.effect("finds nothing wrong with the store in memory", () =>
    Effect.map(isCaught((store) => store), (found) => assert.isFalse(found)))
})
