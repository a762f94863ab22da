// Text of schema files in Markdown, MDX and Mermaid, where some of its characters would mean something.
// Read by the pages of `export/`.

/** In a line of Markdown. */
export const text = (of: string): string =>
  oneLine(of).replace(/[\\`*_[\]<>|#]/g, (sign) => sign === "<" ? "&lt;" : sign === ">" ? "&gt;" : `\\${sign}`)

/** In MDX a brace begins an expression, and a tag is code. */
export const mdxText = (of: string): string => text(of).replace(/[{}]/g, (sign) => `\\${sign}`)

/** A value as code, whatever it holds; in a cell of a table a bar must not end it. */
export const code = (of: string): string => {
  const line = oneLine(of)
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map(({ length }) => length))
  const ticks = "`".repeat(longest + 1)
  const padding = longest > 0 || line === "" ? " " : ""
  return `${ticks}${padding}${line.replaceAll("|", "\\|")}${padding}${ticks}`
}

/** A label of Mermaid, in its quotes: its own signs by their numbers. */
export const label = (lines: ReadonlyArray<string>): string =>
  `"${
    lines.map((line) =>
      oneLine(line).replaceAll("->", "→").replace(/[^\p{L}\p{N} ./,:()+@=→-]/gu, (sign) => `#${sign.codePointAt(0)};`)
    )
      .join("<br/>")
  }"`

/** The anchor that a heading gets on the usual hosts. */
export const anchor = (heading: string): string =>
  `#${heading.toLowerCase().replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-")}`

const oneLine = (of: string): string => of.replace(/\s+/g, " ").trim()
