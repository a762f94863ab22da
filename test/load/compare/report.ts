// Tables of a run: for a terminal, and the same as Markdown for docs/benchmarks.md.
import * as os from "node:os"
import { described } from "./contenders.ts"
import type { Row } from "./Row.ts"
import type { Outcome } from "./run.ts"
import { type Verdict, verdicts } from "./targets.ts"
import type { Workload } from "./Workload.ts"

type Cells = ReadonlyArray<ReadonlyArray<string>>
type Layout = (cells: Cells) => string

export const report = (
  { loadBefore, rows, server }: Outcome,
  workloads: ReadonlyArray<Workload>,
  format: "text" | "markdown"
): string => {
  const layout = format === "text" ? aligned : piped
  const heading = format === "text" ? "" : "### "
  const code = format === "text" ? (text: string) => text : (text: string) => `\`${text}\``
  const adapters = [...new Set(rows.map(({ adapter }) => adapter))]
  return [
    `${machine()}; ${server}; load average before the run ${loadBefore.toFixed(1)}.`,
    ...workloads.map(({ name, title, unit }) => {
      const own = rows.filter(({ workload }) => workload === name)
      return `${heading}${name}: ${title} (${unit} a second)\n\n${layout(cellsOf(own))}`
    }),
    ...targetTable(verdicts(rows), heading, layout),
    adapters.map((name) => `- ${code(name)}: ${described(name)}`).join("\n")
  ].join("\n\n")
}

const machine = (): string => {
  const [{ model } = { model: "unknown processor" }] = os.cpus()
  const memory = Math.round(os.totalmem() / 2 ** 30)
  return `${
    new Date().toISOString().slice(0, 10)
  }; ${os.cpus().length} x ${model.trim()}, ${memory} GiB, ${os.type()}; `
    + `Node ${process.version}`
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

const targetTable = (all: ReadonlyArray<Verdict>, heading: string, layout: Layout): ReadonlyArray<string> =>
  all.length === 0 ? [] : [
    `${heading}What was to be reached\n\n${
      layout([
        ["", "at least, at most", "reached", ""],
        ...all.map(({ holds, reached, wanted, what }) => [what, wanted, reached, holds ? "held" : "missed"])
      ])
    }`
  ]

const figure = (value: number): string =>
  value < 10 ? value.toFixed(2) : value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString("en")

const aligned: Layout = (cells) => {
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const last = widths.length - 1
  return cells.map((row) =>
    row.map((cell, column) =>
      column === 0 || column === last ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)
    ).join("  ").trimEnd()
  ).join("\n")
}

const piped: Layout = ([head = [], ...rows]) =>
  [head, head.map((_, column) => column === 0 ? "---" : "---:"), ...rows].map((row) => `| ${row.join(" | ")} |`).join(
    "\n"
  )
