// W6: the global read in order. Ours decodes each event by its schema; the peers and the raw driver do not. One writer has
// written the log: where several had, emmett's cursor passes over events, and there would be fewer to read.
import { offered } from "../offers.ts"
import { openAccounts } from "../openAccounts.ts"
import type { Workload } from "../Workload.ts"

const eventsEach = 200

export const w6: Workload = {
  name: "W6",
  title: "global ordered read",
  unit: "events",
  concurrency: [1],
  contenders: ["deciduous", "raw-read", "emmett", "emmett-batches", "plain"],
  prepare: (contender, { events }) => openAccounts(contender, { accounts: events / eventsEach, events: eventsEach }),
  run: async (contender, clock) => {
    const readAll = offered(contender.readAll, "readAll")
    await clock.warmUp(contender, 1, () => readAll(clock.scale.events / 20))
    return clock.exactly(contender, 1, [readAll(clock.scale.events)], clock.scale.events)
  }
}
