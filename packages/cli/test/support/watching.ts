// The command line while it stays: a process of which tests wait for what it says.
import { type ChildProcess, spawn } from "node:child_process"
import { onTestFinished } from "vitest"
import { bin } from "./cli.ts"

export interface Watching {
  /** Waits until something new is said that fits, and gives all that was said since the last time. */
  readonly until: (pattern: RegExp) => Promise<string>
  /** What was said since the last time; it may go on. */
  readonly rest: () => string
  /** Does something while the process stands still, so that it sees all of it at once. */
  readonly unseen: (change: () => void) => void
  /** Sends the signal, and gives the exit code. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>
}

/** A test that fails, or runs out of time, ends the process. */
export const watchingIn = (cwd: string, ...args: ReadonlyArray<string>): Watching => {
  const { DECIDUOUS_URL: _, ...env } = process.env
  const child = spawn(process.execPath, [bin, ...args], {
    cwd,
    env: { ...env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"]
  })
  const ended = exitOf(child)
  onTestFinished(() => void child.kill("SIGKILL"))
  let said = ""
  let isOver = false
  let wake = (): void => undefined
  for (const output of [child.stdout, child.stderr]) {
    output.setEncoding("utf8").on("data", (text: string) => {
      said += text
      wake()
    })
  }
  void ended.then(() => {
    isOver = true
    wake()
  })
  const rest = () => {
    const all = said
    said = ""
    return all
  }
  return {
    until: async (pattern) => {
      while (!pattern.test(said)) {
        if (isOver) throw new Error(`It has ended, and said only:\n${said}`)
        await new Promise<void>((resolve) => (wake = resolve))
      }
      return rest()
    },
    rest,
    unseen: (change) => {
      child.kill("SIGSTOP")
      change()
      child.kill("SIGCONT")
    },
    end: (signal) => {
      child.kill(signal)
      return ended
    }
  }
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once("close", (code) => resolve(code)))
