// Who a process is, so that another one can tell whether it still runs. A pid means nothing in another container.
import * as fs from "node:fs"
import * as os from "node:os"

export interface Identity {
  readonly pid: number
  /** Where the pid counts: the same for two processes that see each other. */
  readonly place: string
  /** When the process started, in the system's own unit; empty where that cannot be known. */
  readonly start: string
}

/** The first pid namespace of every Linux has the same number, so its host and its boot belong to the place. */
export const thisProcess = (): Identity => ({
  pid: process.pid,
  place: [
    os.hostname(),
    orEmpty(() => fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()),
    orEmpty(() => fs.readlinkSync("/proc/self/ns/pid"))
  ].join(" "),
  start: startOf(process.pid)
})

/** Whether a process of this place still runs. Its pid may by now belong to another one, which started later. */
export const isAlive = ({ pid, start }: Identity): boolean => {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // with EPERM it lives and belongs to another user
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false
  }
  const now = startOf(pid)
  return start === "" || now === "" || start === now
}

/** Field 22 of Linux's `stat`; the second one is a name in parentheses, which may hold anything. */
const startOf = (pid: number): string =>
  orEmpty(() => {
    // a namespace that kept its parent's /proc would find a stranger under this pid
    if (fs.readlinkSync("/proc/self") !== String(process.pid)) return ""
    const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8")
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? ""
  })

/** Other systems have no /proc, and some hide it: what is not known is left out, and the pid has to do. */
const orEmpty = (read: () => string): string => {
  try {
    return read()
  } catch {
    return ""
  }
}
