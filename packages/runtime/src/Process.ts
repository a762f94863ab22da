// Long-running work over several aggregates: what a process is, as data. Processes runs it, and asks what it does.
import type { ProcessManager, RecordedEvent, Timer } from "@deciduous/core"
import type * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Schema from "effect/Schema"
import * as Aggregate from "./Aggregate.ts"
import type { EventStore, Filter } from "./EventStore.ts"
import type { EventStoreError, OutcomeUnknown, VersionConflict } from "./EventStoreError.ts"
import { named, oneOf, wholeFromOne } from "./internal/options.ts"
import { type Codecs, codecsOf } from "./internal/process/codecs.ts"
import { type Sets, type Sources, sourcesOf } from "./internal/projection/sources.ts"
import { type OnPoison, policies } from "./internal/worker/poison.ts"

export { UnreadableProcess, UnwritableProcess } from "./internal/process/errors.ts"
export type { OnPoison } from "./internal/worker/poison.ts"

/**
 * A process manager bound to events, to its instances and to the aggregates that it sends commands to.
 *
 * @since 0.1.0
 * @category models
 */
export interface Process<in out State, in out Event, in out Command, in out Rejection = never, out R = never> {
  readonly name: string
  readonly processManager: ProcessManager.ProcessManager<State, Event, unknown>
  readonly sources: Sources<Event>
  readonly filter: Filter
  readonly codecs: Codecs<State, Command>
  readonly correlate: (event: RecordedEvent<Event>) => ReadonlyArray<string>
  readonly begins: (event: Event) => boolean
  readonly early: Early
  readonly dispatch: (command: Command, instance: string) => Sending<Rejection, R>
  readonly rejected: (command: Command, rejection: Rejection, instance: string) => OnRejection<Command>
  readonly retry: Schedule.Schedule<unknown, unknown>
  readonly concurrency: number
  readonly onPoison: OnPoison
}

/**
 * What becomes of an event whose instance has not begun: it is kept until the instance begins and taken then, or it does
 * not count.
 *
 * @since 0.1.0
 * @category models
 */
export type Early = "hold" | "ignore"

/**
 * What becomes of a command that its aggregate rejects. `park`: its instance is suspended until somebody retries. `ignore`:
 * it counts as handled. Or another command is sent in its place, for instance one that lets the process hear of it.
 *
 * @since 0.1.0
 * @category models
 */
export type OnRejection<Command> = "park" | "ignore" | { readonly instead: Command }

/**
 * For `rejected`: sends another command in the place of the one that was rejected.
 *
 * @since 0.1.0
 * @category constructors
 */
export const instead = <const Command>(command: Command): { readonly instead: Command } => ({ instead: command })

/**
 * A command on its way: handles it under an id, once.
 *
 * @since 0.1.0
 * @category models
 */
export interface Sending<out Rejection, out R = never> {
  readonly handle: (
    options: Aggregate.TransactOptions
  ) => Effect.Effect<
    Pick<Aggregate.Handled<unknown, unknown>, "position">,
    Rejection | VersionConflict | OutcomeUnknown | EventStoreError,
    EventStore | R
  >
}

/**
 * A command for an aggregate: what `dispatch` makes of a command of the process.
 *
 * @since 0.1.0
 * @category constructors
 */
export const send = <C, S, E, N extends E, Err, Id, R = never>(
  aggregate: Aggregate.Aggregate<C, S, E, N, Err, Id, R>,
  id: NoInfer<Id>,
  command: NoInfer<C>
): Sending<Err, R> => ({ handle: (options) => Aggregate.handle(aggregate, id, command, options) })

/**
 * @since 0.1.0
 * @category models
 */
