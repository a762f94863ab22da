// Generated files and the folder that they go to: compared in memory first, then written whole or not at all.
// Read by the pipeline.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { type GeneratedFile, MARK } from "./emit/draft.ts"

/** What a folder needs to hold just the generated files of a run. */
export interface Difference {
  readonly changed: ReadonlyArray<Change>
  readonly unchanged: ReadonlyArray<string>
  /** Files of an earlier run that nothing asks for now. */
  readonly stale: ReadonlyArray<string>
  /** Files in the way that no run has made. */
  readonly foreign: ReadonlyArray<string>
}

export interface Change {
  readonly file: GeneratedFile
  /** What is there now. */
  readonly before: string | undefined
}

/** Fails as `node:fs` does where the folder cannot be read. */
export const compare = (folder: string, files: ReadonlyArray<GeneratedFile>): Difference => {
  const present = existsSync(folder) ? readdirSync(folder) : []
  const read = (name: string) => present.includes(name) ? readFileSync(join(folder, name), "utf8") : undefined
  const compared = files.map((file): Change => ({ file, before: read(file.name) }))
  const changed = compared.filter(({ before, file }) => before !== file.text)
  const names = new Set(files.map(({ name }) => name))
  return {
    changed,
    unchanged: compared.filter(({ before, file }) => before === file.text).map(({ file }) => file.name),
    stale: present.filter((name) => name.endsWith(".gen.ts") && !names.has(name) && isOurs(read(name))).sort(),
    foreign: changed.filter(({ before }) => before !== undefined && !isOurs(before)).map(({ file }) => file.name)
  }
}

/**
 * Writes what has changed and removes what is stale. All texts are on the disk before the first file is replaced, so
 * that a full disk replaces none. Fails as `node:fs` does.
 */
export const write = (folder: string, { changed, stale }: Difference): void => {
  if (changed.length > 0) mkdirSync(folder, { recursive: true })
  const temporary = (name: string) => join(folder, `.${name}.${process.pid}.tmp`)
  try {
    for (const { file } of changed) writeFileSync(temporary(file.name), file.text)
    for (const { file } of changed) renameSync(temporary(file.name), join(folder, file.name))
  } finally {
    for (const { file } of changed) rmSync(temporary(file.name), { force: true })
  }
  for (const name of stale) rmSync(join(folder, name))
}

/** How many lines differ between the first one that does and the last, and which is the first, from 1. */
export const differingLines = (before: string, after: string): { readonly count: number; readonly first: number } => {
  const [old, now] = [before.split("\n"), after.split("\n")]
  const shorter = Math.min(old.length, now.length)
  let head = 0
  while (head < shorter && old[head] === now[head]) head++
  let tail = 0
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) tail++
  return { count: Math.max(old.length, now.length) - head - tail, first: head + 1 }
}

/** The header counts wherever it stands: a merge may have put its marks above it. An empty file is nobody's loss. */
const isOurs = (text: string | undefined): boolean => text !== undefined && (text.trim() === "" || text.includes(MARK))
