// Lists as people read them: columns that stand below each other, one line for each row, nothing that acts on a terminal.
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"

export interface Column {
  readonly title: string
  /** Numbers end at the same place, text begins at the same place. */
  readonly align: "left" | "right"
}

/** Rows below their titles. The last column is as wide as it needs, and cut only at the edge of a terminal. */
export const table = (columns: ReadonlyArray<Column>, rows: ReadonlyArray<ReadonlyArray<string>>): string => {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(printable))]
  const widths = columns.map((_, i) => lines.reduce((width, line) => Math.max(width, line[i]!.length), 0))
  const edge = process.stdout.isTTY ? process.stdout.columns : Infinity
  return lines.map((line) =>
    cut(
      line.map((cell, i) => columns[i]!.align === "right" ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!))
        .join("  ").trimEnd(),
      edge
    )
  ).join("\n")
}

const cut = (line: string, edge: number): string => line.length <= edge ? line : `${line.slice(0, edge - 1)}…`

/** Control characters, halves of characters and ends of lines by their numbers, as in JSON. */
export const printable = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
  )

/** One JSON document on a line of its own. */
export const jsonLine = (value: unknown): Effect.Effect<void> => Console.log(JSON.stringify(value))

/** `1 file`, `2 files` */
export const counted = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`

/** `50 s`, `3 min 5 s`, `2 h 0 min` */
export const secondsText = (duration: number): string => {
  const seconds = Math.floor(duration)
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
  return `${Math.floor(seconds / 3600)} h ${Math.floor(seconds % 3600 / 60)} min`
}
