// What a simulation is made of, and what its invariants see.
import type { ProcessManager, RecordedEvent } from "@deciduous/core"
import type { Aggregate } from "@deciduous/runtime/Aggregate"
import type * as fc from "fast-check"

/**
 * What there is, and what must hold of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** By name; a few streams of each, so that they meet. */
  readonly aggregates: { readonly [name: string]: Member }
  readonly processes?: { readonly [name: string]: Manager }
  /** By name, what holds after every step: `true`, or what is wrong. */
  readonly invariants?: { readonly [name: string]: (world: World) => true | string }
  /** By name, what holds once every message has arrived and every process has taken every event. */
  readonly atRest?: { readonly [name: string]: (world: World) => true | string }
  /** What may go wrong; everything by default. */
  readonly faults?: ReadonlyArray<Fault>
  /** What to find the same runs by; another one each time by default, printed where one fails. */
  readonly seed?: number
  /** How many runs, 20 by default. */
  readonly runs?: number
  /** How many steps of each, 60 by default; then everything comes to rest. */
  readonly steps?: number
}

/**
 * A message twice, a message later than those behind it, and a program that forgets what it had in memory.
 *
 * @since 0.1.0
 * @category models
 */
export type Fault = "duplicate" | "delay" | "crash"

/**
 * An aggregate, the ids of its streams, and the commands that users send to it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Member {
  readonly aggregate: Aggregate<any, any, any, any, any, any>
  readonly ids: ReadonlyArray<string>
  /** Commands by name, as the generated arbitraries have them; those of processes only may be left out. */
  readonly commands: { readonly [name: string]: fc.Arbitrary<any> }
}

/**
 * A process manager, which of its instances an event is for, and where its commands go.
 *
 * @since 0.1.0
 * @category models
 */
export interface Manager {
  readonly process: ProcessManager.ProcessManager<any, any, any>
  /** The instance that gets an event, or `undefined` for none. */
  readonly instanceOf: (event: RecordedEvent<any>) => string | undefined
  readonly send: (command: any, instance: string) => {
    readonly to: string
    readonly id: string
    readonly command: unknown
  }
}

/**
 * What an invariant sees.
 *
 * @since 0.1.0
 * @category models
 */
export interface World {
  /** The state of one stream of an aggregate. */
  readonly state: (aggregate: string, id: string) => any
  /** The states of all its streams, by id. */
  readonly states: (aggregate: string) => ReadonlyMap<string, any>
  /** How many messages are on their way. */
  readonly pending: number
}

/** A command on its way to an aggregate. */
export interface Message {
  readonly to: string
  readonly id: string
  readonly command: unknown
  readonly commandId: string
  readonly from: string
}
