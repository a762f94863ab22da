// W10: a live consumer beside 8 writers, each appending one event to new streams: how late events are delivered, counted from
// the call of their append, and how many acknowledged ones never are.
import { randomUUID } from "node:crypto"
import { offered } from "../offers.ts"
import type { Workload } from "../Workload.ts"

export const w10: Workload = {
  name: "W10",
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
    let lastAt = 0
    const stopFollowing = await offered(contender.follow, "follow")((account) => {
      lastAt = performance.now()
      const at = begun.get(account)
      if (seen.has(account)) twice++
      else if (at !== undefined) latencies.push((lastAt - at) * 1000)
      seen.add(account)
    })
    const warmUp = Array.from({ length: 100 }, () => append(randomUUID(), 1))
    await clock.exactly(contender, writers, warmUp, 1)

    const stop = clock.start()
    const start = performance.now()
    const next = () => {
      const now = performance.now()
      if (now >= start + clock.scale.duration) return undefined
      const account = randomUUID()
      begun.set(account, now)
      return append(account, 1)
    }
    await contender.perform(writers, next, () => {})
    await quiet(() => seen.size)
    const measured = stop(latencies.length, latencies)
    await stopFollowing()
    const lost = [...begun.keys()].filter((account) => !seen.has(account)).length
    // the quiet at the end is nobody's delivery time
    const ops = latencies.length / ((lastAt - start) / 1000)
    return { ...measured, ops, counts: { appended: begun.size, lost, twice } }
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
