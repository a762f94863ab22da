// Sends one owed command to its aggregate, and says what came of it.
import { Position } from "@deciduous/core"
import * as Cause from "effect/Cause"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Metric from "effect/Metric"
import * as Pull from "effect/Pull"
import * as Result from "effect/Result"
import * as Schedule from "effect/Schedule"
import { becauseOf } from "../../Causation.ts"
import type { EventStore } from "../../EventStore.ts"
import { EventStoreError, OutcomeUnknown, VersionConflict } from "../../EventStoreError.ts"
import * as Metrics from "../../Metrics.ts"
import type { Process } from "../../Process.ts"
import type { Settled, Standing } from "../../ProcessStore.ts"
import { isAway } from "../worker/failures.ts"
import { inWords } from "../worker/inWords.ts"
import { insteadId } from "./commandId.ts"

/** Sends one command; a store that is away fails it, and leaves it as it is. */
export const sendOne = Effect.fnUntraced(function*<S, E, C, X, R>(
  process: Process<S, E, C, X, R>,
  owed: Standing
): Effect.fn.Return<Settled, EventStoreError, R | EventStore> {
  const { attempts, id, instance, sentId: commandId } = owed
  const decoded = process.codecs.command.decode(instance, owed.instead ?? owed.command)
  if (Result.isFailure(decoded)) return { _tag: "Parked", id, problem: decoded.failure.message }
  const command = decoded.success
  const exit = yield* Effect.exit(
    Effect.suspend(() => process.dispatch(command, instance).handle({ commandId })).pipe(
      becauseOf(JSON.parse(owed.cause))
    )
  )
  if (Exit.isSuccess(exit)) {
    yield* Metric.update(Metrics.processCommands, 1)
    if (owed.timer !== undefined) yield* Metric.update(Metrics.firedTimers, 1)
    return { _tag: "Acknowledged", id, position: exit.value.position }
  }
  if (Cause.hasInterrupts(exit.cause)) return yield* Effect.interrupt
  const error = Cause.squash(exit.cause)
  if (isAway(error)) return yield* error as EventStoreError
  if (isRejection<X>(exit.cause, error)) {
    const answer = process.rejected(command, error, instance)
    yield* Metric.update(Metrics.rejectedProcessCommands, 1)
    if (answer === "ignore") return { _tag: "Acknowledged", id, position: ignored }
    if (answer === "park") return yield* parked(process, owed, `rejected: ${inWords(error)}`)
    const instead = process.codecs.command.encode(instance, answer.instead)
    return Result.isFailure(instead)
      ? yield* parked(process, owed, instead.failure.message)
      : {
        _tag: "Replaced",
        id,
        instead: instead.success,
        sentId: insteadId(commandId, instead.success),
        problem: `rejected: ${inWords(error)}`
      }
  }
  const delay = yield* delayOf(process.retry, attempts)
  return delay === undefined
    ? yield* parked(process, owed, inWords(error))
    : { _tag: "Delayed", id, delay, problem: inWords(error) }
})

const parked = <S, E, C, X, R>(
  { name }: Process<S, E, C, X, R>,
  { id, instance }: Standing,
  problem: string
): Effect.Effect<Settled> =>
  Effect.logError(`A command of ${JSON.stringify(instance)} in the process ${name} is parked. ${problem}`).pipe(
    Effect.andThen(Metric.update(Metrics.parkedProcessCommands, 1)),
    Effect.as({ _tag: "Parked", id, problem })
  )

/** What is ignored is answered at once. */
const ignored = Position.start

/** A store's failure says nothing of the command; neither does a bug. */
const isRejection = <X>(cause: Cause.Cause<unknown>, error: unknown): error is X =>
  !Cause.hasDies(cause)
  && !(error instanceof VersionConflict || error instanceof OutcomeUnknown || error instanceof EventStoreError)

/** How long the next attempt waits after so many; `undefined` where there is none. The schedule starts anew each time. */
const delayOf = (
  schedule: Schedule.Schedule<unknown, unknown>,
  attempts: number
): Effect.Effect<Duration.Duration | undefined> =>
  Effect.gen(function*() {
    const step = yield* Schedule.toStep(schedule)
    let now = 0
    for (let attempt = 0;; attempt++) {
      const [, delay] = yield* step(now, undefined)
      if (attempt === attempts) return delay
      now += Duration.toMillis(delay)
    }
  }).pipe(Pull.catchDone(() => Effect.succeed(undefined)))
