// What a simulation is made of, and what its invariants see.
import type { Aggregate } from "@deciduous/runtime/Aggregate"
import type { Process } from "@deciduous/runtime/Process"
import type { Documents } from "@deciduous/runtime/Projection"
import type * as fc from "fast-check"

/**
 * What there is, and what must hold of it.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options {
  /** By name, those to which users send commands, and those of which an invariant asks. */
  readonly aggregates: { readonly [name: string]: Member }
  /** As the application runs them, with the aggregates that they send to. */
  readonly processes?: ReadonlyArray<AnyProcess | Process<any, any, any, never, any>>
  /** Read models that the same program writes. */
  readonly projections?: ReadonlyArray<AnyDocuments>
  /** By name, what holds after every step: `true`, or what is wrong. */
  readonly invariants?: { readonly [name: string]: (world: World) => true | string }
  /** By name, what holds once every command was handled, every event was taken, and time brings nothing new. */
  readonly atRest?: { readonly [name: string]: (world: World) => true | string }
  /** What may go wrong; everything by default. */
  readonly faults?: ReadonlyArray<Fault>
  /** What to find the same runs by; another one each time by default, printed where one fails. */
  readonly seed?: number
  /** How many runs, 20 by default. */
  readonly runs?: number
  /** How many steps of each, 30 by default; then everything comes to rest. */
  readonly steps?: number
  /** So many milliseconds of computing: what is not begun by then is left out. 5,000 by default. */
  readonly budget?: number
}

export type AnyProcess = Process<any, any, any, any, any>

/** Where nothing is rejected, `any` is no rejection either, and the compiler must be told twice. */
export const processesOf = ({ processes = [] }: Pick<Options, "processes">) => processes as ReadonlyArray<AnyProcess>
export type AnyDocuments = Documents<any, any>

/**
 * A command of a process whose answer is lost, so that it comes again; one that is on its way longer than those behind it;
 * and a program that is killed between any two steps, and what it has leased with it.
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
  /** A few, so that commands meet; none where only processes send it commands. */
  readonly ids?: ReadonlyArray<unknown>
  /** Commands by name, as the generated arbitraries have them. */
  readonly commands?: { readonly [name: string]: fc.Arbitrary<any> }
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
  /** The states of all its streams that there are, by id. */
  readonly states: (aggregate: string) => ReadonlyMap<string, any>
  /** The documents of a projection, by key: as far as it has come. */
  readonly documents: (projection: string) => ReadonlyMap<string, any>
  /** How many commands the processes owe, timers among them. */
  readonly owed: number
}
