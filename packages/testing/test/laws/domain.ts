// Small domains by hand: what generated modules give, for as few lines as a test can read.
import { Decider, type EventSet } from "@deciduous/core"
import { R, S } from "@deciduous/core/generated/v1"
import * as Aggregate from "@deciduous/runtime/Aggregate"
import type * as Schema from "effect/Schema"
import * as fc from "fast-check"

export { R, S }

type Codecs = { readonly [type: string]: Schema.Codec<any, any> }

/** An event set of first versions; each codec holds the fields without `_tag`, which is left out when it is stored. */
export const eventSet = <Event>(aggregate: string, fields: { readonly [type: string]: Record<string, unknown> }) => {
  const codecs: Codecs = Object.fromEntries(
    Object.entries(fields).map(([type, of]) => [type, S.Struct({ _tag: S.tagDefaultOmit(type), ...of })])
  )
  return R.eventSet({
    aggregate,
    category: aggregate.toLowerCase(),
    id: () => R.Text,
    events: Object.fromEntries(
      Object.entries(codecs).map(([type, codec]) => [`${type}@1`, R.current(type, () => codec)])
    )
  }) as EventSet.EventSet<Event, Event>
}

/** Commands by name, each with its fields. */
export const commands = <Command extends { readonly _tag: string }>(
  fields: { readonly [C in Command as C["_tag"]]: { readonly [K in Exclude<keyof C, "_tag">]: fc.Arbitrary<C[K]> } }
): { readonly commands: { readonly [name: string]: fc.Arbitrary<Command> } } => ({
  commands: Object.fromEntries(
    Object.entries<{ readonly [key: string]: fc.Arbitrary<unknown> }>(fields).map(([_tag, of]) => [
      _tag,
      fc.record({ _tag: fc.constant(_tag), ...of }) as unknown as fc.Arbitrary<Command>
    ])
  )
})

export { Aggregate, Decider }
