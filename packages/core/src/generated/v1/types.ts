// The types that generated code names.
import type * as Complete from "../../EventSet.ts"

export type { PlainDate } from "../../scalar/Text.ts"
export type { UpcastContext } from "../../Upcast.ts"

/**
 * An event set, complete where no upcaster is written by hand. Until those are given it cannot decode: whoever forgets
 * `.with(upcasters)` reads in one line that something is `UpcastersMissing`, and which.
 */
export type EventSet<Event, NewEvent, Upcasters = unknown, Id = string> = unknown extends Upcasters
  ? Complete.EventSet<Event, NewEvent, Upcasters, Id>
  : UpcastersMissing<Event, NewEvent, Upcasters, Id>

export interface UpcastersMissing<out Event, in NewEvent, in Upcasters, in out Id>
  extends Omit<Complete.EventSet<Event, NewEvent, Upcasters, Id>, "decode">
{}

export type NonEmpty<A> = readonly [A, ...ReadonlyArray<A>]

/** A stored event as an upcaster gives it: the type and version whose schema `data` fits. */
export interface Stored<Type extends string, Version extends number, Data> {
  readonly type: Type
  readonly version: Version
  readonly data: Data
}
