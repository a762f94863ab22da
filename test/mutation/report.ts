// What a run of mutants says: counts, a score, and what survived. Pure; for `main.ts` and the page of scores.

/** The part of Stryker's report that is read here. */
export interface Report {
  readonly files: Readonly<
    Record<string, {
      readonly source: string
      readonly mutants: ReadonlyArray<Mutant>
    }>
  >
}

export interface Mutant {
  readonly mutatorName: string
  readonly replacement?: string
  readonly status:
    | "Killed"
    | "Timeout"
    | "Survived"
    | "NoCoverage"
    | "Ignored"
    | "RuntimeError"
    | "CompileError"
    | "Pending"
  readonly location: { readonly start: Place; readonly end: Place }
}

interface Place {
  readonly line: number
  readonly column: number
}

const hasSurvived = ({ status }: Mutant): boolean => status === "Survived" || status === "NoCoverage"

export const withoutSurvivors = (report: Report, parts: ReadonlyArray<string>): Report => ({
  ...report,
  files: Object.fromEntries(
    Object.entries(report.files).map(([file, of]) => {
      const isAsked = parts.length === 0 || parts.some((part) => file.includes(part))
      return [file, isAsked ? { ...of, mutants: of.mutants.filter((mutant) => !hasSurvived(mutant)) } : of]
    })
  )
})

/** With the survivors of an earlier report that this one says nothing of, of files that have not changed since. */
export const withUntried = (report: Report, before: Report): Report => {
  const keyOf = ({ location, mutatorName, replacement }: Mutant) => JSON.stringify([location, mutatorName, replacement])
  const files = Object.entries(before.files).map(([file, old]): [string, Report["files"][string]] => {
    const now = report.files[file] ?? { ...old, mutants: [] }
    if (now.source !== old.source) return [file, now]
    const tried = new Set(now.mutants.map(keyOf))
    const untried = old.mutants.filter((mutant) => hasSurvived(mutant) && !tried.has(keyOf(mutant)))
    return [file, { ...now, mutants: [...now.mutants, ...untried] }]
  })
  return { ...report, files: { ...report.files, ...Object.fromEntries(files) } }
}

/** One file's numbers, or the sum of several. Mutants with which no test file loads are not counted, as Stryker does. */
export interface Tally {
  readonly noticed: number
  readonly survived: number
  /** Of those that survived: in code that no test runs. */
  readonly notRun: number
}

export const tallyOf = (mutants: ReadonlyArray<Mutant>): Tally => {
  const count = (...statuses: ReadonlyArray<Mutant["status"]>) =>
    mutants.filter(({ status }) => statuses.includes(status)).length
  return {
    noticed: count("Killed", "Timeout"),
    survived: count("Survived", "NoCoverage"),
    notRun: count("NoCoverage")
  }
}

export const sum = (tallies: ReadonlyArray<Tally>): Tally =>
  tallies.reduce((a, b) => ({
    noticed: a.noticed + b.noticed,
    survived: a.survived + b.survived,
    notRun: a.notRun + b.notRun
  }), { noticed: 0, survived: 0, notRun: 0 })

/** Of 100 mutants, how many were noticed; rounded down, so that 100 means all. */
export const score = ({ noticed, survived }: Tally): number => Math.floor(1000 * noticed / (noticed + survived)) / 10

/** A table in Markdown: the whole, then each file, the lowest score first. Of a sample the files say little. */
export const tableOf = (title: string, { files }: Report): string => {
  const rows = Object.entries(files).map(([file, { mutants }]) => ({ file, tally: tallyOf(mutants) }))
    .filter(({ tally }) => tally.noticed + tally.survived > 0)
    .toSorted((a, b) => score(a.tally) - score(b.tally) || (a.file < b.file ? -1 : 1))
  const row = (name: string, tally: Tally) =>
    `| ${name} | ${tally.noticed + tally.survived} | ${tally.survived} | ${score(tally).toFixed(1)} % |`
  return [
    "| | mutants | survived | noticed |",
    "| --- | --: | --: | --: |",
    row(`**${title}**, ${rows.length} files`, sum(rows.map(({ tally }) => tally))),
    ...rows.map(({ file, tally }) => row(`\`${file}\``, tally))
  ].join("\n")
}

/** What survived, a line each: where, what stands there, and what may stand there as well. */
export const survivorsOf = ({ files }: Report): ReadonlyArray<string> =>
  Object.entries(files).flatMap(([file, { mutants, source }]) =>
    mutants.filter(hasSurvived).map((mutant) => {
      const { column, line } = mutant.location.start
      const now = oneLine(mutant.replacement ?? "")
      const not = mutant.status === "NoCoverage" ? " (no test runs it)" : ""
      return `${file}:${line}:${column}${not} ${mutant.mutatorName}: ${oneLine(textOf(source, mutant))} -> ${now}`
    })
  )

const textOf = (source: string, { location: { end, start } }: Mutant): string =>
  source.split("\n").slice(start.line - 1, end.line)
    .map((line, i, lines) => i === lines.length - 1 ? line.slice(0, end.column - 1) : line)
    .map((line, i) => i === 0 ? line.slice(start.column - 1) : line)
    .join(" ")

const oneLine = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ")
  return line.length > 100 ? `${line.slice(0, 100)}...` : line
}
