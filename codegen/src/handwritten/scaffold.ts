// Stubs of upcasters that are declared and not written, spliced into the user's modules: every other byte stays as it is.
// For `deciduous scaffold`.
import { dirname, relative } from "node:path"
import { upcastersName } from "../emit/upcasters.ts"
import type { Aggregate, Catalog, EventType } from "../model.ts"
import { lineEndOf, splice } from "../yamlText.ts"
import { type ModuleOptions, modulePath } from "./index.ts"
import type { Module } from "./module.ts"
import { makeProject } from "./project.ts"
import { type ByHand, handwrittenSteps } from "./steps.ts"
import { upcastersIn } from "./upcasters.ts"

export interface ScaffoldOptions extends ModuleOptions {
  /** The folder of generated modules, absolute; and how imports of them end. */
  readonly out: string
  readonly importExtension: ".ts" | ".js"
}

/** A module with its stubs. */
export interface Scaffolded {
  /** As `cwd` sees it. */
  readonly file: string
  readonly text: string
  readonly isNew: boolean
  readonly keys: ReadonlyArray<string>
}

/** Only modules to which something is added. Nothing is written here. */
export const scaffold = async (
  catalog: Catalog,
  options: ScaffoldOptions
): Promise<ReadonlyArray<Scaffolded> | { readonly problem: string }> => {
  const made: Array<Scaffolded> = []
  const project = makeProject(options.cwd)
  for (const [path, aggregates] of byModule(catalog, options)) {
    const file = relative(options.cwd, path).replaceAll("\\", "/")
    const stubs = aggregates.flatMap((aggregate) => handwrittenSteps(aggregate).map((step) => stubOf(aggregate, step)))
    const module = await project.load(path)
    if (module === undefined) {
      made.push({
        file,
        text: newModule(path, aggregates, stubs, options),
        isNew: true,
        keys: stubs.map(({ key }) => key)
      })
      continue
    }
    if ("problem" in module) return module
    const upcasters = upcastersIn(module, project.moduleOf)
    if (upcasters === undefined) {
      return {
        problem: `${file} exports no object "upcasters". help: export const upcasters: ${typeOf(aggregates)} = {}`
      }
    }
    const missing = stubs.filter(({ key }) => !upcasters.members.has(key))
    // what is spread into the object may hold them
    if (missing.length === 0 || upcasters.isOpen) continue
    made.push({
      file: upcasters.home.file,
      text: insertStubs(upcasters.home, upcasters.object, missing),
      isNew: false,
      keys: missing.map(({ key }) => key)
    })
  }
  return made
}

interface Stub {
  readonly key: string
  /** `OverdraftLimitSet v1 -> v2` */
  readonly comment: string
}

const byModule = (catalog: Catalog, options: ModuleOptions): ReadonlyMap<string, ReadonlyArray<Aggregate>> => {
  const modules = new Map<string, Array<Aggregate>>()
  for (const aggregate of catalog.aggregates) {
    if (handwrittenSteps(aggregate).length === 0) continue
    const path = modulePath(options, aggregate)
    modules.set(path, [...modules.get(path) ?? [], aggregate])
  }
  return modules
}

const stubOf = ({ events }: Aggregate, step: ByHand): Stub => {
  const found = events.find(({ name }) => name === step.event)
  return {
    key: step.key,
    comment: `${step.event} v${step.from} -> ${found === undefined ? "" : targetOf(found, step)}`
  }
}

const targetOf = ({ reading }: EventType, { from, to }: ByHand): string =>
  reading._tag === "Replaced" && from === to
    ? reading.by.map(({ event, version }) => `${event} v${version}`).join(" + ")
    : `v${to}`

/** A stub throws: an event that is read by a step nobody has written must not look as if it were read. */
const stubLines = ({ comment, key }: Stub, lineEnd: string, indent: string): string =>
  [
    `${indent}// ${comment}`,
    `${indent}${JSON.stringify(key)}: (_event, _context) => {`,
    `${indent}  throw new Error(${JSON.stringify(`The upcaster ${key} is not written yet.`)})`,
    `${indent}}`
  ].join(lineEnd)

const insertStubs = (
  { text, tree }: Module,
  object: NonNullable<ReturnType<typeof upcastersIn>>["object"],
  stubs: ReadonlyArray<Stub>
): string => {
  const lineEnd = lineEndOf(text)
  const last = object.properties.at(-1)
  const close = object.getEnd() - 1
  const lineStart = (at: number) => text.lastIndexOf("\n", at - 1) + 1
  const marginOf = (at: number) => /^[ \t]*/.exec(text.slice(lineStart(at)).replace(/^\uFEFF/, ""))?.[0] ?? ""
  const stands = (at: number) => text.slice(lineStart(at), at).trim() === ""
  const start = last?.getStart(tree)
  const indent = start !== undefined && stands(start) ? marginOf(start) : `${marginOf(object.getStart(tree))}  `
  const endsWithComma = object.properties.hasTrailingComma === true
  const block = stubs.map((stub) => stubLines(stub, lineEnd, indent)).join(`,${lineEnd}`) + (endsWithComma ? "," : "")
  const added = stands(close)
    ? splice(text, lineStart(close), lineStart(close), `${block}${lineEnd}`)
    : splice(text, close, close, `${lineEnd}${block}${lineEnd}${marginOf(object.getStart(tree))}`)
  return last === undefined || endsWithComma ? added : splice(added, last.getEnd(), last.getEnd(), ",")
}

const newModule = (
  path: string,
  aggregates: ReadonlyArray<Aggregate>,
  stubs: ReadonlyArray<Stub>,
  { importExtension, out }: ScaffoldOptions
): string => {
  const folder = relative(dirname(path), out).replaceAll("\\", "/")
  const generated = folder.startsWith(".") ? folder : `./${folder}`
  const imports = aggregates.map((aggregate) =>
    `import type { ${upcastersName(aggregate)} } from "${generated}/${aggregate.folder}.events.gen${importExtension}"`
  ).sort()
  const members = stubs.map((stub) => stubLines(stub, "\n", "  ")).join(",\n")
  return [
    "// How history is read where operations in aggregate.yaml cannot say it. Pure: the same event is read many times.",
    ...imports,
    "",
    `export const upcasters: ${typeOf(aggregates)} = {`,
    members,
    "}",
    ""
  ].join("\n")
}

const typeOf = (aggregates: ReadonlyArray<Aggregate>): string => aggregates.map(upcastersName).join(" & ")
