// The smallest aggregate with everything in it: a bounded counter, whose first version counted in tens.
import { Decider } from "@deciduous/core"
import { type EventSet, R, S } from "@deciduous/core/generated/v1"
import { Aggregate } from "@deciduous/runtime"
import { Data } from "effect"
import type { Schema } from "effect"

export type Counted = { readonly _tag: "Counted"; readonly by: number }
export type Stopped = { readonly _tag: "Stopped" }
export type CounterEvent = Counted | Stopped

const Counted: Schema.Codec<Counted, { readonly by: number }> = S.Struct({
  _tag: S.tagDefaultOmit("Counted"),
  by: S.Int
})
const Stopped: Schema.Codec<Stopped, {}> = S.Struct({ _tag: S.tagDefaultOmit("Stopped") })

const events: EventSet<CounterEvent, CounterEvent> = R.eventSet({
  aggregate: "Counter",
  category: "counter",
  id: () => R.Text.check(S.isMinCodePoints(2)),
  events: {
    "Counted@1": R.upcast("Counted@2", ({ tens }: { readonly tens: number }) => ({ by: tens * 10 })),
    "Counted@2": R.current("Counted", () => Counted),
    "Stopped@1": R.current("Stopped", () => Stopped)
  }
})

export class TooMuch extends Data.TaggedError("TooMuch")<{ readonly sum: number }> {}
export type Count = { readonly _tag: "Count"; readonly by: number }

export const Counter = Aggregate.make({
  events,
  decider: Decider.make({
    initialState: 0,
    evolve: (sum: number, event: CounterEvent) => event._tag === "Counted" ? sum + event.by : sum,
    decide: (command: Count, sum) =>
      command.by === 0
        ? Decider.accept<CounterEvent>()
        : sum + command.by > 100
        ? Decider.reject(new TooMuch({ sum }))
        : Decider.accept<CounterEvent>({ _tag: "Counted", by: command.by })
  })
})

export const count = (by: number): Count => ({ _tag: "Count", by })
