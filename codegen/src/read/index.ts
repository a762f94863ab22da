// A folder of schema files to a catalog, or to the problems that keep it from being one. Read this first of `read/`.
import { join, relative, resolve } from "node:path"
import { collectBrands } from "../check/brands.ts"
import { checkExamples } from "../check/examples.ts"
import { checkFinite } from "../check/finite.ts"
import type { TypeOf } from "../check/fits.ts"
import { missingUpcasts } from "../check/missing.ts"
import { checkNames } from "../check/names.ts"
import { checkPersonal } from "../check/personal.ts"
import { checkStreams } from "../check/streams.ts"
import { checkTargets, type IsLockedSplit } from "../check/targets.ts"
import { checkVersions } from "../check/versions.ts"
import { error, hasErrors, settle, wholeFile } from "../diagnostic.ts"
import type { Diagnostic, Report, Sources } from "../diagnostic.ts"
import { loadLock } from "../lock/file.ts"
import { fateAt, LOCK_FILE } from "../lock/model.ts"
import { isProblem } from "../lock/text.ts"
import { type Memory, remembered } from "../memory.ts"
import type { Catalog } from "../model.ts"
import { findDeclared } from "../walk.ts"
import { definitionsIn, readAggregate } from "./aggregate.ts"
import { assemble } from "./assemble.ts"
import type { Found } from "./context.ts"
import { listFolder } from "./folder.ts"
import type { Node } from "./node.ts"
import { inputsOf, type Reported, reported, same, typeInputs } from "./reuse.ts"
import { soundPart } from "./sound.ts"
import { below, isFolder, readSource } from "./source.ts"
import type { SourceFile } from "./source.ts"
import { makeTypeTable, readTypes } from "./types.ts"
import { parseYaml } from "./yaml.ts"

export interface ReadOptions {
  /** The folder of schemas, as `cwd` sees it. */
  readonly folder: string
  /** Where printed paths begin: the working folder unless given. */
  readonly cwd?: string
  /** Folders below that are not read, where generated modules go for instance. */
  readonly ignore?: ReadonlyArray<string>
  /** Of the runs before in the same process, which then reads what has changed. */
  readonly memory?: Memory | undefined
}

export interface ReadResult {
  /** Nothing while an error stands. */
  readonly catalog: Catalog | undefined
  /** What no error touches, so that its upcasts can be checked all the same; the catalog itself where there is none. */
  readonly sound: Catalog | undefined
  /** Everything that could be read, whatever is wrong with it: for the question of what is there at all. */
  readonly assembled: Catalog | undefined
  readonly problems: ReadonlyArray<Diagnostic>
  /** The text of every file read, for the frames of problems that are found later. */
  readonly sources: Sources
}

/** Reads every schema file below a folder, and reports everything that is wrong with any of them. */
export const readCatalog = (options: ReadOptions): ReadResult => {
  const problems: Array<Diagnostic> = []
  const report = (problem: Diagnostic): void => void problems.push(problem)
  const sources = new Map<string, string>()
  const { memory } = options
  const nodes = new Map<string, Node | undefined>()
  const parse = (source: SourceFile): Node | undefined => {
    if (!nodes.has(source.file)) nodes.set(source.file, parseSource(source, { sources, memory, report }))
    return nodes.get(source.file)
  }
  const cwd = resolve(options.cwd ?? ".")
  const root = locate(resolve(cwd, options.folder), cwd)
  if (!isFolder(root.path)) {
    const help = "name another by --schemas, or begin one: deciduous init."
    report(error("FOLDER_MISSING", wholeFile(root.file), "There is no such folder of schema files.", help))
    return { catalog: undefined, sound: undefined, assembled: undefined, problems, sources }
  }

  const folder = listFolder(root, { cwd, ignore: options.ignore ?? [] }, report)
  const found: Found = { brands: [], examples: [], personal: [] }
  const add = <A>({ found: more, problems: other, result }: Reported<A>): A => {
    problems.push(...other)
    found.brands.push(...more.brands)
    found.examples.push(...more.examples)
    return result
  }
  const table = remembered(
    memory,
    "_types",
    [root.file, ...inputsOf(folder.types, parse)],
    () => makeTypeTable(below(root.file, "_types"), folder.types, parse)
  )
  const drafts = folder.aggregates.map((aggregate) => {
    const files = [aggregate.manifest, aggregate.commands, ...aggregate.events]
    return add(
      remembered(
        memory,
        `read ${aggregate.name}`,
        [...inputsOf(files, parse), ...typeInputs(files, parse, table)],
        () => reported((found, report) => readAggregate(aggregate, { types: table, found, report, parse }))
      )
    )
  })
  const types = add(
    remembered(memory, "read _types", [table], () => reported((found, report) => readTypes(table, found, report)))
  )
  const declared = [...types, ...drafts.flatMap(definitionsIn)]
  const find = findDeclared(declared)
  const typeOf: TypeOf = (reference) => find(reference)?.shape

  const isLockedSplit = lockedSplits(root.path)
  for (const draft of drafts) {
    checkVersions(draft, report)
    checkTargets(draft, isLockedSplit, report)
  }
  checkStreams(drafts, report)
  const brands = collectBrands(found.brands, report)
  checkNames(drafts, table.files, types, brands, report)
  checkFinite(declared, report)
  // What has no finite value cannot be walked to its end.
  if (!problems.some(({ code }) => code === "REF_CYCLE")) {
    for (const { payload, personal } of drafts.flatMap(({ versions }) => versions)) {
      if (payload !== undefined) checkPersonal(payload, personal, typeOf, report)
    }
    checkExamples(found.examples, typeOf, report)
  }
  if (drafts.length === 0 && problems.length === 0) {
    report(
      error(
        "MANIFEST_MISSING",
        wholeFile(root.file),
        "The folder holds no aggregate.",
        "each has a folder with an aggregate.yaml."
      )
    )
  }

  const assembled = same(assemble({ folder: root.file, types, brands, drafts }), drafts, memory)
  const catalog = hasErrors(problems) ? undefined : assembled
  const sound = soundPart(assembled, drafts, problems)
  problems.push(...missingUpcasts(sound))
  return { catalog, sound, assembled, problems: settle(problems, sources), sources }
}

interface Parsing {
  readonly sources: Map<string, string>
  readonly memory: Memory | undefined
  readonly report: Report
}

const parseSource = (source: SourceFile, { memory, report, sources }: Parsing): Node | undefined => {
  const text = readSource(source, report)
  if (text === undefined) return undefined
  sources.set(source.file, text)
  const { problems, result } = remembered(
    memory,
    `parse ${source.file}`,
    [text],
    () => reported((_, report) => parseYaml(source.file, text, report))
  )
  for (const problem of problems) report(problem)
  return result
}

/** Of a lock that can't be used nothing is known here; `check` says what is wrong with it. */
const lockedSplits = (folder: string): IsLockedSplit => {
  const lock = loadLock(join(folder, LOCK_FILE), LOCK_FILE)
  return (stream, event) =>
    lock !== undefined && !isProblem(lock) && fateAt(lock.streams.get(stream), event).replaced !== undefined
}

/** A path as messages print it: from the working folder, with `/` on every system. */
const locate = (path: string, cwd: string): SourceFile => ({
  path,
  file: relative(cwd, path).replaceAll("\\", "/") || "."
})
