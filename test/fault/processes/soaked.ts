// A process of the soak: one worker for everything that it has, projections and a process. It says when it has begun.
import { PostgresClient, PostgresEventStore } from "@deciduous/postgres"
import { Processes, Projections, Worker } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { documents, errands, rows } from "../soak/tasks.ts"
import { asked, options, report } from "./report.ts"

const { lease, url } = options<{ readonly lease: number; readonly url: string }>()

await Effect.gen(function*() {
  const projections = yield* Projections.tasksOf([documents, rows])
  yield* Worker.start([...projections, ...Processes.tasks(errands.process)], { lease })
  report({ began: true })
  yield* Effect.promise(() => asked)
}).pipe(
  Effect.scoped,
  Effect.provide(Layer.provideMerge(PostgresEventStore.layerClient(), PostgresClient.layer({ url }))),
  Effect.runPromise
)
