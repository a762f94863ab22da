// A table as text: in columns for a terminal, or as Markdown.

/** Rows of cells; the first row is the head. */
export type Cells = ReadonlyArray<ReadonlyArray<string>>

/** Names stand left, and so does the last column, of remarks; figures stand right. */
export const aligned = (cells: Cells): string => {
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const isText = (column: number) => column === 0 || column === widths.length - 1
  const cell = (text: string, column: number) =>
    isText(column) ? text.padEnd(widths[column]!) : text.padStart(widths[column]!)
  return cells.map((row) => row.map(cell).join("  ").trimEnd()).join("\n")
}

export const piped = ([head = [], ...rows]: Cells): string => {
  const isText = (column: number) => column === 0 || column === head.length - 1
  const ruler = head.map((_, column) => isText(column) ? "---" : "---:")
  return [head, ruler, ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n")
}
