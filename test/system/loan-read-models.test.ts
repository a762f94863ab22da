// The read models of the real loan log, each document of them, against a plain count of the log's lines. The count shares
// nothing with the views: it knows the log's own words only.
import { importLog } from "@deciduous/example-loan-application/loanLog"
import * as LogFile from "@deciduous/example-loan-application/log/LogFile"
import { readModels } from "@deciduous/example-loan-application/readModels"
import { Decisions } from "@deciduous/example-loan-application/readModels/Decisions"
import { Months } from "@deciduous/example-loan-application/readModels/Months"
import { WorkQueue } from "@deciduous/example-loan-application/readModels/WorkQueue"
import { EventStore, type Projection, Projections, ReadModel } from "@deciduous/runtime"
import { assert, layer } from "@effect/vitest"
import { Duration, Effect, Option, Stream } from "effect"
import { freshPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { type Counted, countLog, logFile, type Month } from "./support/loanLog.ts"

/** Every document by its key. */
const documentsOf = <State, Index extends string>(projection: Projection.Documents<State, Index>) =>
  Stream.paginate(undefined as ReadModel.Place | undefined, (after) =>
    Effect.map(
      ReadModel.find(projection, { limit: 5_000, ...(after && { after }) }),
      ({ documents, next }) => [documents, Option.fromUndefinedOr(next)] as const
    )).pipe(
      Stream.runCollect,
      Effect.map((all) => new Map(all.map(({ key, state }) => [key, state])))
    )

/** Which of so many are not the same, without a diff of all of them. */
const assertSame = <A>(found: ReadonlyMap<string, unknown>, counted: ReadonlyMap<string, A>) => {
  const keys = [...new Set([...found.keys(), ...counted.keys()])]
  const differing = keys.filter((key) => JSON.stringify(found.get(key)) !== JSON.stringify(counted.get(key)))
  const [first] = differing
  if (first !== undefined) assert.deepStrictEqual(found.get(first), counted.get(first), `the document ${first}`)
  assert.strictEqual(found.size, counted.size)
}

const minutes = 60_000

layer(freshPostgres, { excludeTestServices: true, timeout: 5 * minutes })(
  "the read models of the real loan log",
  (it) => {
    let counted: Counted

    it.effect("are built by a worker, of 262,200 events", () =>
      Effect.gen(function*() {
        counted = countLog()
        assert.strictEqual(counted.lines, 262_200)
        const { lines } = yield* LogFile.open(logFile())
        const { rejected } = yield* importLog(lines)
        assert.deepStrictEqual(rejected, [])
        const log = yield* EventStore.EventStore
        const [last] = yield* Stream.runCollect(log.readAll({ direction: "backward", limit: 1 }))
        yield* Projections.start([readModels])
        yield* Projections.waitFor(readModels, last!.position, "20 minutes")
      }), 30 * minutes)

    it.effect("say what happened in each month", () =>
      Effect.gen(function*() {
        const months = yield* documentsOf(Months)
        assert.deepStrictEqual(Object.fromEntries(months), Object.fromEntries(counted.months))
        const sum = (field: keyof Month) => [...months.values()].reduce((sum, month) => sum + month[field], 0)
        // the figures that any correct fold of the log gives
        assert.strictEqual(sum("submitted"), 13_087)
        assert.strictEqual(sum("euro"), 177_634_511)
        assert.strictEqual(sum("declined"), 7_635)
        assert.strictEqual(sum("cancelled"), 2_807)
        for (const granted of ["approved", "registered", "activated"] as const) assert.strictEqual(sum(granted), 2_246)
        for (const offers of ["offersCreated", "offersSelected", "offersSent"] as const) {
          assert.strictEqual(sum(offers), 7_030)
        }
        assert.strictEqual(sum("offersAccepted"), 2_243)
      }))

    it.effect("say of each application how it was decided, and after which time", () =>
      Effect.gen(function*() {
        const decisions = yield* documentsOf(Decisions)
        const found = new Map([...decisions].map(([key, { amountRequested, decision, submittedAt, took }]) =>
          [key, {
            amountRequested,
            submittedAt: submittedAt.epochMilliseconds,
            decision,
            took: took && Duration.toMillis(took)
          }] as const
        ))
        assertSame(found, counted.decisions)
        const numbers = Map.groupBy(decisions.values(), ({ decision }) => decision)
        assert.deepStrictEqual(
          ["Declined", "Cancelled", "Granted", "Undecided"].map((decision) =>
            numbers.get(decision as "Undecided")?.length
          ),
          [7_635, 2_807, 2_246, 399]
        )
      }))

    it.effect("say what work is there, and with whom it lies", () =>
      Effect.gen(function*() {
        const tasks = yield* documentsOf(WorkQueue)
        const found = new Map(
          [...tasks].map(([key, { touchedAt, ...task }]) =>
            [key, { ...task, touchedAt: touchedAt.epochMilliseconds }] as const
          )
        )
        assertSame(found, counted.work)
        const [resource, keys] = counted.busiest
        const { documents } = yield* ReadModel.find(WorkQueue, {
          by: { index: "resource", equals: resource },
          limit: 5_000
        })
        assert.deepStrictEqual(documents.map(({ key }) => key), keys)
      }))
  }
)
