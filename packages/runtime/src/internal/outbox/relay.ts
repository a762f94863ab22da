// Sends what waits in an outbox: looks, publishes outside of any transaction, and settles it in a fenced batch.
import * as Array from "effect/Array"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Stream from "effect/Stream"
import { CheckpointStore, type Lease } from "../../CheckpointStore.ts"
import { EventStore } from "../../EventStore.ts"
import * as Metrics from "../../Metrics.ts"
import { type Held, OutboxStore, type Outgoing } from "../../OutboxStore.ts"
import type { BrokerUnavailable, Publisher } from "../../Publisher.ts"
import * as Wakeup from "../wakeup.ts"
import { isAway, untilItIsBack } from "../worker/failures.ts"

interface Relay<R> {
  readonly outbox: string
  readonly publisher: Publisher<R>
  readonly attempts: number
  readonly firstHold: Duration.Duration
  readonly longestHold: Duration.Duration
}

/** As many as are in memory together, and sent again at most when a relay is killed. */
const pageSize = 256
/** Streams whose messages are on their way at the same time. */
const streams = 16
/** Without a sign of new events, as what is held comes due and other processes' signs may be lost. */
const polling = { first: Duration.millis(50), longest: Duration.seconds(1) }
/** A broker that is away is tried again after the first, then twice as long, up to the longest. */
const outage = { first: Duration.millis(100), longest: Duration.seconds(5) }

export const relayOf = <R>(relay: Relay<R>) =>
  Effect.fnUntraced(function*(lease: Lease) {
    const log = yield* EventStore
    const bell = Wakeup.make()
    yield* Effect.forkScoped(
      Effect.ignore(Stream.runForEach(log.subscribePages({ after: "end" }), () => Effect.sync(bell.notify)), {
        log: "Warn",
        message: "The outbox hears of new events no more, and looks for them every second."
      })
    )
    const { position } = yield* (yield* CheckpointStore).checkpoint(lease)
    let delay = polling.first
    let pause = outage.first
    while (true) {
      const seen = bell.count()
      const round = yield* Effect.retry(send(relay, lease, position), { while: isAway, schedule: untilItIsBack })
      if (round.away !== undefined) {
        if (pause === outage.first) yield* Effect.logWarning("The outbox waits for its broker.", round.away.message)
        yield* Effect.sleep(pause)
        pause = twice(pause, outage.longest)
        continue
      }
      pause = outage.first
      if (round.settled > 0) {
        delay = polling.first
        continue
      }
      yield* Effect.timeoutOption(bell.after(seen), delay)
      delay = twice(delay, polling.longest)
    }
  }, Effect.scoped)

/** One page: how many were sent or held, and whether the broker was away. */
const send = Effect.fnUntraced(
  function*<R>(relay: Relay<R>, lease: Lease, position: Parameters<typeof settle>[2]) {
    const ready = yield* (yield* OutboxStore).ready(relay.outbox, pageSize)
    const sent: Array<bigint> = []
    const held: Array<Held> = []
    let away: BrokerUnavailable | undefined
    const ofStream = Effect.fnUntraced(function*(messages: ReadonlyArray<Outgoing>) {
      for (const one of messages) {
        if (away !== undefined) return
        const failure = yield* Effect.match(relay.publisher.publish(one.message), {
          onSuccess: () => undefined,
          onFailure: (error) => error
        })
        if (failure === undefined) {
          sent.push(one.sequence)
        } else if (failure._tag === "BrokerUnavailable") {
          away = failure
          return
        } else {
          const hold = holdOf(relay, one.attempts + 1)
          if (hold === undefined) yield* Effect.logError(`A message of ${one.key} is parked.`, failure.message)
          held.push({ sequence: one.sequence, problem: failure.problem, hold })
          // what is behind it in its stream waits with it
          return
        }
      }
    })
    const byStream = Object.values(Array.groupBy(ready, ({ key }) => `of ${key}`))
    yield* Effect.forEach(byStream, ofStream, { concurrency: streams, discard: true })
    if (sent.length + held.length > 0) {
      yield* settle(relay.outbox, lease, position, { sent, held })
      yield* Metric.update(Metrics.messagesSent, sent.length)
      yield* Metric.update(Metrics.messagesRefused, held.length)
    }
    return { settled: sent.length + held.length, away }
  }
)

/** The batch has no place in the log: it is there for its fence, so that who has lost the lease settles nothing. */
const settle = Effect.fnUntraced(function*(
  outbox: string,
  lease: Lease,
  position: Effect.Success<ReturnType<CheckpointStore["Service"]["checkpoint"]>>["position"],
  settled: { readonly sent: ReadonlyArray<bigint>; readonly held: ReadonlyArray<Held> }
) {
  const [checkpoints, store] = [yield* CheckpointStore, yield* OutboxStore]
  yield* checkpoints.batch(lease, { from: position, to: position }, store.settle(outbox, settled))
})

const holdOf = <R>({ attempts, firstHold, longestHold }: Relay<R>, attempt: number): Duration.Duration | undefined =>
  attempt >= attempts ? undefined : Duration.min(Duration.times(firstHold, 2 ** (attempt - 1)), longestHold)

const twice = (duration: Duration.Duration, most: Duration.Duration) => Duration.min(Duration.times(duration, 2), most)
