// Projections on the command line: their stores, and how they are shown.
import { Position } from "@deciduous/core"
import {
  PostgresCheckpointStore,
  PostgresProcessStore,
  PostgresProjectionStore,
  PostgresReadModelStore,
  type Status as DatabaseStatus
} from "@deciduous/postgres"
import {
  type CheckpointStore,
  type ProcessStore,
  Projections,
  type ProjectionStore,
  type ReadModelStore
} from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { counted, printable, secondsText } from "./print.ts"

export type Tasks =
  | CheckpointStore.CheckpointStore
  | ProcessStore.ProcessStore
  | ProjectionStore.ProjectionStore
  | ReadModelStore.ReadModelStore

/** Runs what looks after projections and processes, over the client of a database. */
export const onTasks = <A, E, R>({ schema }: { readonly schema: string }, use: Effect.Effect<A, E, R | Tasks>) =>
  Effect.provide(
    use,
    Layer.mergeAll(
      PostgresCheckpointStore.layerClient({ schema }),
      PostgresProcessStore.layerClient({ schema }),
      PostgresProjectionStore.layerClient({ schema }),
      PostgresReadModelStore.layerClient({ schema })
    )
  )

/** How all of them stand, up to the last event that readers may see; none where the database is not ready. */
export const standing = (store: { readonly schema: string }, log: DatabaseStatus.Log | undefined) =>
  log === undefined
    ? Effect.succeed([])
    : onTasks(store, Projections.statusUpTo(log.lastVisible?.position ?? Position.start))

type Status = Projections.ProjectionStatus

export const problemOfProjections = (all: ReadonlyArray<Status>): string | undefined => {
  const stopped = all.find((one) => one.stopped.length > 0)
  return stopped
    && `The projection ${printable(stopped.name)} was stopped: ${printable(stopped.stopped[0]!)} When that is `
      + `mended run: deciduous projections resume ${printable(stopped.name)}`
}

export const projectionText = (one: Status): string =>
  `${"projection".padEnd(13)}${printable(one.name)}@${one.version}: ${parts(one).join(", ")}`

const parts = ({ deadLetters, handled, held, isInline, lag, rate, secondsLeft, shards, status, stopped }: Status) => [
  isInline ? "with each append" : status,
  ...(isInline || status === "replaced"
    ? []
    : [lag === 0 ? "up to date" : `at most ${counted(lag, "event", "events")} behind`]),
  ...(secondsLeft === undefined || status === "replaced" || stopped.length > 0
    ? []
    : [`${secondsText(secondsLeft)} left`]),
  ...(handled === 0 ? [] : [`${counted(handled, "event", "events")} handled, ${Math.round(rate)} a second`]),
  ...(isInline || status === "replaced" ? [] : [
    stopped.length > 0
      ? `stopped: ${printable(stopped[0]!)}`
      : held < shards
      ? `${shards - held} of ${shards} shards without a worker`
      : counted(shards, "shard", "shards")
  ]),
  ...(deadLetters === 0 ? [] : [counted(deadLetters, "dead letter", "dead letters")])
]

export const projectionJson = (one: Status) => ({
  ...one,
  position: one.position ?? null,
  secondsLeft: one.secondsLeft ?? null
})
