import { counter, type CounterEvent, limit, statistics } from "@deciduous/example-counter-in-browser/Counter"
import * as Timeline from "@deciduous/example-counter-in-browser/Timeline"
import { Spec } from "@deciduous/testing"
import { describe, expect, it } from "vitest"

const incremented: CounterEvent = { _tag: "Incremented" }
const decremented: CounterEvent = { _tag: "Decremented" }
const reset: CounterEvent = { _tag: "CounterReset" }
const full = Array.from({ length: limit }, () => incremented)

describe("the counter", () => {
  it("counts up to its limit and no further", () => {
    Spec.given(counter, ...full.slice(1)).when({ _tag: "Increment" }).thenEvents(incremented).thenState(limit)
    Spec.given(counter, ...full).when({ _tag: "Increment" }).thenFails("LimitReached")
  })

  it("counts down to zero and no further", () => {
    Spec.given(counter, incremented).when({ _tag: "Decrement" }).thenEvents(decremented).thenState(0)
    Spec.given(counter, incremented, decremented).when({ _tag: "Decrement" }).thenFails("AlreadyZero")
  })

  it("is reset to zero, which needs no event where it is zero already", () => {
    Spec.given(counter, ...full).when({ _tag: "Reset" }).thenEvents(reset).thenState(0)
    Spec.given(counter).when({ _tag: "Reset" }).thenNothing()
  })
})

describe("the timeline", () => {
  const commands = ["Increment", "Increment", "Reset", "Increment"] as const
  const timeline = commands.reduce<Timeline.Timeline<CounterEvent, "LimitReached" | "AlreadyZero">>(
    (timeline, _tag) => Timeline.handle(counter, timeline, { _tag }),
    Timeline.empty
  )

  it("shows the state of every version", () => {
    const counts = [0, 1, 2, 3, 4].map((version) => Timeline.see(counter, Timeline.travelTo(timeline, version)))
    expect(counts).toEqual([0, 1, 2, 0, 1])
  })

  it("answers by another fold what nobody asked when the events were written", () => {
    expect(Timeline.see(statistics, timeline)).toEqual({ peak: { count: 1, highest: 2 }, resets: 1 })
  })

  it("decides on the newest state, whatever version is looked at, and shows it", () => {
    const then = Timeline.handle(counter, Timeline.travelTo(timeline, 0), { _tag: "Decrement" })
    expect(then.events).toEqual([...timeline.events, decremented])
    expect(then.version).toBe(5)
  })

  it("keeps its events where a command is rejected", () => {
    const refused = Timeline.handle(counter, Timeline.empty, { _tag: "Decrement" })
    expect(refused).toMatchObject({ events: [], version: 0, decision: { failure: "AlreadyZero" } })
  })
})
