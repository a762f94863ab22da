// A decider is a view that decides: the two pure functions that a user of the library writes.
import { constFalse, dual } from "effect/Function"
import * as Result from "effect/Result"
import * as View from "./View.ts"

/**
 * What a decider answers: the events that happen, or why none can.
 *
 * Accepting no event at all is a decision too: nothing is written.
 *
 * @since 0.1.0
 * @category models
 */
export type Decision<Event, Error = never> = Result.Result<ReadonlyArray<Event>, Error>

/**
 * A {@link View.View} that also decides.
 *
 * `NewEvent` is what may still be written; `Event` is everything that `evolve` can meet, retired events included.
 * Time, ids and rates arrive inside the command: `decide` has no clock, no randomness and no services, since every
 * decision may run again.
 *
 * After Jérémie Chassaing's functional event sourcing decider.
 *
 * @since 0.1.0
 * @category models
 */
export interface Decider<in Command, in out State, in Event, out NewEvent, out Error = never>
  extends View.View<State, Event>
{
  readonly decide: (command: Command, state: State) => Decision<NewEvent, Error>
  /** Says that the history has ended. `decide` must accept nothing then, and the laws of `testing` hold it to that. */
  readonly isTerminal: (state: State) => boolean
}

type Accepted<D> = D extends Result.Result<infer Events, infer _>
  ? Events extends ReadonlyArray<infer Event> ? Event : never
  : never

/**
 * A decider from its parts: state is inferred from `evolve`, new events and rejections from what `decide` returns.
 *
 * @example
 * ```ts
 * import { Decider } from "@deciduous/core"
 *
 * type Switched = { readonly _tag: "SwitchedOn" } | { readonly _tag: "SwitchedOff" }
 * const accept = Decider.accept<Switched>
 *
 * export const bulb = Decider.make({
 *   initialState: false,
 *   evolve: (_: boolean, event: Switched) => event._tag === "SwitchedOn",
 *   decide: (command: "on" | "off", isOn) =>
 *     isOn === (command === "on")
 *       ? Decider.reject("AlreadySo" as const)
 *       : accept({ _tag: command === "on" ? "SwitchedOn" : "SwitchedOff" })
 * })
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <Command, State, Event, D extends Decision<NoInfer<Event>, unknown>>(options: {
  readonly initialState: NoInfer<State>
  readonly evolve: (state: State, event: Event) => NoInfer<State>
  readonly decide: (command: Command, state: NoInfer<State>) => D
  readonly isTerminal?: (state: NoInfer<State>) => boolean
}): Decider<Command, State, Event, Accepted<D>, Result.Result.Failure<D>> => {
  type Decide = (command: Command, state: State) => Decision<Accepted<D>, Result.Result.Failure<D>>
  return {
    initialState: options.initialState,
    evolve: options.evolve,
    // D is the union of what the branches of `decide` return; the compiler cannot split it into its two sides
    decide: options.decide as unknown as Decide,
    isTerminal: options.isTerminal ?? constFalse
  }
}

/**
 * Accepts a command with the events that it causes, in order; with none, nothing is written.
 *
 * Write `const accept = Decider.accept<BankAccountNewEvent>` once: a misspelt tag, a missing field and a retired event
 * are then an error at the literal.
 *
 * @since 0.1.0
 * @category decisions
 */
export const accept = <const Event>(...events: ReadonlyArray<Event>): Decision<Event> => Result.succeed(events)

/**
 * Rejects a command: the error is a value of the domain, named as a state of affairs (`AccountNotOpen`).
 *
 * @since 0.1.0
 * @category decisions
 */
export const reject: <Error>(error: Error) => Decision<never, Error> = Result.fail

/**
 * Decides several commands as one: each sees the state that the ones before it led to; the first rejection rejects all.
 *
 * @since 0.1.0
 * @category decisions
 */
export const decideAll = <Command, State, Event, NewEvent extends Event, Error>(
  decider: Decider<Command, State, Event, NewEvent, Error>,
  commands: Iterable<NoInfer<Command>>,
  state: NoInfer<State> = decider.initialState
): Decision<NewEvent, Error> => {
  const events: Array<NewEvent> = []
  let folded = state
  for (const command of commands) {
    const decision = decider.decide(command, folded)
    if (Result.isFailure(decision)) return decision
    for (const event of decision.success) events.push(event)
    folded = View.fold(decider, decision.success, folded)
  }
  return Result.succeed(events)
}

/**
 * The same decider with another type of rejection.
 *
 * @since 0.1.0
 * @category combining
 */
