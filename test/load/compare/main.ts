// `bench --peers`: Deciduous beside other event stores, in one interleaved run on a PostgreSQL of its own.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { contenders } from "./contenders.ts"
import { figuresOf } from "./figures.ts"
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
  /** A Markdown file whose figures, between its two marks, are replaced by those of this run. */
  readonly write: string | undefined
}

/** Prints the results, and answers with the exit code: 1 where something failed, 2 where the options say nothing sensible. */
export const comparePeers = async (options: Options): Promise<number> => {
  const figures = options.write === undefined ? undefined : figuresOf(options.write)
  const unknown = typeof figures === "string"
    ? figures
    : unknownName(options.only, workloads.map(({ name }) => name), "workload")
      ?? unknownName(options.adapters, Object.keys(contenders), "adapter")
  if (unknown !== undefined) {
    console.error(unknown)
    return 2
  }
  try {
    installPeers(say)
    const asked = askedFor(options)
    const scale = options.quick ? quick : full
    const profiles = options.profile ? fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-profiles-")) : undefined
    const ours = options.profile ? "deciduous,memory" : undefined
    const outcome = await run({
      workloads: asked,
      contenders: (options.adapters ?? ours)?.split(",") ?? Object.keys(contenders),
      scale: { ...scale, rounds: options.rounds ?? (options.profile ? 1 : scale.rounds) },
      profiles,
      say
    })
    const { output } = options
    console.log(output === "json" ? JSON.stringify(outcome.rows, undefined, 2) : report(outcome, asked, output))
    if (profiles !== undefined) say(`The profiles are in ${profiles}.`)
    if (typeof figures === "object") figures.replace(report(outcome, asked, "markdown"))
    return outcome.rows.some(({ failed }) => failed !== undefined) ? 1 : 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
}

/** Results go to the standard output, and what happens meanwhile beside it. */
const say = (line: string): void => console.error(line)

const askedFor = ({ only, quick }: Options): ReadonlyArray<Workload> => {
  const missing = hasPgbench() ? "one-row" : "pgbench"
  const isLeftOut = (name: string, workload: Workload) =>
    name === missing || (quick && name === "memory" && workload.contenders.includes("deciduous"))
  const names = only?.split(",")
  return workloads.filter(({ name }) => names?.includes(name) ?? true).map((workload): Workload => ({
    ...workload,
    concurrency: quick ? workload.quickConcurrency ?? workload.concurrency : workload.concurrency,
    contenders: workload.contenders.filter((name) => !isLeftOut(name, workload))
  }))
}

const unknownName = (list: string | undefined, known: ReadonlyArray<string>, what: string): string | undefined => {
  const unknown = list?.split(",").filter((name) => !known.includes(name)) ?? []
  return unknown.length === 0
    ? undefined
    : `There is no ${what} "${unknown.join(`", "`)}"; there are ${known.join(", ")}.`
}

const hasPgbench = (): boolean => spawnSync("pgbench", ["--version"]).status === 0
