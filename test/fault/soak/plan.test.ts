// The plan of a soak: the same for the same seed, and no worker suffers twice at once.
import { describe, expect, it } from "vitest"
import { type Planned, planOf } from "./plan.ts"

const options = { duration: 600_000, workers: 3, lease: 1500 }
const seeds = ["1", "2", "3"]

const overAt = (fault: Planned): number =>
  fault.at + (fault._tag === "Kill" ? fault.back : fault._tag === "Stop" ? fault.lasts : 0)

describe("the plan of a soak", () => {
  it("follows from its seed", () => {
    const plans = seeds.map((seed) => planOf(seed, options))
    expect(seeds.map((seed) => planOf(seed, options))).toEqual(plans)
    expect(new Set(plans.map((plan) => JSON.stringify(plan))).size).toBe(seeds.length)
  })

  it("has every kind of fault, for every worker, until the end", () => {
    for (const seed of seeds) {
      const plan = planOf(seed, options)
      for (const kind of ["Kill", "Stop"] as const) {
        const met = plan.flatMap((fault) => fault._tag === kind ? [fault.worker] : [])
        expect([...new Set(met)].toSorted()).toEqual([0, 1, 2])
      }
      expect(plan.some(({ _tag }) => _tag === "Terminate")).toBe(true)
      expect(plan.some(({ _tag }) => _tag === "Crash")).toBe(true)
      expect(plan.at(-1)!.at).toBeGreaterThan(options.duration - 2000)
    }
  })

  it("stops workers beyond their leases, and lets each recover before its next fault", () => {
    for (const seed of seeds) {
      const plan = planOf(seed, options)
      for (const worker of [0, 1, 2]) {
        const own = plan.filter((fault) => "worker" in fault && fault.worker === worker)
        own.forEach((fault, i) => {
          if (fault._tag === "Stop") expect(fault.lasts).toBeGreaterThanOrEqual(options.lease)
          if (i > 0) expect(fault.at).toBeGreaterThan(overAt(own[i - 1]!))
        })
      }
    }
  })
})
