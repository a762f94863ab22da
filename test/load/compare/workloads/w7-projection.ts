// W7: an asynchronous projection of 50,000 events into the balance of each account, from nothing until the last event is in
// it. Every measurement builds a read model of its own from the same log.
import { offered } from "../offers.ts"
import { openAccounts } from "../openAccounts.ts"
import type { Workload } from "../Workload.ts"

const eventsEach = 100

export const w7: Workload = {
  name: "W7",
  title: "asynchronous projection",
  unit: "events",
  concurrency: [1],
  contenders: ["deciduous", "deciduous-rows", "emmett"],
  prepare: (contender, { projected }) =>
    openAccounts(contender, { accounts: projected / eventsEach, events: eventsEach }),
  run: (contender, clock) => {
    const { projected } = clock.scale
    const project = offered(contender.project, "project")
    return clock.exactly(contender, 1, [project(projected, eventsEach)], projected)
  }
}
