// One rule of `check` in one file: a project, a change that breaks the rule, its nearest neighbour that does not, and what
// is said of each. Read by `rules.test.ts`. The format is that of an archive of texts: `-- <name> --`, then the lines.
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"

export interface RuleFile {
  /** The file's name, `READ_CHANGED.an-event-that-was-skipped`: the rule, and what it shows where there is more than one. */
  readonly name: string
  /** `READ_CHANGED` */
  readonly rule: string
  readonly path: string
  /** `Locked, then changed.`, `Released, then changed.` or `As it is.`: what counts as stored. */
  readonly opening: string
  readonly sections: ReadonlyMap<string, string>
}

/** Files by their path; those without a prefix are there from the beginning. */
export type Files = ReadonlyMap<string, string>

export type Side = "breaks" | "passes"

const folder = join(import.meta.dirname, "../rules")

export const ruleFiles = (): ReadonlyArray<RuleFile> =>
  readdirSync(folder).filter((name) => name.endsWith(".txt")).sort().map((name) =>
    parse(name.slice(0, -".txt".length), join(folder, name))
  )

const parse = (name: string, path: string): RuleFile => {
  const [opening = "", ...parts] = readFileSync(path, "utf8").split(/^-- (.+) --\n/m)
  const sections = new Map<string, string>()
  for (let at = 0; at < parts.length; at += 2) {
    const [name = "", text = ""] = parts.slice(at, at + 2)
    // an empty line stands before the next section, and is none of the file's
    sections.set(name, text.trim() === "" ? "" : text.replace(/\n+$/, "\n"))
  }
  return { name, rule: name.split(".")[0] ?? name, path, opening: opening.trim(), sections }
}

/** What is there before anything is changed: what is locked. */
export const before = ({ sections }: RuleFile): Files =>
  new Map([...sections].filter(([name]) => !/^(?:released|then|breaks|passes|said) /.test(name)))

/** Of the release that is compared with. */
export const released = (file: RuleFile): Files => overlaid(before(file), file, "released")

export const after = (file: RuleFile, side: Side): Files => overlaid(overlaid(before(file), file, "then"), file, side)

const overlaid = (files: Files, { sections }: RuleFile, prefix: string): Files => {
  const result = new Map(files)
  for (const [name, text] of sections) {
    if (!name.startsWith(`${prefix} `)) continue
    const file = name.slice(prefix.length + 1)
    if (file.startsWith("without ")) result.delete(file.slice("without ".length))
    else result.set(file, text)
  }
  return result
}

const said = (side: Side): string => `said of what ${side}`

export const expected = ({ sections }: RuleFile, side: Side): string | undefined => sections.get(said(side))

/** The file with other messages. */
export const print = (file: RuleFile, messages: Readonly<Record<Side, string>>): string => {
  const kept = [...file.sections].filter(([name]) => !name.startsWith("said "))
  const all = [...kept, [said("breaks"), messages.breaks] as const, [said("passes"), messages.passes] as const]
  return [`${file.opening}\n`, ...all.map(([name, text]) => `-- ${name} --\n${text}`)].join("\n")
}

/** How many lines two states of a project do not share; a file that one of them lacks counts as one. */
export const distance = (a: Files, b: Files): number =>
  [...new Set([...a.keys(), ...b.keys()])].reduce((sum, file) => sum + linesApart(a.get(file), b.get(file)), 0)

const linesApart = (a: string | undefined, b: string | undefined): number => {
  if (a === undefined || b === undefined) return a === b ? 0 : 1
  const [left, right] = [a.split("\n"), b.split("\n")]
  return Math.max(
    left.filter((line) => !right.includes(line)).length,
    right.filter((line) => !left.includes(line)).length
  )
}
