// Given events, when commands, then events or a rejection: the tests of deciders, views and process managers, for those
// who write domains.
// It needs no test runner of its own: a spec that does not hold throws an error, as every assertion does.
import { Decider, ProcessManager, View } from "@deciduous/core"
import * as Equal from "effect/Equal"
import * as Result from "effect/Result"
import { freeze } from "./internal/freeze.ts"
import * as Scenario from "./internal/scenario.ts"

/**
 * The history of a decider, to which commands are given: `Spec.given(account, opened).when(withdraw).thenEvents(withdrawn)`.
 *
 * Values are compared by `Equal.equals`. Plain objects and arrays of history, commands and states are frozen, so a
 * decider that changes what it was given fails its spec.
 *
 * @example
 * ```ts
 * import { Decider } from "@deciduous/core"
 * import { Spec } from "@deciduous/testing"
 *
 * const counter = Decider.make({
 *   initialState: 0,
 *   evolve: (sum: number, event: { readonly _tag: "Added"; readonly n: number }) => sum + event.n,
 *   decide: (command: { readonly _tag: "Add"; readonly n: number }) =>
 *     command.n > 0 ? Decider.accept({ _tag: "Added", n: command.n }) : Decider.reject("NotPositive" as const)
 * })
 *
 * Spec.given(counter, { _tag: "Added", n: 1 }).when({ _tag: "Add", n: 2 }).thenEvents({ _tag: "Added", n: 2 })
 * Spec.given(counter).when({ _tag: "Add", n: 0 }).thenFails("NotPositive")
 * Spec.given(counter).when({ _tag: "Add", n: 1 }, { _tag: "Add", n: 2 }).thenState(3)
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const given = <Command, State, Event, NewEvent extends Event, Error>(
  decider: Decider.Decider<Command, State, Event, NewEvent, Error>,
  ...history: ReadonlyArray<NoInfer<Event>>
): Given<Command, State, NewEvent, Error> => ({
  when: (...commands) =>
    outcome({ of: "decider", given: history, when: commands, got: run(decider, history, commands) })
})

/**
 * @since 0.1.0
 * @category models
 */
export interface Given<in Command, in State, in NewEvent, in Error> {
  /** The commands to decide on, one after the other: each sees the events of those before it. */
  readonly when: (...commands: ReadonlyArray<Command>) => Outcome<State, NewEvent, Error>
}

/**
 * What may be said of the outcome. Each throws an error that prints the whole scenario where it does not hold, and
 * answers the same outcome where it does, so that events and state can both be named.
 *
 * @since 0.1.0
 * @category models
 */
export interface Outcome<in State, in NewEvent, in Error> {
  /** The commands were accepted with these events and no others, in this order. */
  readonly thenEvents: (...events: ReadonlyArray<NewEvent>) => Outcome<State, NewEvent, Error>
  /** A command was rejected with this error. */
  readonly thenFails: (error: Error) => Outcome<State, NewEvent, Error>
  /** The commands were accepted, and nothing happened. */
  readonly thenNothing: () => Outcome<State, NewEvent, Error>
  /** The commands were accepted, and led to this state. */
  readonly thenState: (state: State) => Outcome<State, NewEvent, Error>
}

const run = <Command, State, Event, NewEvent extends Event, Error>(
  decider: Decider.Decider<Command, State, Event, NewEvent, Error>,
  history: ReadonlyArray<Event>,
  commands: ReadonlyArray<Command>
): Scenario.Got<State, NewEvent, Error> => {
  const strict: typeof decider = {
    ...decider,
    ...strictView(decider),
    decide: (command, state) => decider.decide(freeze(command), state)
  }
  try {
    const before = View.fold(strict, history)
    return Result.match(Decider.decideAll(strict, commands, before), {
      onFailure: (error) => ({ _tag: "Rejected", error }),
      onSuccess: (events) => ({ _tag: "Accepted", events, state: View.fold(strict, events, before) })
    })
  } catch (cause) {
    return { _tag: "Threw", cause }
  }
}

const outcome = <Command, State, Event, NewEvent, Error>(
  scenario: Scenario.Scenario<Command, State, Event, NewEvent, Error>
): Outcome<State, NewEvent, Error> => {
  const { got } = scenario
  const then: Outcome<State, NewEvent, Error> = {
    thenEvents: (...events) =>
      hold(got._tag === "Accepted" && Equal.equals(got.events, events), { _tag: "Events", events }, then.thenEvents),
    thenFails: (error) =>
      hold(got._tag === "Rejected" && Equal.equals(got.error, error), { _tag: "Error", error }, then.thenFails),
    thenNothing: () =>
      hold(got._tag === "Accepted" && got.events.length === 0, { _tag: "Events", events: [] }, then.thenNothing),
    thenState: (state) =>
      hold(got._tag === "Accepted" && Equal.equals(got.state, state), { _tag: "State", state }, then.thenState)
  }
  const hold = (holds: boolean, expected: Scenario.Expected<State, NewEvent, Error>, caller: Function) => {
    if (!holds) throw Scenario.failure(scenario, expected, caller)
    return then
  }
  return then
}

