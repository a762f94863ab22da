// Looks how far projections are behind while a program runs them, whoever works on them, and keeps it as metrics.
import { Position } from "@deciduous/core"
import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Metric from "effect/Metric"
import * as Stream from "effect/Stream"
import { CheckpointStore } from "../../CheckpointStore.ts"
import { EventStore } from "../../EventStore.ts"
import * as Metrics from "../../Metrics.ts"
import type { Projection } from "../../Projection.ts"
import { modelOf, ProjectionStore } from "../../ProjectionStore.ts"
import { type ProjectionStatus, statusOf } from "./status.ts"

/** Alarms are read twice a minute or so; a look takes some statements of a tenth of a millisecond. */
const every = "5 seconds"

export const watchLag = (projections: ReadonlyArray<Some>) =>
  Effect.sleep(every).pipe(
    // the workers say it where the store cannot be reached
    Effect.andThen(Effect.catch(look(projections), ({ message }) => Effect.logDebug(message))),
    Effect.forever
  )

type Some = Pick<Projection, "name" | "version" | "filter">

const look = Effect.fnUntraced(function*(projections: ReadonlyArray<Some>) {
  const log = yield* EventStore
  const store = yield* ProjectionStore
  const [last] = yield* Stream.runCollect(log.readAll({ direction: "backward", limit: 1 }))
  const standings = yield* (yield* CheckpointStore).standings(projections.map(modelOf))
  const all = statusOf(yield* store.registered, standings, [], last?.position ?? Position.start)
  for (const projection of projections) {
    const status = all.find((one) => modelOf(one) === modelOf(projection))
    if (status === undefined) continue
    const attributes = { projection: modelOf(status) }
    yield* Metric.update(Metric.withAttributes(Metrics.projectionLagEvents, attributes), status.lag)
    yield* Metric.update(
      Metric.withAttributes(Metrics.projectionLagSeconds, attributes),
      status.lag === 0 ? 0 : yield* waitingFor(projection, status)
    )
  }
})

/** For how many seconds the first event that it has not handled has been waiting; 0 where those behind it are not for it. */
const waitingFor = Effect.fnUntraced(function*({ filter }: Some, { position }: ProjectionStatus) {
  const log = yield* EventStore
  const after = position === undefined || position === Position.start ? {} : { after: position }
  const [first] = yield* Stream.runCollect(log.readAll({ ...after, filter, limit: 1 }))
  const now = yield* Clock.currentTimeMillis
  return first === undefined ? 0 : Math.max(0, (now - first.recordedAt.epochMilliseconds) / 1000)
})
