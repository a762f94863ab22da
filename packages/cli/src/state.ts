// `deciduous state <stream>`: what the user's own aggregate makes of a stream's events, now or as it was.
import { Position, type StoredEvent } from "@deciduous/core"
import { Timestamp } from "@deciduous/core/Scalar"
import { Aggregate } from "@deciduous/runtime"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Schema from "effect/Schema"
import type { AnyAggregate } from "./config.ts"
import { Unusable, Violations } from "./Failure.ts"
import { aggregateOf } from "./internal/aggregates.ts"
import { Command, Flag } from "./internal/cli.ts"
import { jsonLine, printable } from "./internal/print.ts"
import { jsonFlag, lastEvent, streamArgument, streamNamed } from "./internal/stream.ts"
import { toJson } from "./internal/toJson.ts"
import { thrown } from "./internal/userModule.ts"
import { reading, storeFlags } from "./store.ts"

const flags = {
  stream: streamArgument,
  version: Flag.Int("version").pipe(
    Flag.withDescription("The state after this event; 0 is the state before the first"),
    Flag.withMetavar("N"),
    Flag.optional
  ),
  at: Flag.String("at").pipe(
    Flag.withDescription("The state at a time, such as 2026-03-01T09:00:00Z"),
    Flag.withMetavar("TIME"),
    Flag.optional
  ),
  position: Flag.String("position").pipe(
    Flag.withDescription("The state at a place in the log: that of any event, inclusive"),
    Flag.withMetavar("POSITION"),
    Flag.optional
  ),
  json: jsonFlag,
  ...storeFlags
}

export const state = Command.make(
  "state",
  flags,
  Effect.fnUntraced(function*({ at, json, position, stream, version, ...store }) {
    const streamId = yield* streamNamed(stream)
    const when = yield* momentOf({ at, position, version })
    yield* reading(store, (config, { name }) =>
      Effect.gen(function*() {
        const last = yield* lastEvent(streamId, name)
        if (when !== undefined && "version" in when && when.version > last.version) {
          return yield* new Unusable({ message: `${printable(stream)} is at version ${last.version}.` })
        }
        const aggregate = yield* aggregateOf(config, last.category)
        const { recordedAt, state, version } = yield* fold(aggregate, last, when)
        if (json) {
          return yield* jsonLine({
            streamId: stream,
            aggregate: aggregate.events.aggregate,
            version,
            recordedAt,
            state
          })
        }
        yield* Console.log(
          `${aggregate.events.aggregate} ${printable(stream)} at version ${version}`
            + (recordedAt === null ? ", before its first event" : `, recorded at ${recordedAt}`)
        )
        yield* Console.log(JSON.stringify(state, null, 2))
      }))
  })
).pipe(
  Command.withDescription("Show the state that an aggregate folds from a stream, now or as it was"),
  Command.withExamples([
    { command: "deciduous state bank-account-42", description: "As it is now" },
    { command: "deciduous state bank-account-42 --version 3", description: "After its third event" },
    { command: "deciduous state bank-account-42 --at 2026-03-01T09:00:00Z", description: "At a time" }
  ])
)

const momentOf = Effect.fnUntraced(function*({ at, position, version }: {
  readonly at: Option.Option<string>
  readonly position: Option.Option<string>
  readonly version: Option.Option<number>
}): Effect.fn.Return<Aggregate.Moment | undefined, Unusable> {
  if ([at, position, version].filter(({ _tag }) => _tag === "Some").length > 1) {
    return yield* new Unusable({ message: "Give --version, --at or --position, one of them." })
  }
  if (Option.isSome(version)) return { version: version.value }
  if (Option.isSome(position)) {
    if (Position.is(position.value)) return { position: position.value }
    const message = `"${printable(position.value)}" is no position. deciduous events --json shows each event's.`
    return yield* new Unusable({ message })
  }
  if (Option.isNone(at)) return undefined
  const time = Schema.decodeOption(Timestamp)(at.value)
  if (Option.isSome(time)) return { time: time.value }
  const message = `--at takes a date and a time with an offset, such as 2026-03-01T09:00:00Z, and not "${
    printable(at.value)
  }".`
  return yield* new Unusable({ message })
})

const fold = Effect.fnUntraced(
  function*(aggregate: AnyAggregate, { aggregateId }: StoredEvent, when: Aggregate.Moment | undefined) {
    const name = aggregate.events.aggregate
    const id = yield* Effect.mapError(
      Schema.decodeEffect(aggregate.events.id)(aggregateId),
      () => new Violations({ message: `${name} does not take "${printable(aggregateId)}" for an id.` })
    )
    let last: Parameters<AnyAggregate["events"]["decodePayload"]>[0] | undefined
    const { decider, events } = aggregate
    const watched: AnyAggregate = {
      decider: {
        ...decider,
        evolve: (state, event) => {
          try {
            return decider.evolve(state, event)
          } catch (cause) {
            throw new EvolveThrew(`evolve of ${name}`, { cause })
          }
        }
      },
      events: { ...events, decodePayload: (stored) => events.decodePayload(last = stored) }
    }
    const loaded = Aggregate.load(watched, id, when === undefined ? {} : { asOf: when })
    const { state, version } = yield* Effect.catchDefect(loaded, (defect) => {
      if (!(defect instanceof EvolveThrew)) return Effect.die(defect)
      const at = `at version ${last?.version} (${last?.type}@${last?.schemaVersion})`
      return Effect.fail(new Violations({ message: `${defect.message} threw ${at}: ${thrown(defect.cause)}` }))
    })
    return {
      state: toJson(state),
      version,
      recordedAt: last === undefined ? null : DateTime.formatIso(last.recordedAt)
    }
  }
)

/** Told apart from what might be thrown between the events: that would be a fault of ours. */
class EvolveThrew extends Error {}
