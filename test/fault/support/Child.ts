// A process of the tests that can be killed: what it says, line by line, and how it ends.
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import { type ChildProcessByStdio, spawn } from "node:child_process"
import { once } from "node:events"
import * as os from "node:os"
import * as path from "node:path"
import * as readline from "node:readline"
import type { Readable, Writable } from "node:stream"

export interface Child<Line> {
  /** What it has said so far. A line that was not finished when it was killed was not said. */
  readonly said: ReadonlyArray<Line>
  /** Waits until what it has said is enough. Dies with the child's last words where it ends before. */
  readonly until: (isEnough: (said: ReadonlyArray<Line>) => boolean) => Effect.Effect<void>
  /** Waits for something that happens while it lives. Dies with the child's last words where it ends before. */
  readonly meanwhile: <A, E, R>(wait: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>
  /** Ends it in the midst of everything, and gives everything that it said. */
  readonly kill: Effect.Effect<ReadonlyArray<Line>>
  /** Stops it where it is, lets it go on, or asks it to end as an operating system does. */
  readonly signal: (signal: "SIGSTOP" | "SIGCONT" | "SIGTERM") => Effect.Effect<void>
  /** Waits until it has ended. */
  readonly ended: Effect.Effect<void>
  /** Asks it to finish, and waits; dies where it does not end well or has anything to complain about. */
  readonly finish: Effect.Effect<ReadonlyArray<Line>>
}

/** Runs a file of `processes/` with options until the scope closes. */
export const start = <Line>(
  file: string,
  options: object
): Effect.Effect<Child<Line>, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => launch(file, options)),
      (child) => Effect.promise(() => end(child, () => child.kill("SIGKILL")))
    ),
    (child) => handle(file, child)
  )

type Process = ChildProcessByStdio<Writable, Readable, Readable>

const launch = (file: string, options: object): Process =>
  spawn(process.execPath, [path.join(import.meta.dirname, "../processes", file), JSON.stringify(options)], {
    // Node keeps what it compiled there, and half of a start is saved
    env: { ...process.env, NODE_COMPILE_CACHE: path.join(os.tmpdir(), "node-compile-cache") },
    stdio: ["pipe", "pipe", "pipe"]
  })

const handle = <Line>(file: string, child: Process): Child<Line> => {
  const said: Array<Line> = []
  let complaints = ""
  let isOver = false
  let listeners: Array<() => void> = []
  const notify = () => {
    const told = listeners
    listeners = []
    for (const listener of told) listener()
  }
  const lines = readline.createInterface(child.stdout)
  lines.on("line", (line) => {
    const parsed = parse<Line>(line)
    if (parsed === undefined) return
    said.push(parsed)
    notify()
  })
  child.stderr.on("data", (chunk) => {
    complaints += String(chunk)
  })
  // what it wrote to a pipe before it was killed is still to be read
  const over = Promise.all([once(child, "close"), once(lines, "close")]).then(([[code]]) => {
    isOver = true
    notify()
    return code as number | null
  })
  child.stdin.on("error", () => {})

  const enough = async (isEnough: (said: ReadonlyArray<Line>) => boolean): Promise<void> => {
    while (!isEnough(said)) {
      if (isOver) throw new Error(`${file} ended too early. ${complaints}`)
      await new Promise<void>((resolve) => listeners.push(resolve))
    }
  }
  const until: Child<Line>["until"] = (isEnough) => Effect.promise(() => enough(isEnough))
  return {
    said,
    until,
    meanwhile: (wait) => Effect.raceFirst(wait, Effect.andThen(until(() => false), Effect.never)),
    kill: Effect.promise(async () => {
      child.kill("SIGKILL")
      await over
      return said
    }),
    ended: Effect.promise(() => over.then(() => undefined)),
    signal: (signal) => Effect.sync(() => child.kill(signal)),
    finish: Effect.promise(async () => {
      child.stdin.end()
      const code = await over
      if (code !== 0 || complaints !== "") throw new Error(`${file} ended with ${code}. ${complaints}`)
      return said
    })
  }
}

/** `undefined` for a line of which only a part was written. */
const parse = <Line>(line: string): Line | undefined => {
  if (!line.endsWith("}")) return undefined
  try {
    return JSON.parse(line) as Line
  } catch {
    return undefined
  }
}

const end = async (child: Process, kill: () => void): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, "close")
  kill()
  await closed
}
