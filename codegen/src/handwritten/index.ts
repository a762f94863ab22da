// The modules of hand-written upcasters: whether every function is there, gives one result for one event, and is what it
// was. UPCAST_CODE_MISSING, UPCAST_IMPURE, UPCAST_CHANGED as a note. Read by `check`; ts-morph is loaded only if needed.
import { existsSync, readFileSync } from "node:fs"
import { dirname, join, relative, resolve } from "node:path"
import { hashOfText } from "../contract/canonical.ts"
import { note, type Sources, wholeFile } from "../diagnostic.ts"
import type { Baseline } from "../evolution/context.ts"
import { type Finding, finding } from "../evolution/finding.ts"
import type { Aggregate, Catalog } from "../model.ts"
import { type Module, placeOf } from "./module.ts"
import { locate, makeProject } from "./project.ts"
import { purityOf } from "./purity.ts"
import { type ByHand, handwrittenSteps } from "./steps.ts"
import { type ModuleOf, upcastersIn } from "./upcasters.ts"

export interface ModuleOptions {
  /** The folder of schemas, absolute. */
  readonly schemas: string
  readonly cwd: string
  /** Modules by the name of the aggregate, as `cwd` sees them. */
  readonly upcasters?: Readonly<Record<string, string>>
}

/** The module with an aggregate's upcasters: `src/upcasters.ts` beside the folder of schemas, unless it is said. */
export const modulePath = (
  { cwd, schemas, upcasters = {} }: ModuleOptions,
  { name }: Pick<Aggregate, "name">
): string => {
  const given = upcasters[name]
  return given === undefined ? join(dirname(schemas), "src", "upcasters.ts") : resolve(cwd, given)
}

/** Of the module's text and that of the modules it imports; `undefined` where nothing is written by hand, or is not yet. */
export const moduleHash = (options: ModuleOptions) => {
  const known = new Map<string, string | undefined>()
  return (aggregate: Aggregate): string | undefined => {
    if (handwrittenSteps(aggregate).length === 0) return undefined
    const path = modulePath(options, aggregate)
    if (!known.has(path)) known.set(path, existsSync(path) ? hashText(textWithImports(path)) : undefined)
    return known.get(path)
  }
}

/** One level of the project's own modules, as far as `check` follows them. Types and generated code do nothing. */
const textWithImports = (path: string): string => {
  const text = readFileSync(path, "utf8")
  const imports = [...text.matchAll(/^\s*(?:import|export)\s(?!type\s)[^"';]*?from\s*["'](\.[^"']+)["']/gm)]
    .map(([, specifier = ""]) => locate({ path }, specifier))
    .filter((file) => !/\.gen\.[jt]s$/.test(file) && existsSync(file))
  return [text, ...imports.map((file) => readFileSync(file, "utf8"))].join("\n")
}

/** Wherever lines end, and however they are indented. */
const hashText = (text: string): string =>
  `sha256-${hashOfText(text.replace(/^\uFEFF/, "").replaceAll(/\s+/g, " ").trim())}`

export interface ModuleFindings {
  readonly findings: ReadonlyArray<Finding>
  readonly sources: Sources
}

export const checkModules = async (
  options: ModuleOptions,
  catalog: Catalog,
  base: Baseline
): Promise<ModuleFindings | { readonly problem: string }> => {
  const project = makeProject(options.cwd)
  const findings: Array<Finding> = []
  const hash = moduleHash(options)
  for (const aggregate of catalog.aggregates) {
    const steps = handwrittenSteps(aggregate)
    if (steps.length === 0) continue
    const path = modulePath(options, aggregate)
    const module = await project.load(path)
    if (module !== undefined && "problem" in module) return module
    const file = relative(options.cwd, path).replaceAll("\\", "/")
    findings.push(
      ...checkAggregate(aggregate, steps, module ?? file, project.moduleOf),
      ...(module === undefined ? [] : changedCode(aggregate, steps, { file, hash: hash(aggregate), base }))
    )
  }
  return {
    findings,
    sources: new Map(project.modules().map(({ file, text }) => [file, text.replace(/^\uFEFF/, "")]))
  }
}

const checkAggregate = (
  { stream }: Aggregate,
  steps: ReadonlyArray<ByHand>,
  module: Module | string,
  moduleOf: ModuleOf
): ReadonlyArray<Finding> => {
  const missing = (key: string, place: Parameters<typeof finding>[1]) =>
    finding("UPCAST_CODE_MISSING", place, `"${key}" is declared "code: true" and not here.`, {
      help: "deciduous scaffold."
    })
  if (typeof module === "string") return steps.map(({ key }) => missing(key, wholeFile(module)))
  const upcasters = upcastersIn(module, moduleOf)
  if (upcasters === undefined) return steps.map(({ key }) => missing(key, wholeFile(module.file)))
  const trusted = new Set<string>()
  return steps.flatMap(({ key }): ReadonlyArray<Finding> => {
    const member = upcasters.members.get(key)
    if (member === undefined) return upcasters.isOpen ? [] : [missing(key, placeOf(module, upcasters.object))]
    const purity = purityOf(member.module, member.node, moduleOf)
    const unread = [...purity.trusted].filter(([from]) => !trusted.has(from))
    for (const [from] of unread) trusted.add(from)
    return [
      ...purity.impure.map(({ help, module: at, node, shown }) =>
        finding(
          "UPCAST_IMPURE",
          placeOf(at, node),
          `"${shown}" in "${key}": reading the same event twice would give two results.`,
          { accept: { stream, key, what: shown }, help }
        )
      ),
      ...unread.map(([from, at]): Finding => ({
        problem: note(
          "UPCAST_IMPURE",
          placeOf(at.module, at.node),
          `Nobody has looked into ${JSON.stringify(from)}, which "${key}" uses: it is taken for pure.`
        ),
        at: undefined,
        sha256: undefined
      }))
    ]
  })
}

/** A note: whether a change of code changes what it does is not for a program to say. */
const changedCode = (
  { stream }: Aggregate,
  steps: ReadonlyArray<ByHand>,
  { base, file, hash }: { readonly base: Baseline; readonly file: string; readonly hash: string | undefined }
): ReadonlyArray<Finding> => {
  const lines = base.streams.get(stream)
  const changed = steps.filter(({ event, from, to }) => {
    const value = lines?.get(`${event}@${from}>${to}`)?.value
    return value !== undefined && "code" in value && value.code !== hash
  })
  if (changed.length === 0) return []
  return [{
    problem: note(
      "UPCAST_CHANGED",
      wholeFile(file),
      `The module has changed since ${changed.length === 1 ? "an upcaster" : `${changed.length} upcasters`} of it ${
        changed.length === 1 ? "was" : "were"
      } locked: if history reads otherwise now, snapshots and read models must be rebuilt.`,
      "deciduous lock takes note of the module as it is."
    ),
    at: undefined,
    sha256: undefined
  }]
}
