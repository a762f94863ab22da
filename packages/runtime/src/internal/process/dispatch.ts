// The task that sends what processes owe: it looks, sends outside of any transaction, and settles it in a fenced batch.
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { CheckpointStore, type Lease } from "../../CheckpointStore.ts"
import type { Process } from "../../Process.ts"
import { ProcessStore } from "../../ProcessStore.ts"
import type { Wakeup } from "../wakeup.ts"
import { isAway, untilItIsBack } from "../worker/failures.ts"
import { sendOne } from "./sendOne.ts"

/** As many as are in memory together, and sent again at most when a worker is killed. */
const pageSize = 256
/** Without a sign of something new, as other processes' signs are not heard. */
const polling = { first: Duration.millis(20), longest: Duration.millis(500) }

export const dispatch = <S, E, C, X, R>(process: Process<S, E, C, X, R>, bell: Wakeup) =>
  Effect.fnUntraced(function*(lease: Lease) {
    const store = yield* ProcessStore
    const { position } = yield* (yield* CheckpointStore).checkpoint(lease)
    const round = Effect.gen(function*() {
      const { commands, next } = yield* store.due(process.name, pageSize)
      const outcomes = yield* Effect.forEach(commands, (one) => sendOne(process, one), {
        concurrency: process.concurrency
      })
      if (outcomes.length > 0) {
        yield* (yield* CheckpointStore).batch(
          lease,
          { from: position, to: position },
          store.settle(process.name, outcomes)
        )
      }
      return { isIdle: outcomes.length === 0, next }
    })
    let delay = polling.first
    while (true) {
      const seen = bell.count()
      const { isIdle, next } = yield* Effect.retry(round, { while: isAway, schedule: untilItIsBack })
      if (!isIdle) {
        delay = polling.first
        continue
      }
      const pause = next === undefined ? delay : Duration.min(delay, Duration.max(next, Duration.millis(1)))
      yield* Effect.timeoutOption(bell.after(seen), pause)
      delay = bell.count() > seen ? polling.first : Duration.min(Duration.times(delay, 2), polling.longest)
    }
  })
