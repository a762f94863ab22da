// A process manager is a view that reacts: events go in, commands come out. Others call it a saga.
import { constFalse } from "effect/Function"
import type { View } from "./View.ts"

/**
 * A {@link View} that answers events with commands.
 *
 * After Jérémie Chassaing's process: `resume` makes recovery after a crash a pure function of the state.
 *
 * @since 0.1.0
 * @category models
 */
export interface ProcessManager<in out State, in Event, out Command> extends View<State, Event> {
  /** The commands that `event` asks for; `state` is the one after the event. */
  readonly react: (state: State, event: Event) => ReadonlyArray<Command>
  /** The commands that are still owed in this state: what to send again after a crash. */
  readonly resume: (state: State) => ReadonlyArray<Command>
  readonly isTerminal: (state: State) => boolean
}

/**
 * A process manager from its parts: state is inferred from `evolve`, commands from what `react` returns.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <State, Event, Command>(options: {
  readonly initialState: NoInfer<State>
  readonly evolve: (state: State, event: Event) => NoInfer<State>
  readonly react: (state: NoInfer<State>, event: NoInfer<Event>) => ReadonlyArray<Command>
  readonly resume: (state: NoInfer<State>) => ReadonlyArray<NoInfer<Command>>
  readonly isTerminal?: (state: NoInfer<State>) => boolean
}): ProcessManager<State, Event, Command> => ({ isTerminal: constFalse, ...options })

/**
 * One event in: the next state, and the commands to send. A terminal process takes no more events and sends nothing.
 *
 * @since 0.1.0
 * @category stepping
 */
export const step = <State, Event, Command>(
  process: ProcessManager<State, Event, Command>,
  state: NoInfer<State>,
  event: NoInfer<Event>
): { readonly state: State; readonly commands: ReadonlyArray<Command> } => {
  if (process.isTerminal(state)) return { state, commands: [] }
  const next = process.evolve(state, event)
  return { state: next, commands: process.react(next, event) }
}
