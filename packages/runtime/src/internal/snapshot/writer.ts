// Writes snapshots in the background, one after the other: of a stream that grows meanwhile only the last one.
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Metric from "effect/Metric"
import type * as Result from "effect/Result"
import type * as Scope from "effect/Scope"
import * as Metrics from "../../Metrics.ts"

/** A snapshot that is to be written, encoded only when its turn comes. */
export interface Waiting<Snapshot> {
  readonly streamId: string
  readonly fingerprint: string
  readonly version: number
  readonly keep: number
  readonly snapshot: () => Result.Result<Snapshot, unknown>
}

export type Save<Snapshot> = (snapshot: Snapshot, options: { readonly keep: number }) => Effect.Effect<void, unknown>

/** A state is kept alive for each that waits. More are left out: those streams offer another one later. */
const most = 1000

/** A store that hangs must not keep a process from ending. */
const patience = "5 seconds"

/** What takes offers, and returns at once. */
export const makeWriter = Effect.fnUntraced(
  function*<Snapshot>(
    save: Save<Snapshot>
  ): Effect.fn.Return<(offer: Waiting<Snapshot>) => void, never, Scope.Scope> {
    const fork = Effect.runForkWith(yield* Effect.context<never>())
    const waiting = new Map<string, Waiting<Snapshot>>()
    let writer: Fiber.Fiber<void> | undefined

    const writeAll = Effect.gen(function*() {
      // whoever offered has the process first
      yield* Effect.yieldNow
      for (const [key, one] of waiting) {
        waiting.delete(key)
        yield* write(save, one)
      }
      writer = undefined
    })

    yield* Effect.addFinalizer(() =>
      writer === undefined ? Effect.void : Effect.andThen(
        Effect.timeoutOption(Fiber.await(writer), patience),
        Fiber.interrupt(writer)
      )
    )

    return (one) => {
      const key = `${one.streamId}\0${one.fingerprint}`
      const before = waiting.get(key)
      if (before === undefined ? waiting.size >= most : before.version >= one.version) return
      waiting.set(key, one)
      writer ??= fork(writeAll)
    }
  }
)

const write = <Snapshot>(save: Save<Snapshot>, { keep, snapshot, streamId, version }: Waiting<Snapshot>) =>
  Effect.suspend(() => Effect.fromResult(snapshot())).pipe(
    Effect.flatMap((one) => save(one, { keep })),
    Effect.andThen(Metric.update(Metrics.snapshotsTaken, 1)),
    Effect.catchCause((cause) =>
      Effect.andThen(
        Metric.update(Metrics.snapshotFailures, 1),
        Effect.logWarning(`The snapshot of stream ${streamId} at version ${version} was not written.`, cause)
      )
    )
  )
