import { compareStreams, maxListed, nothingCompared } from "#internal/audit/compareStreams"
import type { Build } from "#internal/audit/otherBuild"
import { Position } from "@deciduous/core"
import { R } from "@deciduous/core/generated/v1"
import * as DateTime from "effect/DateTime"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"

const Added = Schema.Struct({ _tag: Schema.tagDefaultOmit("Added"), n: Schema.Finite })

/** Sums up what is added, each time so many times. */
const build = (name: string, times: number): Build => ({
  name,
  aggregates: new Map([["sum", {
    decider: {
      initialState: 0,
      evolve: (sum: number, { n }: { readonly n: number }) => sum + times * n,
      decide: () => [],
      isTerminal: () => false
    } as any,
    events: R.eventSet({
      aggregate: "Sum",
      category: "sum",
      id: () => R.Text,
      events: { "Added@1": R.current("Added", () => Added) }
    })
  }]])
})

const page = (...added: ReadonlyArray<readonly [stream: string, version: number, n: number]>) => ({
  at: () => "",
  place: "",
  done: 0,
  events: added.map(([id, version, n]) => ({
    id: "",
    streamId: `sum-${id}`,
    category: "sum",
    aggregateId: id,
    version,
    position: Position.start,
    type: "Added",
    schemaVersion: 1,
    data: { n },
    metadata: {},
    recordedAt: DateTime.makeUnsafe(0)
  }))
})

const same = [build("then", 1), build("now", 1)] as const
const twice = [build("then", 1), build("now", 2)] as const

describe("streams folded by two builds", () => {
  it("are compared at their end, which the next stream tells, and can be gone on with after it", () => {
    const compared = nothingCompared()
    const streams = compareStreams(...twice, true, compared)
    expect(streams.place()).toBeUndefined()
    expect(streams.add(page(["a", 1, 1], ["a", 2, 2]))).toEqual([])
    expect(streams.add(page(["a", 3, 3], ["b", 1, 0]))).toEqual([{
      outcome: "differs",
      streamId: "sum-a",
      category: "sum",
      version: 3,
      text: "the state: 6 in then, 12 in now"
    }])
    expect(streams.place()).toBe("sum-a")
    expect([compared.streams, compared.events]).toEqual([1, 3])

    const next = compareStreams(...twice, true, compared)
    next.add(page(["b", 1, 0], ["c", 1, 1]))
    next.finish()
    expect(compared).toMatchObject({ streams: 3, events: 5, differing: { streams: 2 } })
  })

  it("may be mixed where nobody can go on", () => {
    const compared = nothingCompared()
    const streams = compareStreams(...same, false, compared)
    streams.add(page(["a", 1, 1], ["b", 1, 1], ["a", 2, 1]))
    expect([compared.streams, streams.place()]).toEqual([0, undefined])
    expect(streams.finish()).toEqual([])
    expect(compared).toMatchObject({ streams: 2, events: 3, differing: { streams: 0 } })
  })

  it("are counted all, and kept a few", () => {
    const compared = nothingCompared()
    const streams = compareStreams(...twice, true, compared)
    for (let n = 0; n < 3 * maxListed; n++) streams.add(page([String(n), 1, 1]))
    streams.finish()
    expect(compared.differing.streams).toBe(3 * maxListed)
    expect(compared.differing.first.length).toBe(maxListed)
  })
})
