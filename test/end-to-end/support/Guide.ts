// A page of the guide as a script: the files that it shows, the changes it makes to them, the commands that it types and
// what they print. Read by tests that follow a page word by word. `UPDATE_GUIDE=1` writes what was printed into the page.
import * as fs from "node:fs"
import * as path from "node:path"

export interface Chapter {
  readonly title: string
  readonly steps: ReadonlyArray<Step>
}

/** The line of the page on which a step begins is for messages. */
export type Step =
  | { readonly _tag: "Write"; readonly line: number; readonly file: string; readonly text: string }
  | { readonly _tag: "Change"; readonly line: number; readonly file: string; readonly diff: ReadonlyArray<string> }
  | { readonly _tag: "Run"; readonly line: number; readonly command: string; readonly printed: ReadonlyArray<string> }

/** The chapters of a page, by its second headings. A block that names a file is that file; ` ```diff <file>` changes it. */
export const chapters = (text: string): ReadonlyArray<Chapter> => {
  const found: Array<{ title: string; steps: Array<Step> }> = []
  const lines = text.split("\n")
  for (let at = 0; at < lines.length; at++) {
    const title = /^## (.+)$/.exec(lines[at]!)?.[1]
    if (title !== undefined) found.push({ title, steps: [] })
    const [, language, file] = /^```(\w+)(?: (\S+))?$/.exec(lines[at]!) ?? []
    if (language === undefined) continue
    const start = at + 1
    at = lines.indexOf("```", start)
    const block = lines.slice(start, at)
    const steps = found.at(-1)?.steps
    if (language === "console") steps?.push(...commandsIn(block, start + 1))
    else if (file !== undefined && language === "diff") {
      steps?.push({ _tag: "Change", line: start + 1, file, diff: block })
    } else if (file !== undefined) {
      steps?.push({ _tag: "Write", line: start + 1, file, text: `${block.join("\n")}\n` })
    }
  }
  return found
}

const commandsIn = (block: ReadonlyArray<string>, start: number): ReadonlyArray<Step> =>
  block.flatMap((line, index): ReadonlyArray<Step> => {
    if (!line.startsWith("$ ")) return []
    const next = block.findIndex((other, at) => at > index && other.startsWith("$ "))
    const printed = block.slice(index + 1, next < 0 ? block.length : next)
    return [{ _tag: "Run", line: start + index, command: line.slice(2), printed }]
  })

/** The text with the lines that begin with `-` taken out and those with `+` put in, wherever its context stands. */
export const changed = (text: string, diff: ReadonlyArray<string>): string | undefined => {
  const side = (sign: string) => diff.filter((line) => !line.startsWith(sign)).map((line) => line.slice(1)).join("\n")
  const before = side("+")
  // a function, as `$` in a replacement has a meaning
  return text.includes(before) ? text.replace(before, () => side("-")) : undefined
}

/** Whether what was printed is what the page says; a line `...` stands for any lines, and days and times are any. */
export const isPrinted = (expected: ReadonlyArray<string>, printed: string): boolean => {
  const lines = timeless(printed).trimEnd().split("\n").map((line) => line.trimEnd())
  const pattern = expected.map((line) => line === "..." ? "(?:.*\n)*?" : `${verbatim(timeless(line))}\n`).join("")
  return new RegExp(`^${pattern}$`).test(lines.length === 1 && lines[0] === "" ? "" : `${lines.join("\n")}\n`)
}

const verbatim = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")

const timeless = (text: string): string =>
  text.replaceAll(/\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?/g, "2026-01-01").replaceAll(/\d+(?:\.\d+)? m?s\b/g, "1 s")

/** The page with other lines where these were printed. */
export const withPrinted = (
  page: string,
  printed: ReadonlyArray<{ readonly step: Extract<Step, { _tag: "Run" }>; readonly text: string }>
): string => {
  const lines = fs.readFileSync(page, "utf8").split("\n")
  for (const { step, text } of printed.toReversed()) {
    if (step.printed.includes("...")) continue
    const body = text.trimEnd() === "" ? [] : text.trimEnd().split("\n").map((line) => line.trimEnd())
    lines.splice(step.line, step.printed.length, ...body)
  }
  return lines.join("\n")
}

/** `npx` and `npm start` of a project that has no packages installed: the command line from source, the tools of here. */
export const shims = (folder: string, root: string): void => {
  const tools = { tsc: "node_modules/typescript/bin/tsc", vitest: "node_modules/vitest/vitest.mjs" }
  const node = (file: string) => `exec "${process.execPath}" "${path.join(root, file)}"`
  const script = [
    "#!/bin/sh",
    "name=$1; shift",
    // each time it looks at what has changed since
    `set -- "$@" $([ "$name" = tsc ] && echo --incremental --tsBuildInfoFile node_modules/.tsbuildinfo)`,
    "case $name in",
    `  deciduous) ${node("packages/cli/src/bin.ts")} "$@";;`,
    ...Object.entries(tools).map(([name, file]) => `  ${name}) ${node(file)} "$@";;`),
    "esac",
    ""
  ].join("\n")
  fs.mkdirSync(folder, { recursive: true })
  const write = (name: string, text: string) => fs.writeFileSync(path.join(folder, name), text, { mode: 0o755 })
  write("npx", script)
  write("node", `#!/bin/sh\nexec "${process.execPath}" "$@"\n`)
}
