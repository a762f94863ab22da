// What a run says: for a terminal, and the same as Markdown for docs/benchmarks.md.
import * as os from "node:os"
import { contenders, described } from "./contenders.ts"
import { aligned, type Cells, piped } from "./layout.ts"
import type { Row } from "./Row.ts"
import type { Outcome } from "./run.ts"
import { verdicts } from "./targets.ts"
import type { Workload } from "./Workload.ts"

export const report = (
  { loadBefore, rows, server }: Outcome,
  workloads: ReadonlyArray<Workload>,
  format: "text" | "markdown"
): string => {
  const table = format === "text" ? aligned : piped
  const heading = (text: string) => format === "text" ? text : `### ${text}`
  const code = (text: string) => format === "text" ? text : `\`${text}\``
  const legend = [...new Set(rows.map(({ adapter }) => adapter))].map((name) => `- ${code(name)}: ${described(name)}`)
  const faster = fasterPeers(rows).map((line) => `- ${line}`)
  const targets = verdicts(rows).map((
    { holds, reached, wanted, what }
  ) => [what, wanted, reached, holds ? "held" : "missed"])
  return [
    `${machine()}; ${server}; load average before the run ${loadBefore.toFixed(1)}.`,
    legend.join("\n"),
    ...workloads.flatMap(({ name, title, unit }) => [
      heading(`${name}: ${title} (${unit} a second)`),
      table(cellsOf(rows.filter(({ workload }) => workload === name)))
    ]),
    ...(targets.length === 0
      ? []
      : [heading("What was to be reached"), table([["", "at least, at most", "reached", ""], ...targets])]),
    ...(faster.length === 0 ? [] : [heading("Where a peer was faster"), faster.join("\n")])
  ].join("\n\n")
}

const machine = (): string => {
  const cores = os.cpus()
  const date = new Date().toISOString().slice(0, 10)
  const memory = Math.round(os.totalmem() / 2 ** 30)
  return `${date}; ${cores.length} x ${cores[0]?.model.trim()}, ${memory} GiB, ${os.type()}; Node ${process.version}`
}

const cellsOf = (rows: ReadonlyArray<Row>): Cells => [
  ["", "at once", "median", "min", "max", "x emmett", "Node us", "PG us", "p50 us", "p99 us", ""],
  ...rows.map((row) => {
    const { adapter, concurrency, failed, max, min, nodeMicros, ops, p50, p99, pgMicros } = row
    if (failed !== undefined) {
      return [adapter, `${concurrency}`, ...Array(8).fill("-"), `failed: ${failed.split("\n")[0]}`]
    }
    const emmett = rows.find((other) => other.adapter.startsWith("emmett") && other.concurrency === concurrency)
    const ratio = emmett === undefined || emmett.failed !== undefined ? "-" : (ops / emmett.ops).toFixed(2)
    const numbers = [nodeMicros, pgMicros, p50, p99].map((value) => value === undefined ? "-" : figure(value))
    return [adapter, `${concurrency}`, figure(ops), figure(min), figure(max), ratio, ...numbers, notes(row)]
  })
]

const notes = ({ counts }: Row): string =>
  Object.entries(counts).map(([name, count]) => `${name} ${count.toLocaleString("en")}`).join(", ")

/** One line for each row of a peer above that of Deciduous. What only references are, pgbench say, is not a peer. */
const fasterPeers = (rows: ReadonlyArray<Row>): ReadonlyArray<string> =>
  rows.flatMap((row) => {
    const { adapter, concurrency, failed, ops, workload } = row
    const ours = rows.find((other) =>
      other.workload === workload && other.concurrency === concurrency && other.adapter === "deciduous"
    )
    if (contenders[adapter]?.isPeer !== true || failed !== undefined) return []
    if (ours === undefined || ours.failed !== undefined) return []
    const times = ops / ours.ops
    return times > 1 ? [`${workload}, ${concurrency} at once: ${adapter}, ${times.toFixed(2)} times as fast`] : []
  })

const figure = (value: number): string =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en")
