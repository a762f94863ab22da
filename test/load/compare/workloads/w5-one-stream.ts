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
    const deposits = (account: string, each: number) => Array.from({ length: writers * each }, () => deposit(account))
    await clock.exactly(contender, writers, deposits(warm, 2), 1)
    const before = decisions()
    const commands = deposits(hot, clock.scale.commandsEach)
    const measured = await clock.exactly(contender, writers, commands, 1)
    return { ...measured, counts: { commands: commands.length, conflicts: decisions() - before - commands.length } }
  }
}
