// W11: the most memory that a process holds while it reads a long log, beside what the driver alone holds.
import { offered } from "../offers.ts"
import { openAccounts } from "../openAccounts.ts"
import type { Workload } from "../Workload.ts"

const eventsEach = 500

export const w11: Workload = {
  name: "W11",
  title: "memory while the whole log is read",
  unit: "events",
  concurrency: [1],
  contenders: ["deciduous", "raw-read"],
  prepare: (contender, { manyEvents }) =>
    openAccounts(contender, { accounts: manyEvents / eventsEach, events: eventsEach }),
  run: async (contender, clock) => {
    const { manyEvents } = clock.scale
    const measured = await clock.exactly(contender, 1, [offered(contender.readAll, "readAll")(manyEvents)], manyEvents)
    return { ...measured, counts: { events: manyEvents, peakMB: Math.round(process.resourceUsage().maxRSS / 1024) } }
  }
}
