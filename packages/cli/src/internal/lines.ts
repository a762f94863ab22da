// A file of lines, such as .gitignore, with those that it lacks at its end.

/** The text with the lines added, or `undefined` where it has them all. */
export const withLines = (text: string, lines: ReadonlyArray<string>): string | undefined => {
  const there = new Set(text.split(/\r?\n/).map(meaning))
  const missing = lines.filter((line) => !there.has(meaning(line)))
  if (missing.length === 0) return undefined
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n"
  const separator = text === "" || text.endsWith("\n") ? "" : lineEnd
  return text + separator + missing.map((line) => line + lineEnd).join("")
}

/** `/node_modules` and `node_modules/` are said to the same end. */
const meaning = (line: string): string => line.trim().replace(/^[/]|[/]$/g, "")
