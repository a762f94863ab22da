// What the last run of a project came to, so that a run in which nothing has changed ends before it parses a file.
// It is kept in node_modules/.cache, as other tools do; without a folder node_modules nothing is kept. Read by the pipeline.
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import type { Diagnostic } from "./diagnostic.ts"
import type { EmitOptions } from "./emit/draft.ts"

/** All that a run depends on, beside the files. Paths are absolute. */
export interface Run {
  readonly cwd: string
  readonly schemas: string
  readonly out: string
  readonly form: EmitOptions
}

/** What a run says where it finds that nothing has to be written. */
export interface Outcome {
  readonly unchanged: ReadonlyArray<string>
  readonly diagnostics: ReadonlyArray<Diagnostic>
  readonly lint: ReadonlyArray<Diagnostic>
}

/** The outcome of the last run, if every file that it read and wrote, and this program, are as they were. */
export const recall = (run: Run): Outcome | undefined => {
  const file = fileOf(run)
  return file === undefined ? undefined : attempt(() => {
    const { key, outcome } = JSON.parse(readFileSync(file, "utf8")) as {
      readonly key: string
      readonly outcome: Outcome
    }
    return key === keyOf(run) ? outcome : undefined
  })
}

/** To be called when all has been written. */
export const remember = (run: Run, outcome: Outcome): void => {
  const file = fileOf(run)
  if (file === undefined) return
  attempt(() => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify({ key: keyOf(run), outcome }))
  })
}

/** A cache that can't be used costs time and nothing else, so that it is no problem to report. */
const attempt = <A>(f: () => A): A | undefined => {
  try {
    return f()
  } catch {
    return undefined
  }
}

/** One file for each pair of folders in the project. */
const fileOf = ({ cwd, out, schemas }: Run): string | undefined => {
  const modules = join(cwd, "node_modules")
  if (!existsSync(modules)) return undefined
  const name = createHash("sha256").update(JSON.stringify([schemas, out])).digest("hex").slice(0, 16)
  return join(modules, ".cache", "deciduous", `${name}.json`)
}

/** Differs as soon as any byte does that a run would look at. */
const keyOf = ({ cwd, form, out, schemas }: Run): string => {
  const hash = createHash("sha256")
  const add = (text: string | Uint8Array) => hash.update(`${text.length}:`).update(text)
  add(JSON.stringify([cwd, schemas, out, form]))
  // of the program too, which is rarely changed and never forgotten
  for (const folder of [import.meta.dirname, schemas]) {
    for (const file of filesBelow(folder, (path) => path !== out)) {
      add(relative(folder, file))
      add(readFileSync(file))
    }
  }
  for (const name of readdirSync(out).filter((name) => name.endsWith(".gen.ts")).sort()) {
    add(name)
    add(readFileSync(resolve(out, name)))
  }
  return hash.digest("hex")
}

const filesBelow = (folder: string, isWanted: (path: string) => boolean): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => a.name < b.name ? -1 : 1)
    .filter(({ name }) => name !== "node_modules" && isWanted(join(folder, name)))
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path, isWanted) : [path]
    })
