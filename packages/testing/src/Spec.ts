// Given events, when commands, then events or a rejection: the tests of a decider, for those who write domains.
// It needs no test runner of its own: a spec that does not hold throws an error, as every assertion does.
import { Decider, View } from "@deciduous/core"
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
  when: (...commands) => outcome({ given: history, when: commands, got: run(decider, history, commands) })
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
    initialState: freeze(decider.initialState),
    evolve: (state, event) => freeze(decider.evolve(state, freeze(event))),
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
