// `bench --peers`: Deciduous beside other event stores, in one interleaved run on a PostgreSQL of its own.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { contenders, peers } from "./contenders.ts"
import { installPeers } from "./install.ts"
import { report } from "./report.ts"
import { run } from "./run.ts"
import { full, quick, type Workload } from "./Workload.ts"
import { workloads } from "./workloads.ts"

export interface Options {
  /** `W1,W6`: all by default. */
  readonly only: string | undefined
  /** `deciduous,emmett`: all by default. */
  readonly adapters: string | undefined
  readonly quick: boolean
  readonly rounds: number | undefined
  readonly output: "text" | "json" | "markdown"
  readonly profile: boolean
}

/** Prints the results, and answers with the exit code: 1 where a contender failed, 2 where a name is unknown. */
export const comparePeers = async (options: Options): Promise<number> => {
  const chosen = named(options.only, workloads.map(({ name }) => name), "workload")
  const adapters = named(options.adapters, Object.keys(contenders), "adapter")
  if (chosen === undefined || adapters === undefined) return 2
  installPeers(say)
  const missing = hasPgbench() ? "one-row" : "pgbench"
  const isLeftOut = (name: string, workload: Workload) =>
    name === missing || (options.quick && name === "memory" && workload.contenders.includes("deciduous"))
  const asked = workloads.filter(({ name }) => chosen.includes(name)).map((workload): Workload => ({
    ...workload,
    concurrency: options.quick ? workload.quickConcurrency ?? workload.concurrency : workload.concurrency,
    contenders: workload.contenders.filter((name) => !isLeftOut(name, workload))
  }))
  const scale = options.quick ? quick : full
  const profiles = options.profile ? fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-profiles-")) : undefined
  const outcome = await run({
    workloads: asked,
    contenders: options.profile && options.adapters === undefined ? ["deciduous", "memory"] : adapters,
    scale: { ...scale, rounds: options.profile ? 1 : options.rounds ?? scale.rounds },
    profiles,
    say
  })
  if (profiles !== undefined) say(`The profiles are in ${profiles}.`)
  const { output } = options
  console.log(output === "json" ? JSON.stringify(outcome.rows, undefined, 2) : report(outcome, asked, output))
  return outcome.rows.some(({ failed }) => failed !== undefined) ? 1 : 0
}

/** Results go to the standard output, and what happens meanwhile beside it. */
const say = (line: string): void => console.error(line)

const named = (
  list: string | undefined,
  known: ReadonlyArray<string>,
  what: string
): ReadonlyArray<string> | undefined => {
  const names = list?.split(",") ?? known
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return names
  console.error(`There is no ${what} "${unknown.join(`", "`)}"; there are ${known.join(", ")}.`)
  return undefined
}

const hasPgbench = (): boolean => spawnSync("pgbench", ["--version"], { cwd: peers }).status === 0