export interface Options<State, Event, Reaction, Sent extends Sending<any, any>, Ignored extends string = never> {
  /** Unique among the processes of a store, and part of the ids of its commands: it never changes. */
  readonly name: string
  readonly processManager: ProcessManager.ProcessManager<State, Event, Reaction>
  /** The events of the aggregates that it listens to. */
  readonly events: Sets<NoInfer<Event> | { readonly _tag: Ignored }>
  /** Events of these that it does not know, by name; any other that it does not know is an error of the compiler. */
  readonly ignore?: ReadonlyArray<Ignored>
  /** Which instance an event concerns; several, or none. */
  readonly correlate: (event: RecordedEvent<NoInfer<Event>>) => string | ReadonlyArray<string> | undefined
  /** The schema of its state, which is kept. */
  readonly state: Schema.Codec<NoInfer<State>, any>
  /** The schema of its commands, which are kept until they are handled; timers need none. */
  readonly commands: Schema.Codec<Timer.Command<Reaction>, any>
  /** By which events an instance begins; by any of them where nothing is said. */
  readonly begins?: (event: NoInfer<Event>) => boolean
  /** What becomes of events that come before; they are held by default. */
  readonly early?: Early
  /** Where a command goes: see {@link send}. */
  readonly dispatch: (command: Timer.Command<Reaction>, instance: string) => Sent
  /** What becomes of a command that its aggregate rejects; its instance is suspended by default. */
  readonly rejected?: (
    command: Timer.Command<Reaction>,
    rejection: Rejection<Sent>,
    instance: string
  ) => OnRejection<Timer.Command<Reaction>>
  /** When a command is sent again that could not be handled; after the last time it is parked. {@link retries} by default. */
  readonly retry?: Schedule.Schedule<unknown, unknown>
  /** Commands of different instances that are on their way at the same time; 16 by default. */
  readonly concurrency?: number
  /**
   * What happens to an event that cannot be taken, as it cannot be read or the process manager throws: after some tries the
   * process stops there, by default; or the event, or its stream, is put aside until `Processes.replay`.
   */
  readonly onPoison?: OnPoison
}

// inferring the member of a union gives unknown where there is none, so what is always there is taken away
type Handling<Sent extends Sending<any, any>> = ReturnType<Sent["handle"]>
type Rejection<Sent extends Sending<any, any>> = Exclude<
  Effect.Error<Handling<Sent>>,
  VersionConflict | OutcomeUnknown | EventStoreError
>
type Needs<Sent extends Sending<any, any>> = Exclude<Effect.Services<Handling<Sent>>, EventStore>

/**
 * After 100 ms, then twice as long each time, at most 30 seconds; 12 times, which are some two minutes.
 *
 * @since 0.1.0
 * @category constants
 */
export const retries: Schedule.Schedule<unknown, unknown> = Schedule.min([
  Schedule.exponential("100 millis"),
  Schedule.spaced("30 seconds")
]).pipe(Schedule.upTo({ times: 12 }))

/**
 * A process from its parts.
 *
 * Every event is folded into its instance's state, and what `react` asks for is stored with it and with the place in the
 * log in one transaction. What is stored is sent, one command of an instance after the other, under an id that is made of
 * the event: its aggregate handles it once, whatever is killed meanwhile. Timers (`Timer` in @deciduous/core) are commands
 * that are due later.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <State, Event, Reaction, Sent extends Sending<any, any>, const Ignored extends string = never>(
  options: Options<State, Event, Reaction, Sent, Ignored>
): Process<State, Event, Timer.Command<Reaction>, Rejection<Sent>, Needs<Sent>> => {
  const { concurrency = 16, correlate, early = "hold", ignore = [], name, onPoison = "stop" } = options
  named("A process", name)
  const of = `The process ${name}`
  wholeFromOne(of, "concurrency", concurrency)
  oneOf(of, "early", early, ["hold", "ignore"])
  oneOf(of, "onPoison", onPoison, policies)
  const sources = sourcesOf(options.events as Sets<Event>, ignore)
  return {
    name,
    processManager: options.processManager,
    sources,
    filter: sources.filter,
    codecs: codecsOf(name, options.state, options.commands),
    correlate: (event) => {
      const found = correlate(event)
      return found === undefined ? [] : typeof found === "string" ? [found] : [...new Set(found)]
    },
    begins: options.begins ?? (() => true),
    early,
    dispatch: options.dispatch,
    rejected: options.rejected ?? (() => "park"),
    retry: options.retry ?? retries,
    concurrency,
    onPoison
  }
}
