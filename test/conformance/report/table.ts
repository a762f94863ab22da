// The table of docs/conformance.md, from verdicts. Pure.
import type { Backend } from "./backends.ts"
import type { Group } from "./rules.ts"
import { isUntested, laterOf, type Verdict } from "./verdicts.ts"

export const tableOf = (
  groups: ReadonlyArray<Group>,
  backends: ReadonlyArray<Backend>,
  verdicts: ReadonlyArray<Verdict>
): string => {
  const notes: Array<string> = []
  const note = (reason: string): string => {
    if (!notes.includes(reason)) notes.push(reason)
    return `(${letter(notes.indexOf(reason))})`
  }
  const cell = (verdict: Verdict): string => {
    const { failed, later, passed, unsupported } = verdict
    const marks = later === undefined ? unsupported.map(note).join(" ") : ""
    const counted = failed.length > 0
      ? `✗ ${failed.length} of ${failed.length + passed}`
      : passed > 0
      ? `✓ ${passed}`
      : later !== undefined
      ? "later"
      : isUntested(verdict)
      ? "✗ no test"
      : "–"
    return `${counted} ${marks}`.trim()
  }
  const sections = groups.map(({ later, name, rules }) => {
    const ofRule = (rule: string) => verdicts.filter((one) => one.rule === Number(rule))
    const reasons = new Set(Object.keys(rules).flatMap((rule) => ofRule(rule).map(({ later }) => later)))
    const [reason] = reasons
    if (reasons.size === 1 && reason !== undefined) {
      const list = Object.entries(rules).map(([rule, text]) => `- ${rule}: ${text}`).join("\n")
      return `### ${name}\n\nLater: ${reason}.\n\n${list}`
    }
    const rows = Object.entries(rules).map(([rule, text]) => {
      const mine = ofRule(rule)
      const isWhole = typeof later === "string" && mine.every((one) => one.later === undefined)
      const reason = isWhole ? undefined : laterOf(later, Number(rule))
      return [rule, reason === undefined ? text : `${text} ${note(reason)}`, ...mine.map(cell)]
    })
    return `### ${name}\n\n${aligned([["", "rule", ...backends.map((one) => one.name)], ...rows])}`
  })
  const legend = notes.map((reason, i) => `- (${letter(i)}) ${reason}`).join("\n")
  return `${sections.join("\n\n")}\n\n### Notes\n\n${legend}`
}

/** a, b, ..., z, aa, ab, ... */
const letter = (i: number): string =>
  `${i < 26 ? "" : letter(Math.floor(i / 26) - 1)}${String.fromCharCode(97 + (i % 26))}`

/** A Markdown table whose columns also line up in a terminal. */
const aligned = (rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const line = (row: ReadonlyArray<string>) => `| ${row.map((text, i) => text.padEnd(widths[i]!)).join(" | ")} |`
  const [head, ...body] = rows
  return [line(head!), line(widths.map((width) => "-".repeat(width))), ...body.map(line)].join("\n")
}
