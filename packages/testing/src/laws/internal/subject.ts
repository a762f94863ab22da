// What the laws of deciders are about, without its types: laws walk over any commands, states and events alike.
import type { Decider } from "@deciduous/core"
import type { Aggregate } from "@deciduous/runtime"
import type * as fc from "fast-check"

export type AnyDecider = Decider.Decider<unknown, unknown, unknown, unknown, unknown>
export type AnyAggregate = Aggregate.Aggregate<unknown, unknown, unknown, unknown, unknown, unknown>

export interface Subject {
  readonly decider: AnyDecider
  /** By the name of the command. */
  readonly commands: ReadonlyMap<string, fc.Arbitrary<unknown>>
  /** Commands that the author wants more of, by what fits a state. */
  readonly wanted: ReadonlyMap<string, (state: unknown) => fc.Arbitrary<unknown>>
}

/**
 * What laws hand to a user's function is nothing but its own states, events and commands, so what these are may be
 * forgotten. `value` is what `A` says, without the types of the domain.
 */
export const untyped = <A>(value: unknown): A => value as A
