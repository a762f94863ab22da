// Laws as tests of vitest, one for each law, under the name of the aggregate. The laws themselves are data: laws/.
import type { EventSet, ProcessManager, View } from "@deciduous/core"
import type { Aggregate, EventStore, Projection } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import type * as Layer from "effect/Layer"
import { describe } from "vitest"
import { eachLaw, projectionTests, storeTests, tests } from "./internal/lawTests.ts"
import * as ConcurrencyLaws from "./laws/ConcurrencyLaws.ts"
import * as DeciderLaws from "./laws/DeciderLaws.ts"
import * as EvolutionLaws from "./laws/EvolutionLaws.ts"
import * as ProcessManagerLaws from "./laws/ProcessManagerLaws.ts"
import * as ProjectionLaws from "./laws/ProjectionLaws.ts"
import * as RecordedLaws from "./laws/RecordedLaws.ts"
import type { Run } from "./laws/Seeds.ts"
import * as ViewLaws from "./laws/ViewLaws.ts"
import * as Simulation from "./Simulation.ts"

/**
 * Decide and evolve are functions, what they accept can be stored and replayed, and what the author says holds, in
 * histories at random. A law that fails prints the shortest history that was found, as a spec, and its seed.
 *
 * @example
 * ```ts
 * import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import { Laws } from "@deciduous/testing"
 *
 * Laws.decider("BankAccount", BankAccount, {
 *   arbitraries: BankAccountArbitraries,
 *   invariants: {
 *     "has a currency once it has money": (account) =>
 *       account._tag !== "Open" || account.balance.value === 0n || account.currency !== undefined || "it has none"
 *   }
 * })
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const decider = <C, S, E, N, Err, Id>(
  name: string,
  aggregate: Aggregate.Aggregate<C, S, E, N, Err, Id, unknown>,
  options: DeciderLaws.Options<NoInfer<C>, NoInfer<S>, NoInfer<E>, NoInfer<N>, NoInfer<Err>>
): void => tests(`the laws of ${name}`, (run) => DeciderLaws.laws(aggregate, { ...options, ...run }))

/**
 * Every payload that was ever stored can be read: each old version goes up its chain and fits.
 *
 * @example
 * ```ts
 * import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import { Laws } from "@deciduous/testing"
 *
 * Laws.evolution("BankAccount", BankAccount.events, { arbitraries: BankAccountArbitraries })
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const evolution = <E, N, Id>(
  name: string,
  events: EventSet.EventSet<E, N, unknown, Id>,
  options: EvolutionLaws.Options<NoInfer<E>>
): void => tests(`the history of ${name}`, (run) => EvolutionLaws.laws(events, { ...options, ...run }))

/**
 * Whoever folds the events of a view, in one go or in many, gets the same documents, and what the author says of them
 * holds, in histories at random of the aggregates that it reads.
 *
 * @example
 * ```ts
 * import { View } from "@deciduous/core"
 * import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
 * import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import { Laws } from "@deciduous/testing"
 *
 * const movements: View.View<number, BankAccountEvent> = {
 *   initialState: 0,
 *   evolve: (count, event) => event._tag === "FundsDeposited" || event._tag === "FundsWithdrawn" ? count + 1 : count
 * }
 *
 * Laws.view("movements", movements, {
 *   from: [{ aggregate: BankAccount, arbitraries: BankAccountArbitraries }],
 *   keyOf: (event) => event.aggregateId,
 *   state: "json",
 *   steps: { "never falls": (before, _, after) => after >= before || `from ${before} to ${after}` }
 * })
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const view = <State, Event>(
  name: string,
  view: View.View<State, Event>,
  options: ViewLaws.Options<NoInfer<State>, NoInfer<Event>>
): void => tests(`the laws of ${name}`, (run) => ViewLaws.laws(name, view, { ...options, ...run }))

/**
 * However a read model is built, it is the same: event by event or in batches, by workers, inline or anew, undone and done
 * again, on another day. For `Projection.fromView` the laws of its view are asked as well; of `Projection.make` the option
 * `read` tells what it has written. On a store in memory, or on another: `store: (inline) => PgliteEventStore.layer({ inline })`.
 *
 * @example
 * ```ts
 * import type { BankAccountEvent } from "@deciduous/event-schemas/bank-account.events.gen"
 * import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import { Projection } from "@deciduous/runtime"
 * import { Laws } from "@deciduous/testing"
 * import { Schema } from "effect"
 *
 * const Movements = Projection.fromView({ initialState: 0, evolve: (count: number, _: BankAccountEvent) => count + 1 }, {
 *   name: "movements",
 *   events: BankAccount.events,
 *   state: Schema.Int,
 *   keyOf: ({ aggregateId }) => aggregateId
 * })
 *
 * Laws.projection("Movements", Movements, {
 *   from: [{ aggregate: BankAccount, arbitraries: BankAccountArbitraries }]
 * })
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const projection = <P extends Projection.Projection<unknown, any>>(
  name: string,
  projection: P,
  options: ProjectionOptions<P>
): void => {
  const untyped: Projection.Projection<unknown, any> = projection
  // which options they are was settled with the kind of the projection
  const asked = (run: Partial<Run>): unknown => ({ ...options, ...run })
  projectionTests(`the laws of ${name}`, (run) =>
    isDocuments(untyped)
      ? ProjectionLaws.ofView(name, untyped, asked(run) as ProjectionLaws.DocumentOptions<unknown>)
      : { pure: [], stored: ProjectionLaws.ofTables(name, untyped, asked(run) as ProjectionLaws.TableOptions<any>) })
}

/** By what kind of projection it is: one of a view, or one with tables of its own. */
type ProjectionOptions<P> = P extends Projection.Documents<infer State, any> ? ProjectionLaws.DocumentOptions<State>
  : P extends Projection.Projection<any, infer R> ? ProjectionLaws.TableOptions<R>
  : never

