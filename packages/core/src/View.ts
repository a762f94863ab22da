// The smallest idea of the library, to be read first: a view folds events into state.

/**
 * Where a state starts, and how one event changes it.
 *
 * `evolve` is total and pure: no clock, no randomness, no I/O, no exceptions.
 *
 * @since 0.1.0
 * @category models
 */
export interface View<in out State, in Event> {
  readonly initialState: State
  readonly evolve: (state: State, event: Event) => State
}

/**
 * The state after `events`, starting from `state` or, without it, from the initial one.
 *
 * @example
 * ```ts
 * import { View } from "@deciduous/core"
 *
 * const count: View.View<number, { readonly by: number }> = {
 *   initialState: 0,
 *   evolve: (sum, event) => sum + event.by
 * }
 *
 * View.fold(count, [{ by: 2 }, { by: 3 }]) // 5
 * ```
 *
 * @since 0.1.0
 * @category folding
 */
export const fold = <State, Event>(
  view: View<State, Event>,
  events: Iterable<NoInfer<Event>>,
  state: NoInfer<State> = view.initialState
): State => {
  let folded = state
  for (const event of events) folded = view.evolve(folded, event)
  return folded
}

type StateOf<V> = V extends View<infer State, infer _> ? State : never
type Views<Event> = Readonly<Record<string, View<any, Event>>>

/**
 * Several views of the same events side by side, as one: each sees every event.
 *
 * @example
 * ```ts
 * import { View } from "@deciduous/core"
 *
 * type Deposited = { readonly amount: number }
 * const total: View.View<number, Deposited> = { initialState: 0, evolve: (sum, event) => sum + event.amount }
 * const count: View.View<number, Deposited> = { initialState: 0, evolve: (n) => n + 1 }
 *
 * View.fold(View.combine({ total, count }), [{ amount: 5 }]) // { total: 5, count: 1 }
 * ```
 *
 * @since 0.1.0
 * @category combining
 */
export const combine = <Event, const Members extends Views<Event>>(
  views: Members & Views<Event>
): View<{ readonly [Name in keyof Members]: StateOf<Members[Name]> }, Event> => {
  type State = { readonly [Name in keyof Members]: StateOf<Members[Name]> }
  const each = (state: (name: string, view: View<any, Event>) => unknown) =>
    Object.fromEntries(
      Object.entries<View<any, Event>>(views).map(([name, view]) => [name, state(name, view)])
    ) as State
  return {
    initialState: each((_, view) => view.initialState),
    evolve: (state, event) => each((name, view) => view.evolve(state[name as keyof State], event))
  }
}
