// How much processor time PostgreSQL has used: its first process, every backend, and those that have ended. Linux only.
import * as fs from "node:fs"

/** The kernel counts in hundredths of a second, on every architecture that Node runs on. */
const microsPerTick = 10_000

/** Microseconds so far, or `undefined` where the system does not tell. */
export const serverCpu = (postmaster: number): number | undefined => {
  if (process.platform !== "linux") return undefined
  const stats = fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap(statOf)
  const own = stats.find(({ pid }) => pid === postmaster)
  const backends = stats.filter(({ parent }) => parent === postmaster)
  return backends.reduce((sum, { ticks }) => sum + ticks, (own?.ticks ?? 0) + (own?.ended ?? 0)) * microsPerTick
}

const statOf = (pid: string) => {
  let text: string
  try {
    text = fs.readFileSync(`/proc/${pid}/stat`, "utf8")
  } catch {
    // the process ended after it was listed; what it used stands with its parent then
    return []
  }
  // the second field is the name in brackets, which may hold blanks; the third follows it
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ").map(Number)
  const [, parent, , , , , , , , , , user, system, endedUser, endedSystem] = fields
  return [{ pid: Number(pid), parent: parent!, ticks: user! + system!, ended: endedUser! + endedSystem! }]
}