const isDocuments = (projection: Projection.Projection<unknown, any>): projection is Projection.Documents<unknown> =>
  "parts" in projection

/**
 * A process manager owes what is not answered, so that no crash loses or doubles a command, and it comes to an end, in a
 * world that is described by what starts it and what answers its commands.
 *
 * @example
 * ```ts
 * import { ProcessManager } from "@deciduous/core"
 * import { Laws } from "@deciduous/testing"
 * import * as fc from "fast-check"
 *
 * type Event = { readonly _tag: "Paid" } | { readonly _tag: "Shipped" }
 * const shipping = ProcessManager.make({
 *   initialState: "waiting",
 *   evolve: (_: "waiting" | "owing" | "done", event: Event) => event._tag === "Paid" ? "owing" : "done",
 *   react: (state) => state === "owing" ? ["Ship"] : [],
 *   resume: (state) => state === "owing" ? ["Ship"] : [],
 *   isTerminal: (state) => state === "done"
 * })
 *
 * Laws.processManager("shipping", shipping, {
 *   start: fc.constant<Event>({ _tag: "Paid" }),
 *   answers: () => fc.constant<ReadonlyArray<Event>>([{ _tag: "Shipped" }])
 * })
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const processManager = <State, Event, Command>(
  name: string,
  process: ProcessManager.ProcessManager<State, Event, Command>,
  options: ProcessManagerLaws.Options<NoInfer<State>, NoInfer<Event>, Command>
): void => tests(`the laws of ${name}`, (run) => ProcessManagerLaws.laws(name, process, { ...options, ...run }))

/**
 * Commands that race for one aggregate, on a real store, end as some order of them would.
 *
 * Two programs on one database are two clients: `laws/ConcurrencyLaws` has the same as data.
 *
 * @example
 * ```ts
 * import { BankAccountArbitraries } from "@deciduous/event-schemas/bank-account.arbitraries.gen"
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import { MemoryEventStore } from "@deciduous/runtime"
 * import { Laws } from "@deciduous/testing"
 *
 * Laws.concurrency("BankAccount", BankAccount, { arbitraries: BankAccountArbitraries, store: MemoryEventStore.layer })
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const concurrency = <C, S, E, N, Err, Id>(
  name: string,
  aggregate: Aggregate.Aggregate<C, S, E, N, Err, Id, any>,
  { store, ...options }: ConcurrencyLaws.Options<NoInfer<C>, NoInfer<Err>> & {
    readonly store: Layer.Layer<EventStore.EventStore, unknown>
  }
): void =>
  storeTests(
    `the races of ${name}`,
    "racing commands end as some order of them would",
    (run) => Effect.provide(ConcurrencyLaws.check(aggregate, [(effect) => effect], { ...options, ...run }), store)
  )

/**
 * Several aggregates and processes on a store in memory, while messages come twice, late and in another order, and programs
 * crash: what must hold across aggregates is asked after every step, and once all has come to rest.
 *
 * @since 0.1.0
 * @category laws
 */
export const simulation = (name: string, options: Simulation.Options): void =>
  storeTests(
    `the simulation of ${name}`,
    "what must hold holds, whatever goes wrong",
    (run) => Simulation.check({ ...options, ...run })
  )

/**
 * The golden corpus: each example that `deciduous audit --record` has written is read for ever as on that day.
 *
 * @example
 * ```ts
 * import { BankAccount } from "@deciduous/example-bank-account/aggregate"
 * import { Laws } from "@deciduous/testing"
 *
 * Laws.recorded(new URL("../event-schemas/recorded", import.meta.url), [BankAccount.events])
 * ```
 *
 * @since 0.1.0
 * @category laws
 */
export const recorded = (folder: string | URL, events: Parameters<typeof RecordedLaws.laws>[1]): void =>
  void describe("the recorded events", () => eachLaw(RecordedLaws.laws(folder, events)))
