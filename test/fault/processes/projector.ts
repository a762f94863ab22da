// A process that runs a worker: it makes a read model of the notebooks. It says when it has begun, and then nothing.
import { PostgresEventStore } from "@deciduous/postgres"
import { Projections } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import { applied, type ProjectorOptions } from "../support/Projector.ts"
import { asked, options, report } from "./report.ts"

const { lease, shards, url, version } = options<ProjectorOptions>()

/** As the runtime of an application interrupts its main program. */
const terminated = new Promise<void>((resolve) => process.once("SIGTERM", () => resolve()))

await Effect.gen(function*() {
  yield* Projections.start([applied(shards, version)], { lease })
  report({ began: true })
  yield* Effect.promise(() => Promise.race([asked, terminated]))
}).pipe(Effect.scoped, Effect.provide(PostgresEventStore.layer({ url })), Effect.runPromise)

// else it would wait for words of its parent
process.stdin.destroy()
