// The pipeline, top to bottom: read -> check -> emit -> write. Tools call `generate`; read this file first.
import { relative, resolve } from "node:path"
import { type Diagnostic, hasErrors, settle } from "./diagnostic.ts"
import { emit } from "./emit/emit.ts"
import { findImportExtension } from "./importExtension.ts"
import { recall, remember, type Run } from "./lastRun.ts"
import { lint } from "./lint/index.ts"
import { changedFiles, type Memory } from "./memory.ts"
import type { Aggregate } from "./model.ts"
import { foreignFiles, staleFiles, unusableFolder } from "./outputProblems.ts"
import { readCatalog } from "./read/index.ts"
import { checkUpcasts } from "./upcast/check.ts"
import { compare, write } from "./write.ts"

export { type Diagnostic, formatDiagnostic, formatDiagnostics, hasErrors } from "./diagnostic.ts"

export interface GenerateOptions {
  /** The folder of schema files. */
  readonly schemas: string
  /** The folder that generated files go to. */
  readonly out: string
  /** Only compare: nothing is written, and each file that would be is reported as STALE. */
  readonly check?: boolean
  /** Generated modules with checked codecs. */
  readonly checked?: boolean
  /** How imports of neighbouring files end; what the nearest tsconfig.json allows, unless given. */
  readonly importExtension?: ".ts" | ".js"
  /** Where both folders and all printed paths begin: the working folder, unless given. */
  readonly cwd?: string
  /** Of the runs before in the same process (`makeMemory`): this one reads and generates what has changed since. */
  readonly memory?: Memory
}

/** What a run did. Paths are printed as `cwd` sees them. */
export interface Generated {
  readonly written: ReadonlyArray<string>
  readonly unchanged: ReadonlyArray<string>
  readonly removed: ReadonlyArray<string>
  /** With `check`: what a run would write or remove. */
  readonly stale: ReadonlyArray<string>
  /** Ready to print. While an error stands among them, nothing has been written. */
  readonly diagnostics: ReadonlyArray<Diagnostic>
  /** Warnings about what is legal and regretted later, to be counted here and printed elsewhere. */
  readonly lint: ReadonlyArray<Diagnostic>
  /** With `memory`: what differs from the last run. */
  readonly changed: {
    /** Schema files that are new, gone, or another text. */
    readonly files: ReadonlyArray<string>
    /** The aggregates that were generated anew. */
    readonly aggregates: ReadonlyArray<Aggregate>
  }
}

/**
 * Generates TypeScript from a folder of event schemas.
 *
 * It never throws for what is wrong with files: everything is in `diagnostics`.
 *
 * @example
 * ```ts
 * import { formatDiagnostics, generate } from "@deciduous/codegen"
 *
 * const { diagnostics, written } = generate({ schemas: "event-schemas", out: "src/generated" })
 * console.log(formatDiagnostics(diagnostics), written)
 * ```
 *
 * @since 0.1.0
 * @category generating
 */
export const generate = (options: GenerateOptions): Generated => {
  const cwd = resolve(options.cwd ?? ".")
  const out = resolve(cwd, options.out)
  /** Of a file in the out folder. */
  const printed = (name: string) => relative(cwd, resolve(out, name)).replaceAll("\\", "/")

  const importExtension = options.importExtension ?? findImportExtension(out)
  const run: Run = {
    cwd,
    schemas: resolve(cwd, options.schemas),
    out,
    form: { checked: options.checked ?? false, importExtension }
  }
  const { memory } = options
  // what was remembered on the disk is of no use for the next run of this process
  const last = memory === undefined ? recall(run) : undefined
  if (last !== undefined) return { ...NOTHING, ...last }

  const read = readCatalog({ folder: options.schemas, cwd, ignore: [options.out], memory })
  const { catalog, problems, sound, sources } = read
  const aggregates: Array<Aggregate> = []
  const changed = { files: memory === undefined ? [] : changedFiles(memory, sources), aggregates }
  if (memory !== undefined) memory.sources = sources
  const diagnostics = settle([...problems, ...(sound === undefined ? [] : checkUpcasts(sound))], sources)
  if (catalog === undefined || hasErrors(diagnostics)) return { ...NOTHING, changed, diagnostics }

  const nothing = { ...NOTHING, changed, lint: settle(lint(catalog), sources) }
  const files = emit(catalog, run.form, memory && { ...memory, emitted: (aggregate) => aggregates.push(aggregate) })

  try {
    const difference = compare(out, files)
    const foreign = foreignFiles(difference, printed)
    if (foreign.length > 0) return { ...nothing, diagnostics: [...diagnostics, ...foreign] }
    const different = difference.changed.map(({ file }) => printed(file.name))
    const gone = difference.stale.map(printed)
    const unchanged = difference.unchanged.map(printed)
    if (options.check === true) {
      const stale = staleFiles(difference, printed)
      return { ...nothing, unchanged, stale: [...different, ...gone], diagnostics: [...diagnostics, ...stale] }
    }
    write(out, difference)
    remember(run, { unchanged: files.map(({ name }) => printed(name)), diagnostics, lint: nothing.lint })
    return { ...nothing, written: different, unchanged, removed: gone, diagnostics }
  } catch (cause) {
    if (!isSystemError(cause)) throw cause
    return { ...nothing, diagnostics: [...diagnostics, unusableFolder(printed(".") || ".", cause)] }
  }
}

const NOTHING: Omit<Generated, "diagnostics"> = {
  written: [],
  unchanged: [],
  removed: [],
  stale: [],
  lint: [],
  changed: { files: [], aggregates: [] }
}

/** Of the disk, not of this program. */
const isSystemError = (cause: unknown): cause is NodeJS.ErrnoException => cause instanceof Error && "syscall" in cause
