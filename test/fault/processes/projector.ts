// A process that runs a worker: it makes a read model of the notebooks. It says when it has begun, and then nothing.
import {
  PostgresCheckpointStore,
  PostgresClient,
  PostgresEventStore,
  PostgresReadModelStore
} from "@deciduous/postgres"
import { Projection, Worker } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { applied, type ProjectorOptions } from "../support/Projector.ts"
import { asked, options, report } from "./report.ts"

const { lease, shards, url } = options<ProjectorOptions>()

const stores = Layer.mergeAll(
  PostgresEventStore.layerClient(),
  PostgresCheckpointStore.layerClient(),
  PostgresReadModelStore.layerClient()
).pipe(Layer.provide(PostgresClient.layer({ url })))

await Effect.gen(function*() {
  yield* Worker.start([Projection.task(applied(shards))], { lease })
  report({ began: true })
  yield* Effect.promise(() => asked)
}).pipe(Effect.scoped, Effect.provide(stores), Effect.runPromise)
