// The types that generated code names.
export type { EventSet } from "../../EventSet.ts"
export type { PlainDate } from "../../scalar/Text.ts"
export type { UpcastContext } from "../../Upcast.ts"

export type NonEmpty<A> = readonly [A, ...ReadonlyArray<A>]

/** A stored event as an upcaster gives it: the type and version whose schema `data` fits. */
export interface Stored<Type extends string, Version extends number, Data> {
  readonly type: Type
  readonly version: Version
  readonly data: Data
}
