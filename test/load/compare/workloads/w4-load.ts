// W4: load and fold a stream of 10,000 events. Ours decodes each by its schema, the peers do not. No stream is loaded twice by
// a process, so that no cache answers; the first warms up.
import { accountOf } from "../history.ts"
import { offered } from "../offers.ts"
import { openAccounts } from "../openAccounts.ts"
import type { Workload } from "../Workload.ts"

const events = 10_000

export const w4: Workload = {
  name: "W4",
  title: "load and fold a stream of 10,000 events",
  unit: "events",
  concurrency: [1],
  contenders: ["deciduous", "emmett", "castore", "plain"],
  prepare: (contender, { longStreams }) => openAccounts(contender, { accounts: longStreams, events, writers: 2 }),
  run: async (contender, clock) => {
    const load = offered(contender.load, "load")
    const [warmUp, ...timed] = Array.from({ length: clock.scale.longStreams }, (_, n) => load(accountOf(n), events))
    await contender.perform(1, once(warmUp), () => {})
    return clock.exactly(contender, 1, timed, events)
  }
}

const once = <A>(value: A | undefined) => () => {
  const taken = value
  value = undefined
  return taken
}
