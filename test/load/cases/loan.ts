// The read models of a bank's real loan process built anew from its log of 262,200 events, on a server that keeps what it
// commits: each of the example's three alone, and all of one reading of the log. The log is the one that `loan-log` asks for.
import { type EventData, StreamId, View } from "@deciduous/core"
import { LoanApplication } from "@deciduous/example-loan-application/aggregate"
import type { LoanApplication as State } from "@deciduous/example-loan-application/Application"
import * as LogFile from "@deciduous/example-loan-application/log/LogFile"
import { read } from "@deciduous/example-loan-application/log/LogLine"
import { readModels } from "@deciduous/example-loan-application/readModels"
import { Decisions } from "@deciduous/example-loan-application/readModels/Decisions"
import { Months } from "@deciduous/example-loan-application/readModels/Months"
import { WorkQueue } from "@deciduous/example-loan-application/readModels/WorkQueue"
import { PostgresEventStore } from "@deciduous/postgres"
import { EventIds, EventStore, type Projection, Projections } from "@deciduous/runtime"
import { Array, Effect, Result, Stream } from "effect"
import type { Server } from "../compare/server.ts"
import { serverCpu } from "../compare/serverCpu.ts"
import type { Case } from "../measure.ts"

/** Fills a database of its own first. */
export const loan = async (file: string, server: Server): Promise<ReadonlyArray<Case>> => {
  const store = PostgresEventStore.layer({ url: server.url("postgres"), schema: "loan", migrate: true })
  const run = <A, E>(effect: Effect.Effect<A, E, Projections.Stores>) =>
    Effect.runPromise(Effect.provide(effect, store))
  const { end, events } = await run(fill(file))
  const build = <E>(name: string, projection: Projection.Projection<E, Projections.Stores>) =>
    timed(`rebuild the loan log, ${name}`, events, server, (measured) =>
      run(
        Effect.gen(function*() {
          const done = Effect.andThen(
            Projections.start([projection]),
            Projections.waitFor(projection, end, "20 minutes")
          )
          const taken = yield* measured(Effect.scoped(done))
          yield* Projections.reset(projection)
          return taken
        })
      ))
  return [
    ...build("months", Months),
    ...build("work queue", WorkQueue),
    ...build("decisions", Decisions),
    ...build("all three as one", readModels)
  ]
}

/** One measurement as three figures: the time that it takes, and the processor time of this process and of the server. */
const timed = (
  name: string,
  items: number,
  server: Server,
  run: (measured: <E, R>(work: Effect.Effect<void, E, R>) => Effect.Effect<Figures, E, R>) => Promise<Figures>
): ReadonlyArray<Case> => {
  let last: Figures = { taken: 0, node: 0, postgres: 0 }
  const measured = <E, R>(work: Effect.Effect<void, E, R>) =>
    Effect.gen(function*() {
      const [begun, cpu, postgres] = [performance.now(), process.cpuUsage(), serverCpu(server.pid) ?? NaN]
      yield* work
      const { system, user } = process.cpuUsage(cpu)
      return {
        taken: (performance.now() - begun) * 1000,
        node: system + user,
        postgres: (serverCpu(server.pid) ?? NaN) - postgres
      }
    })
  const of = (what: string, run: () => Promise<number>): Case => ({ name: `${name}${what}`, item: "event", items, run })
  return [
    of("", async () => (last = await run(measured)).taken),
    of(", Node's CPU time", async () => last.node),
    of(", PostgreSQL's CPU time", async () => last.postgres)
  ]
}

/** Microseconds. */
interface Figures {
  readonly taken: number
  readonly node: number
  readonly postgres: number
}

/** Decides every line as the example does, and appends what a window of lines led to, each stream in one append. */
const fill = Effect.fnUntraced(function*(file: string) {
  const store = yield* EventStore.EventStore
  const newId = yield* EventIds.EventIds
  const { lines } = yield* LogFile.open(file)
  const states = new Map<string, State>()
  let events = 0

  const eventsOf = (text: string) => {
    const { command, line: { application } } = Result.getOrThrowWith(read(text), (problem) => new Error(problem))
    const { decider, events: { encode } } = LoanApplication
    const state = states.get(application) ?? decider.initialState
    const decided = Result.getOrThrow(decider.decide(command, state))
    states.set(application, View.fold(decider, decided, state))
    events += decided.length
    return decided.map((event) => {
      const data: EventData = { ...Result.getOrThrow(encode(event)), id: newId(), metadata: {} }
      return { application, data }
    })
  }
  yield* lines.pipe(
    Stream.grouped(1_000),
    Stream.runForEach((window) =>
      Effect.forEach(
        Map.groupBy(window.flatMap(eventsOf), ({ application }) => application),
        ([application, all]) => {
          const data = all.map(({ data }) => data)
          return Array.isReadonlyArrayNonEmpty(data)
            ? store.append(StreamId.make(LoanApplication.events.category, application), data, {
              expectedVersion: "any"
            })
            : Effect.void
        },
        { concurrency: 64, discard: true }
      )
    )
  )
  const [last] = yield* Stream.runCollect(store.readAll({ direction: "backward", limit: 1 }))
  return { end: last!.position, events }
})
