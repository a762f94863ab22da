// A process that runs a process: errands and their helpers. It says when it has begun, and then nothing.
import { PostgresEventStore } from "@deciduous/postgres"
import { Processes, Worker } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import { errands, type RunnerOptions } from "../support/Runner.ts"
import { asked, options, report } from "./report.ts"

const { lease, url } = options<RunnerOptions>()

await Effect.gen(function*() {
  yield* Worker.start(Processes.tasks(errands.process), { lease })
  report({ began: true })
  yield* Effect.promise(() => asked)
}).pipe(Effect.scoped, Effect.provide(PostgresEventStore.layer({ url })), Effect.runPromise)
