// W5: 16 writers who deposit into one account.
import { randomUUID } from "node:crypto"
import { offered } from "../offers.ts"
import type { Workload } from "../Workload.ts"

export const w5: Workload = {
  name: "W5",
  title: "16 writers on one stream",
  unit: "commands",
  concurrency: [16],
  contenders: ["deciduous", "emmett", "castore", "plain", "memory"],
  run: async (contender, clock, writers) => {
    const append = offered(contender.append, "append")
    const deposit = offered(contender.deposit, "deposit")
    const decisions = offered(contender.decisions, "decisions")
    const [warm, hot] = [randomUUID(), randomUUID()]
    await clock.exactly(contender, 1, [append(warm, 1), append(hot, 1)], 1)
    await clock.warmUp(contender, writers, () => deposit(warm))
    const before = decisions()
    const commands = Array.from({ length: writers * clock.scale.commandsEach }, () => deposit(hot))
    const measured = await clock.exactly(contender, writers, commands, 1)
    return { ...measured, counts: { commands: commands.length, conflicts: decisions() - before - commands.length } }
  }
}
