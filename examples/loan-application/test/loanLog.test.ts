import { StreamId } from "@deciduous/core"
import { importLog } from "@deciduous/example-loan-application/loanLog"
import * as Tally from "@deciduous/example-loan-application/log/Tally"
import { readBack } from "@deciduous/example-loan-application/readBack"
import { differences } from "@deciduous/example-loan-application/report"
import { EventStore, MemoryEventStore } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Stream } from "effect"
import { logOf, smallLog, withLine } from "./support.ts"

const imported = (lines: ReadonlyArray<string>) => importLog(Stream.fromIterable(lines))

const typesIn = Effect.fnUntraced(function*(application: string) {
  const { read } = yield* EventStore.EventStore
  const events = yield* Stream.runCollect(read(StreamId.make("loan-application", application)))
  return events.map(({ type }) => type)
})

/** The message of a log that cannot be read on, and how many events are stored. */
const failure = (lines: ReadonlyArray<string>) =>
  Effect.gen(function*() {
    const { message } = yield* Effect.flip(imported(lines))
    return { message, stored: Tally.size((yield* readBack).tally) }
  }).pipe(Effect.provide(MemoryEventStore.layer))

/** A store in memory that lets others go first before it reads, from 36 times down to none and again. */
const unevenStore = Layer.effect(
  EventStore.EventStore,
  Effect.map(EventStore.EventStore, (store) => {
    let reads = 0
    return {
      ...store,
      read: (...args: Parameters<typeof store.read>) =>
        Stream.unwrap(Effect.as(
          Effect.suspend(() => Effect.repeat(Effect.yieldNow, { times: 36 - (reads++ * 5) % 37 })),
          store.read(...args)
        ))
    }
  })
).pipe(Layer.provide(MemoryEventStore.layer))

const test = (name: string, effect: Effect.Effect<void, unknown, EventStore.EventStore>) =>
  it.effect(name, () => Effect.provide(effect, MemoryEventStore.layer))

describe("the importer", () => {
  test(
    "stores one event for each line, and the store agrees with the log",
    Effect.gen(function*() {
      const log = yield* imported(smallLog)
      const store = yield* readBack
      assert.strictEqual(log.rejected.length, 0)
      assert.strictEqual(Tally.size(store.tally), smallLog.length)
      assert.deepStrictEqual(differences(log, store), [])
    })
  )

  test(
    "folds the totals of all applications",
    Effect.gen(function*() {
      yield* imported(smallLog)
      const { totals, undecided } = yield* readBack
      assert.deepStrictEqual(totals, {
        submitted: 4,
        euro: 10_000,
        declined: 1,
        cancelled: 1,
        approved: 1,
        registered: 1,
        activated: 1,
        offersSelected: 2,
        offersCreated: 2,
        offersSent: 2,
        offersAccepted: 1
      })
      assert.strictEqual(undecided, 1)
    })
  )

  test(
    "keeps the order of the log within each stream",
    Effect.gen(function*() {
      yield* imported(smallLog)
      assert.deepStrictEqual(yield* typesIn("2"), [
        "ApplicationSubmitted",
        "ApplicationPartlySubmitted",
        "ApplicationPreaccepted",
        "ApplicationAccepted",
        "ApplicationFinalized",
        "OfferSelected",
        "OfferCreated",
        "OfferSent",
        "ApplicationCancelled",
        "OfferCancelled"
      ])
    })
  )

  it.effect("keeps that order where the store is quick with one command and slow with the next", () =>
    Effect.gen(function*() {
      const log = yield* imported(smallLog)
      assert.deepStrictEqual(log.rejected, [])
      assert.deepStrictEqual(differences(log, yield* readBack), [])
    }).pipe(Effect.provide(unevenStore)))

  test(
    "takes logs of any length, in windows",
    Effect.gen(function*() {
      const applications = Array.from({ length: 700 }, (_, index) => String(index + 1))
      const lines = logOf(
        ["A_SUBMITTED", "A_PARTLYSUBMITTED", "A_DECLINED"].flatMap((activity) =>
          applications.map((application) => [application, activity] as const)
        )
      ).map((line) => line.replace(/T10:\d\d/, "T10:00"))
      const seen: Array<number> = []
      const log = yield* importLog(Stream.fromIterable(lines), {
        progress: (lines) => Effect.sync(() => seen.push(lines))
      })
      assert.deepStrictEqual(seen, [1_000, 2_000, 2_100])
      assert.deepStrictEqual(differences(log, yield* readBack), [])
    })
  )

  test(
    "counts a line that the decider turns down, names it and goes on",
    Effect.gen(function*() {
      // line 7 is how application 3 reaches the bank
      const log = yield* imported(withLine(7, (line) => line.replace("A_PARTLYSUBMITTED", "A_ACCEPTED")))
      assert.deepStrictEqual(log.rejected.map(({ because, command, number }) => [number, command, because._tag]), [
        [7, "AcceptApplication", "OutOfStep"],
        [11, "DeclineApplication", "OutOfStep"]
      ])
      const store = yield* readBack
      assert.strictEqual(Tally.size(store.tally), smallLog.length - 2)
      assert.include(differences(log, store), "declined: 1 in the log, 0 by the fold")
    })
  )
})

describe("a bad line", () => {
  const bad: Record<string, readonly [change: (line: string) => string, problem: string]> = {
    "is not JSON": [(line) => line.slice(0, -1), "it is not JSON"],
    "is empty": [() => "", "it is empty"],
    "is no object": [() => "[]", "Expected object"],
    "has an activity that nobody knows": [
      (line) => line.replace("A_PARTLYSUBMITTED", "A_FORGOTTEN"),
      "activity \"A_FORGOTTEN\" with lifecycle COMPLETE is not known"
    ],
    "lacks a field": [(line) => line.replace("\"resource\":\"112\",", ""), "resource: Missing key"],
    "has a field more": [(line) => line.replace("{", "{\"offer\":1,"), "offer: "],
    "has an amount that is not whole": [(line) => line.replace(":3000", ":3000.5"), "amountRequested: "],
    "has a day that the calendar lacks": [(line) => line.replace("10-01", "09-31"), "at: "],
    "asks for another amount than before": [
      (line) => line.replace(":3000", ":3001"),
      "application 3 requests 3001 euro, and in the lines before it 3000"
    ]
  }
  for (const [name, [change, problem]] of Object.entries(bad)) {
    it.effect(`that ${name} is named, the lines before it are stored and nothing after them`, () =>
      Effect.gen(function*() {
        const { message, stored } = yield* failure(withLine(7, change))
        assert.include(message, `line 7 of the loan log: ${problem}`)
        assert.strictEqual(stored, 6)
      }))
  }
})

describe("the comparison", () => {
  test(
    "sees an event that is missing, one too many, another resource, another time, and another order",
    Effect.gen(function*() {
      yield* imported(smallLog)
      const store = yield* readBack
      const logs = {
        missing: smallLog.slice(0, -1),
        more: [...smallLog, ...logOf([["4", "W_Afhandelen leads", "START"]])],
        resource: withLine(40, (line) => line.replace("\"112\"", "\"113\"")),
        time: withLine(40, (line) => line.replace("+02:00", "+01:00")),
        order: [...smallLog.slice(0, 33), smallLog[34]!, smallLog[33]!, ...smallLog.slice(35)]
      }
      for (const [name, lines] of Object.entries(logs)) {
        const log = yield* imported(lines).pipe(Effect.provide(MemoryEventStore.layer, { local: true }))
        assert.isNotEmpty(differences(log, store), name)
      }
    })
  )
})
