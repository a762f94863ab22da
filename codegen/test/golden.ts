// Golden cases: `cases/<what-it-shows>/in` is read, and what comes of it is compared with `out`, file by file.
// Read by the tests of all stages. `UPDATE_GOLDEN=1` writes `out` anew; a missing or surplus file fails.
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { assert } from "vitest"

export interface GoldenCase {
  /** What it shows: the folder's name. */
  readonly name: string
  /** The case's own folder; `in` lies below. */
  readonly folder: string
}

const casesIn = (root: string): ReadonlyArray<GoldenCase> =>
  readdirSync(join(import.meta.dirname, root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(import.meta.dirname, root, name) }))
    .sort((a, b) => a.name < b.name ? -1 : 1)

export const goldenCases: ReadonlyArray<GoldenCase> = casesIn("cases")

/** Those that show the modules for tests, and nothing else of what is generated. */
export const goldenCasesForTests: ReadonlyArray<GoldenCase> = casesIn("cases-for-tests")

/** Those that show what is said of legal schema files. */
export const goldenCasesForLint: ReadonlyArray<GoldenCase> = casesIn("cases-for-lint")

/** Those that show what is said of changes to what was locked. */
export const goldenCasesForCheck: ReadonlyArray<GoldenCase> = casesIn("cases-for-check")

/** Those that show what schema files are in the forms of others. */
export const goldenCasesForExport: ReadonlyArray<GoldenCase> = casesIn("cases-for-export")

/** Those that show what becomes of documents of others. */
export const goldenCasesForImport: ReadonlyArray<GoldenCase> = casesIn("cases-for-import")

/** A module that only tests and tools import: shown by cases of its own, as it would drown all others. */
export const isForTests = (file: string): boolean => /(^|\.)(arbitraries|history)\.gen\.ts$/.test(file)

/** The folder's name as a sentence. */
export const sentence = ({ name }: GoldenCase): string => name.replaceAll("-", " ")

/** Compares the texts of a run, by their paths below `out`, with those on disk. */
export const assertGolden = (golden: GoldenCase, produced: ReadonlyMap<string, string>): void => {
  const out = join(golden.folder, "out")
  if (process.env["UPDATE_GOLDEN"] === "1") {
    rmSync(out, { recursive: true, force: true })
    for (const [file, text] of produced) {
      mkdirSync(dirname(join(out, file)), { recursive: true })
      writeFileSync(join(out, file), text)
    }
    return
  }
  assert.deepEqual([...produced.keys()].sort(), filesBelow(out), `the files of ${out}; UPDATE_GOLDEN=1 writes them`)
  for (const [file, text] of produced) assert.equal(text, readFileSync(join(out, file), "utf8"), file)
}

const filesBelow = (folder: string): ReadonlyArray<string> =>
  statSync(folder, { throwIfNoEntry: false }) === undefined
    ? []
    : readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
      .sort()
