// What is wrong in a user's files, and how it is printed. Every rule reports by `error` or `warning`; read this before a rule.
import type { Place } from "./model.ts"

/** One problem in a user's file: where, which rule, what happened, what to do. */
export interface Diagnostic {
  readonly severity: Severity
  /** The rule's name, `UNKNOWN_KEYWORD`. */
  readonly code: string
  readonly place: Place | WholeFile
  /** One or two whole sentences. */
  readonly message: string
  readonly help: string | undefined
  /** The source line at `place`, which `settle` looks up. */
  readonly source: string | undefined
}

/** A note says what follows from a change, and is no fault. */
export type Severity = "error" | "warning" | "note"

/** The place of a problem that is a file's own: its name, or that it is there at all. */
export interface WholeFile {
  readonly file: string
  readonly line?: undefined
  readonly column?: undefined
}

/** Where rules leave what they find. */
export type Report = (problem: Diagnostic) => void

/** The text of each file read, by its name as places print it. */
export type Sources = ReadonlyMap<string, string>

export const error = (code: string, place: Place | WholeFile, message: string, help?: string): Diagnostic => ({
  severity: "error",
  code,
  place,
  message,
  help,
  source: undefined
})

export const warning = (code: string, place: Place | WholeFile, message: string, help?: string): Diagnostic => ({
  ...error(code, place, message, help),
  severity: "warning"
})

export const note = (code: string, place: Place | WholeFile, message: string, help?: string): Diagnostic => ({
  ...error(code, place, message, help),
  severity: "note"
})

export const wholeFile = (file: string): WholeFile => ({ file })

export const hasErrors = (problems: ReadonlyArray<Diagnostic>): boolean =>
  problems.some((problem) => problem.severity === "error")

/**
 * Makes what many rules found ready to print: sorted by file, line and column, each with its source line, and at most
 * one a place, because two sentences about one word read as two mistakes. An error stays before a warning and that
 * before a note, else the first one reported.
 */
export const settle = (problems: ReadonlyArray<Diagnostic>, sources: Sources): ReadonlyArray<Diagnostic> => {
  const byPlace = new Map<string, Diagnostic>()
  for (const problem of problems) {
    const key = JSON.stringify([problem.place.file, problem.place.line, problem.place.column])
    const other = byPlace.get(key)
    if (other === undefined || RANKS[problem.severity] < RANKS[other.severity]) byPlace.set(key, problem)
  }
  return [...byPlace.values()].sort(compare).map((problem) => ({ ...problem, source: sourceLine(problem, sources) }))
}

/** A problem as the user reads it: one line, a frame of two lines where there is a source line, and the help. */
export const formatDiagnostic = (problem: Diagnostic): string => {
  const { file, line, column } = problem.place
  const position = line === undefined ? file : `${file}:${line}:${column}`
  const lines = [`${position}  ${problem.severity}  ${problem.code}  ${problem.message}`]
  if (line !== undefined && problem.source !== undefined) lines.push(...frame(problem.source, line, column))
  if (problem.help !== undefined) lines.push(`  help: ${problem.help}`)
  return lines.join("\n")
}

/** All of them, with an empty line between two. */
export const formatDiagnostics = (problems: ReadonlyArray<Diagnostic>): string =>
  problems.map((problem) => `${formatDiagnostic(problem)}\n`).join("\n")

/** Text of the user's in a sentence: quoted, on one line, and cut where it is long. */
export const quote = (text: string): string => {
  const points = [...text]
  return JSON.stringify(points.length <= MAX_QUOTED ? text : `${points.slice(0, MAX_QUOTED).join("")}...`)
}

const RANKS: Record<Severity, number> = { error: 0, warning: 1, note: 2 }

/** Longer text would push the rest of the sentence out of sight. */
const MAX_QUOTED = 80

/** Of a longer line the frame shows the part around its caret, so that it fits a terminal. */
const MAX_FRAME = 110

const frame = (source: string, line: number, column: number): ReadonlyArray<string> => {
  const start = Math.max(0, source.length <= MAX_FRAME ? 0 : Math.min(column - 31, source.length - MAX_FRAME))
  const left = start > 0 ? "..." : ""
  const shown = source.slice(start, start + MAX_FRAME)
  const right = start + MAX_FRAME < source.length ? "..." : ""
  const gutter = `  ${line} | `
  // A tab before the caret stays a tab, as nobody knows its width.
  const indent = shown.slice(0, column - 1 - start).replace(/[^\t]/g, " ")
  return [
    `${gutter}${left}${printable(shown)}${right}`.trimEnd(),
    `${" ".repeat(gutter.length - 2)}| ${left.replace(/./g, " ")}${indent}^`
  ]
}

/** Control characters would act on the user's terminal. */
const printable = (text: string): string => text.replace(/(?!\t)[\p{Cc}\p{Cs}]/gu, "\ufffd")

const sourceLine = (problem: Diagnostic, sources: Sources): string | undefined =>
  problem.place.line === undefined
    ? undefined
    : sources.get(problem.place.file)?.split("\n")[problem.place.line - 1]?.replace(/\r$/, "")

const compare = (a: Diagnostic, b: Diagnostic): number =>
  a.place.file !== b.place.file
    ? (a.place.file < b.place.file ? -1 : 1)
    : (a.place.line ?? 0) - (b.place.line ?? 0) || (a.place.column ?? 0) - (b.place.column ?? 0)