/**
 * The events of one document of a view: `Spec.view(balance, deposited, withdrawn).thenState(70)`.
 *
 * @example
 * ```ts
 * import { View } from "@deciduous/core"
 * import { Spec } from "@deciduous/testing"
 *
 * const sum: View.View<number, { readonly by: number }> = { initialState: 0, evolve: (sum, { by }) => sum + by }
 *
 * Spec.view(sum, { by: 2 }, { by: 3 }).thenState(5)
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const view = <State, Event>(
  view: View.View<State, Event>,
  ...events: ReadonlyArray<NoInfer<Event>>
): Folded<State> => {
  const got = attempt(() => View.fold(strictView(view), events))
  const scenario = {
    of: "view" as const,
    given: events,
    when: [],
    got: got._tag === "Threw" ? got : { _tag: "Accepted" as const, events: [], state: got.value }
  }
  const folded: Folded<State> = {
    thenState: (state) => {
      if (got._tag === "Threw" || !Equal.equals(got.value, state)) {
        throw Scenario.failure(scenario, { _tag: "State", state }, folded.thenState)
      }
      return folded
    }
  }
  return folded
}

/**
 * What may be said of a view.
 *
 * @since 0.1.0
 * @category models
 */
export interface Folded<in State> {
  /** The events are folded into this state. */
  readonly thenState: (state: State) => Folded<State>
}

/**
 * The history of a process manager, to which events come: `Spec.processManager(shipping, ordered).when(paid).thenCommands(ship)`.
 *
 * @example
 * ```ts
 * import { ProcessManager } from "@deciduous/core"
 * import { Spec } from "@deciduous/testing"
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
 * Spec.processManager(shipping).when({ _tag: "Paid" }).thenCommands("Ship").thenOwes("Ship")
 * Spec.processManager(shipping, { _tag: "Paid" }).when({ _tag: "Shipped" }).thenCommands().thenOwes()
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const processManager = <State, Event, Command>(
  process: ProcessManager.ProcessManager<State, Event, Command>,
  ...history: ReadonlyArray<NoInfer<Event>>
): { readonly when: (...events: ReadonlyArray<NoInfer<Event>>) => Reaction<State, Command> } => ({
  when: (...events) => reaction(process, history, events)
})

/**
 * What may be said of a process manager's answer. Each throws an error that prints the whole scenario where it does not
 * hold.
 *
 * @since 0.1.0
 * @category models
 */
export interface Reaction<in State, in Command> {
  /** The events led to these commands and no others, in this order. */
  readonly thenCommands: (...commands: ReadonlyArray<Command>) => Reaction<State, Command>
  /** After a crash these commands are sent again, and no others: `resume`. */
  readonly thenOwes: (...commands: ReadonlyArray<Command>) => Reaction<State, Command>
  /** The events led to this state. */
  readonly thenState: (state: State) => Reaction<State, Command>
}

const reaction = <State, Event, Command>(
  process: ProcessManager.ProcessManager<State, Event, Command>,
  history: ReadonlyArray<Event>,
  events: ReadonlyArray<Event>
): Reaction<State, Command> => {
  const strict = {
    ...process,
    ...strictView(process),
    react: (state: State, event: Event) => process.react(state, event).map(freeze)
  }
  const step = (all: { readonly state: State; readonly commands: ReadonlyArray<Command> }, event: Event) => {
    const { commands, state } = ProcessManager.step(strict, all.state, event)
    return { state, commands: [...all.commands, ...commands] }
  }
  const got = attempt(() => {
    const { state } = history.reduce(step, { state: strict.initialState, commands: [] })
    const after = events.reduce(step, { state, commands: [] })
    return { ...after, owed: process.resume(after.state) }
  })
  const scenario = {
    of: "process manager" as const,
    given: history,
    when: events,
    got: got._tag === "Threw"
      ? got
      : { _tag: "Accepted" as const, events: got.value.commands, state: got.value.state }
  }
  const hold = (holds: boolean, expected: Scenario.Expected<unknown, unknown, unknown>, caller: Function) => {
    if (got._tag === "Threw" || !holds) throw Scenario.failure(scenario, expected, caller)
    return then
  }
  const value = got._tag === "Threw" ? undefined : got.value
  const then: Reaction<State, Command> = {
    thenCommands: (...commands) =>
      hold(Equal.equals(value?.commands, commands), { _tag: "Events", events: commands }, then.thenCommands),
    thenOwes: (...commands) =>
      hold(Equal.equals(value?.owed, commands), { _tag: "Owed", commands, owed: value?.owed ?? [] }, then.thenOwes),
    thenState: (state) => hold(Equal.equals(value?.state, state), { _tag: "State", state }, then.thenState)
  }
  return then
}

/** Plain objects and arrays of what it is given are frozen, so that a view which changes them fails its spec. */
const strictView = <State, Event>(view: View.View<State, Event>): View.View<State, Event> => ({
  initialState: freeze(view.initialState),
  evolve: (state, event) => freeze(view.evolve(state, freeze(event)))
})

const attempt = <A>(f: () => A) => {
  try {
    return { _tag: "Done", value: f() } as const
  } catch (cause) {
    return { _tag: "Threw", cause } as const
  }
}
