// Commands that race for one aggregate, on a real store: they end as some order of them would. As data, in an Effect.
import type { EventSet } from "@deciduous/core"
import * as StreamId from "@deciduous/core/StreamId"
import * as Aggregate from "@deciduous/runtime/Aggregate"
import type { EventStore } from "@deciduous/runtime/EventStore"
import * as VersionConflicts from "@deciduous/runtime/EventStoreError"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import type * as fc from "fast-check"
import { copy } from "../internal/same.ts"
import { code } from "./internal/code.ts"
import { inSomeOrder, type Outcome } from "./internal/order.ts"
import { newSeed, type Random, randomOf } from "./internal/random.ts"
import { step } from "./internal/step.ts"
import { type AnyAggregate, type Subject, untyped } from "./internal/subject.ts"
import { withTraps } from "./internal/traps.ts"
import { randomWalk } from "./internal/walk.ts"
import type { Verdict } from "./Law.ts"

/**
 * The commands to race with, and how they are handled.
 *
 * @since 0.1.0
 * @category models
 */
export interface Options<Command, Error> {
  /** `BankAccountArbitraries` of the generated `*.arbitraries.gen.ts`, or commands of your own by name. */
  readonly arbitraries: { readonly commands: { readonly [name: string]: fc.Arbitrary<Command> } }
  /**
   * What handles a command, where a use case of your own does: it is given the aggregate of a stream of its own.
   * `Aggregate.handle` by default.
   */
  readonly handle?: (
    aggregate: Aggregate.Aggregate<any, any, any, any, any, any>,
    command: Command
  ) => Effect.Effect<unknown, Error | unknown, EventStore>
  /** What to find the same races by; another one each time by default, printed where a race fails. */
  readonly seed?: number
  /** How many races, each in a stream of its own, 30 by default. */
  readonly races?: number
}

/**
 * Races of 2 to 5 commands after a history at random. `clients` run what they are given on the same store, each as another
 * program would; the racers are dealt out to them in turn.
 *
 * @since 0.1.0
 * @category laws
 */
export const check = Effect.fnUntraced(function*<C, S, E, N, Err, Id, R>(
  aggregate: Aggregate.Aggregate<C, S, E, N, Err, Id, any>,
  clients: readonly [Client<R>, ...ReadonlyArray<Client<R>>],
  options: Options<NoInfer<C>, NoInfer<Err>>
): Effect.fn.Return<Verdict, never, R> {
  const { races = 30, seed = newSeed() } = options
  const any = untyped<AnyAggregate>(aggregate)
  const subject: Subject = {
    decider: any.decider,
    commands: new Map(Object.entries(options.arbitraries.commands)),
    wanted: new Map()
  }
  // a store may have raced by the same seed before
  const run = newSeed()
  for (let number = 0; number < races; number++) {
    // the traps stand once for the whole walk
    const race = withTraps(() => raceOf(subject, number, randomOf(seed, number)))
    const own = inStream(any, `race-${run}-${number}`)
    const handle = (command: unknown) =>
      Effect.result((options.handle ?? handled)(own, command as C)) as Effect.Effect<
        Result.Result<unknown, unknown>,
        never,
        EventStore
      >
    const [first] = clients
    for (const command of race.history) yield* first(handle(command))
    const before = yield* first(Effect.orDie(Aggregate.load(own, "1")))
    const outcomes = yield* Effect.forEach(
      race.racers,
      (command, index) => clients[index % clients.length]!(handle(command)),
      { concurrency: "unbounded" }
    )
    const after = yield* first(Effect.orDie(Aggregate.load(own, "1")))
    const ended: ReadonlyArray<Outcome> = race.racers.map((command, index) => ({
      command,
      ...outcomeOf(outcomes[index]!)
    }))
    const grown = after.version - before.version
    if (inSomeOrder(any.decider, before.state, ended, after.state, grown)) continue
    return {
      _tag: "Fails",
      problem: `${race.racers.length} commands that raced ended as no order of them would.`,
      counterexample: [
        "after these commands:",
        ...race.history.map((command) => `  ${code(command)}`),
        "these raced:",
        ...ended.map(({ answer, command }) => `  ${code(command)} -> ${answer}`),
        `the state before: ${code(before.state)}`,
        `the state after:  ${code(after.state)}, and ${grown} events more`
      ].join("\n"),
      length: race.racers.length,
      seed,
      found: `Found in race ${number + 1}.`
    }
  }
  return { _tag: "Holds", tried: races, seed }
})

/**
 * Runs an effect on a store.
 *
 * @since 0.1.0
 * @category models
 */
export type Client<R> = <A, E>(effect: Effect.Effect<A, E, EventStore>) => Effect.Effect<A, E, R>

const handled = (aggregate: AnyAggregate, command: unknown) => Aggregate.handle(aggregate, "1", command)

/** The first races are of two commands after a short history, so that what fails is told on little. */
const raceOf = (subject: Subject, number: number, random: Random) => {
  const walk = randomWalk(subject, random, {
    length: 1 + Math.ceil(number / 5),
    names: [...subject.commands.keys()],
    separator: ":",
    anyOfTwelve: 3,
    from: undefined
  })
  const state = walk.steps.at(-1)?.after ?? subject.decider.initialState
  const racers = Array.from({ length: Math.min(5, 2 + Math.floor(number / 8)) }, () => racer(subject, state, random))
  return { history: walk.drawn.map(({ command }) => copy(command)), racers }
}

/** Rather a command that would be accepted if it were alone: those get in each other's way. */
const racer = (subject: Subject, state: unknown, random: Random): unknown => {
  for (let tries = 12;; tries--) {
    const arbitrary = random.pick([...subject.commands.values()])
    const command = copy(arbitrary.generate(random.rng, 3).value)
    const { answer } = step(subject.decider, command, state)
    if (tries === 0 || (answer._tag === "Accepted" && answer.events.length > 0)) return command
  }
}

const inStream = (aggregate: AnyAggregate, id: string): AnyAggregate => {
  const streamId = StreamId.make(aggregate.events.category, id)
  const events: EventSet.EventSet<unknown, unknown, unknown, unknown> = {
    ...aggregate.events,
    streamId: () => Result.succeed(streamId)
  }
  return { decider: aggregate.decider, events }
}

/** A conflict that outlasted every retry, and a store that failed, have had no effect. */
const outcomeOf = (result: Result.Result<unknown, unknown>): Pick<Outcome, "answer" | "failure" | "isDone"> => {
  if (Result.isSuccess(result)) return { answer: "accepted", failure: undefined, isDone: true }
  const isConflict = result.failure instanceof VersionConflicts.VersionConflict
  return { answer: `rejected: ${code(result.failure)}`, failure: result.failure, isDone: !isConflict }
}
