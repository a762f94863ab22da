// W7: a live consumer beside 8 writers, each appending one event to new streams: how late events are delivered, counted from
// the call of their append, and how many acknowledged ones never are.
import { randomUUID } from "node:crypto"
import { offered } from "../offers.ts"
import type { Workload } from "../Workload.ts"

export const w7: Workload = {
  name: "W7",
  title: "live consumer under 8 writers",
  unit: "events delivered",
  concurrency: [8],
  contenders: ["deciduous", "emmett", "plain"],
  run: async (contender, clock, writers) => {
    const append = offered(contender.append, "append")
    const begun = new Map<string, number>()
    const latencies: Array<number> = []
    const seen = new Set<string>()
    let twice = 0
    const stopFollowing = await offered(contender.follow, "follow")((account) => {
      const at = begun.get(account)
      if (seen.has(account)) twice++
      else if (at !== undefined) latencies.push((performance.now() - at) * 1000)
      seen.add(account)
    })
    await contender.perform(1, first([append(randomUUID(), 1)]), () => {})

    const stop = clock.start()
    const end = performance.now() + clock.scale.duration
    let appended = 0
    const next = () => {
      if (performance.now() >= end) return undefined
      const account = randomUUID()
      begun.set(account, performance.now())
      return append(account, 1)
    }
    await contender.perform(writers, next, () => appended++)
    await quiet(() => seen.size)
    const measured = stop(latencies.length, latencies)
    await stopFollowing()
    const lost = [...begun.keys()].filter((account) => !seen.has(account)).length
    // the quiet at the end is nobody's delivery time
    const seconds = (clock.scale.duration + Math.max(...tail(latencies)) / 1000) / 1000
    return { ...measured, ops: latencies.length / seconds, counts: { appended, lost, twice } }
  }
}

/** Every poll of every contender comes within this time, in milliseconds. */
const longestPoll = 2_500

/** Waits until nothing has been delivered for longer than anybody polls. */
const quiet = async (delivered: () => number): Promise<void> => {
  for (let before = -1; before !== delivered();) {
    before = delivered()
    await new Promise((resolve) => setTimeout(resolve, longestPoll))
  }
}

const first = <A>(values: Array<A>) => () => values.shift()

const tail = (latencies: ReadonlyArray<number>): ReadonlyArray<number> => [0, ...latencies.slice(-100)]
