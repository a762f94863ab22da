// Gives every measurement a process of its own, so that no heap, cache or compiled code of another helps or hinders it.
import { fork } from "node:child_process"
import * as path from "node:path"
import type { Answer, Task } from "./child.ts"

/** Runs a task in a fresh process; with a folder for profiles, that process writes one there. */
export const inFreshProcess = (task: Task, profiles: string | undefined): Promise<Answer> =>
  new Promise((resolve) => {
    const profiling = profiles === undefined || task.kind === "prepare"
      ? []
      : [
        "--cpu-prof",
        `--cpu-prof-dir=${profiles}`,
        `--cpu-prof-name=${task.workload}-${task.contender}-${task.concurrency}.cpuprofile`
      ]
    const child = fork(path.join(import.meta.dirname, "child.ts"), [], {
      execArgv: profiling,
      stdio: ["ignore", "ignore", "pipe", "ipc"]
    })
    let said = ""
    let answer: Answer | undefined
    const timer = setTimeout(() => child.kill("SIGKILL"), task.scale.longest)
    child.stderr!.on("data", (chunk) => said = `${said}${chunk}`.slice(-2_000))
    child.once("message", (message) => answer = message as Answer)
    child.once("close", (code, signal) => {
      clearTimeout(timer)
      resolve(answer ?? { failed: `its process ended with ${signal ?? code}. ${said}` })
    })
    child.send(task)
  })
