// A process that asks for errands without pause, each until it is told that it is asked for. It says a line for each.
import { PostgresEventStore } from "@deciduous/postgres"
import { Aggregate } from "@deciduous/runtime"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import * as Schedule from "effect/Schedule"
import { type Asked, errands } from "../soak/tasks.ts"
import { isFinal } from "../support/settle.ts"
import { asked, options, report } from "./report.ts"

const { pause, seed, url } = options<{ readonly url: string; readonly seed: string; readonly pause: number }>()
let isAsked = false
void asked.then(() => {
  isAsked = true
})

const ask = Effect.fnUntraced(function*({ id, steps }: Asked) {
  const now = yield* DateTime.now
  const deadline = steps === 0 ? DateTime.formatIso(DateTime.addDuration(now, "1 second")) : ""
  yield* Effect.retry(
    Aggregate.handle(errands.Errand, id, { _tag: "Asked", steps, deadline }, { commandId: id }),
    { schedule: Schedule.spaced("20 millis"), while: (failure) => !isFinal(failure) }
  )
})

await Effect.gen(function*() {
  for (let i = 1; !isAsked; i++) {
    const errand: Asked = { id: `${seed} ${i}`, steps: yield* Random.nextIntBetween(0, 6) }
    yield* ask(errand)
    report(errand)
    yield* Effect.sleep(pause)
  }
}).pipe(Random.withSeed(seed), Effect.provide(PostgresEventStore.layer({ url })), Effect.runPromise)