export const mapError: {
  <E1, E2>(
    f: (error: E1) => E2
  ): <C, S, E, N>(self: Decider<C, S, E, N, E1>) => Decider<C, S, E, N, E2>
  <C, S, E, N, E1, E2>(self: Decider<C, S, E, N, E1>, f: (error: E1) => E2): Decider<C, S, E, N, E2>
} = dual(2, <C, S, E, N, E1, E2>(self: Decider<C, S, E, N, E1>, f: (error: E1) => E2): Decider<C, S, E, N, E2> => ({
  ...self,
  decide: (command, state) => Result.mapError(self.decide(command, state), f)
}))

/**
 * The same decider in a wider world of commands and events: what is `undefined` there is not for it.
 *
 * A command that is not for it is accepted with no event; an event that is not for it leaves the state as it was.
 *
 * @since 0.1.0
 * @category combining
 */
export const adapt = <C, S, E, N, Error, C2, E2, N2>(self: Decider<C, S, E, N, Error>, options: {
  readonly command: (command: C2) => C | undefined
  readonly event: (event: E2) => E | undefined
  readonly newEvent: (event: N) => N2
}): Decider<C2, S, E2, N2, Error> => ({
  initialState: self.initialState,
  isTerminal: self.isTerminal,
  evolve: (state, outer) => {
    const event = options.event(outer)
    return event === undefined ? state : self.evolve(state, event)
  },
  decide: (outer, state) => {
    const command = options.command(outer)
    return command === undefined
      ? Result.succeed([])
      : Result.map(self.decide(command, state), (events) => events.map(options.newEvent))
  }
})

type Any = Decider<any, any, any, any, any>
type Members = Readonly<Record<string, Any>>
type Part<D, K extends "command" | "state" | "event" | "newEvent" | "error"> = D extends
  Decider<infer C, infer S, infer E, infer N, infer Error>
  ? { command: C; state: S; event: E; newEvent: N; error: Error }[K]
  : never
/** `{ _tag: "bulb", command: C }`, one for each member. */
type Tagged<M extends Members, Key extends "command" | "event", Of extends "command" | "event" | "newEvent"> = {
  readonly [Name in keyof M & string]: { readonly _tag: Name } & { readonly [_ in Key]: Part<M[Name], Of> }
}[keyof M & string]

/**
 * Several deciders side by side, as one: each command and each event says whose it is.
 *
 * The whole is terminal when every member is.
 *
 * @example
 * ```ts
 * import { Decider } from "@deciduous/core"
 *
 * const counter = Decider.make({
 *   initialState: 0,
 *   evolve: (sum: number, event: number) => sum + event,
 *   decide: (command: number) => Decider.accept<number>(command)
 * })
 * const pair = Decider.combine({ left: counter, right: counter })
 *
 * pair.decide({ _tag: "left", command: 1 }, pair.initialState) // accepts { _tag: "left", event: 1 }
 * ```
 *
 * @since 0.1.0
 * @category combining
 */
export const combine = <const M extends Members>(members: M): Decider<
  Tagged<M, "command", "command">,
  { readonly [Name in keyof M]: Part<M[Name], "state"> },
  Tagged<M, "event", "event">,
  Tagged<M, "event", "newEvent">,
  { readonly [Name in keyof M]: Part<M[Name], "error"> }[keyof M]
> => {
  type State = { readonly [Name in keyof M]: Part<M[Name], "state"> }
  const entries = Object.entries<Any>(members)
  return {
    initialState: Object.fromEntries(entries.map(([name, { initialState }]) => [name, initialState])) as State,
    evolve: (state, { _tag, event }) => ({ ...state, [_tag]: members[_tag]!.evolve(state[_tag], event) }),
    decide: ({ _tag, command }, state) =>
      Result.map(
        members[_tag]!.decide(command, state[_tag]),
        (events) => events.map((event) => ({ _tag, event }) as Tagged<M, "event", "newEvent">)
      ),
    isTerminal: (state) => entries.every(([name, { isTerminal }]) => isTerminal(state[name as keyof M]))
  }
}

/**
 * One decider for each of any number of ids, as one; an id that has no state yet is in the initial one.
 *
 * It is never terminal, as another id may always come.
 *
 * @since 0.1.0
 * @category combining
 */
export const many = <C, S, E, N, Error>(self: Decider<C, S, E, N, Error>): Decider<
  { readonly id: string; readonly command: C },
  { readonly [id: string]: S },
  { readonly id: string; readonly event: E },
  { readonly id: string; readonly event: N },
  Error
> => {
  // ids are the user's: "constructor" must not find what every object inherits
  const of = (states: { readonly [id: string]: S }, id: string): S =>
    Object.hasOwn(states, id) ? states[id]! : self.initialState
  return {
    initialState: {},
    evolve: (states, { event, id }) => ({ ...states, [id]: self.evolve(of(states, id), event) }),
    decide: ({ command, id }, states) =>
      Result.map(self.decide(command, of(states, id)), (events) => events.map((event) => ({ id, event }))),
    isTerminal: constFalse
  }
}
