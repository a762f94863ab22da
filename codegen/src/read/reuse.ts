// What a run takes over from the run before in the same process: the values that a part of the folder was read from, and
// what was said of it. Read by `index.ts`.
import { posix } from "node:path"
import type { Diagnostic, Report } from "../diagnostic.ts"
import { type Memory, remembered } from "../memory.ts"
import type { Catalog } from "../model.ts"
import type { AggregateDraft } from "./aggregate.ts"
import type { Found, TypeTable } from "./context.ts"
import { type Node, textOf } from "./node.ts"
import type { SourceFile } from "./source.ts"

/** What was read, with all that was found and reported on the way, so that it can be remembered. */
export interface Reported<A> {
  readonly result: A
  readonly found: Found
  readonly problems: ReadonlyArray<Diagnostic>
}

export const reported = <A>(read: (found: Found, report: Report) => A): Reported<A> => {
  const found: Found = { brands: [], examples: [], personal: [] }
  const problems: Array<Diagnostic> = []
  const result = read(found, (problem) => void problems.push(problem))
  return { result, found, problems }
}

type Parse = (source: SourceFile) => Node | undefined

/** Files by their names and by what stands in them: the nodes of a text that is remembered are the same ones. */
export const inputsOf = (files: ReadonlyArray<SourceFile | undefined>, parse: Parse): ReadonlyArray<unknown> =>
  files.flatMap((file) => [file?.file, file && parse(file)])

/**
 * What files depend on beyond themselves: the shared types that they lead to, through others too, and which types there
 * are at all, as that decides their names in TypeScript and what is suggested for one that is not there.
 */
export const typeInputs = (
  files: ReadonlyArray<SourceFile | undefined>,
  parse: Parse,
  table: TypeTable
): ReadonlyArray<unknown> => {
  const byName = new Map(table.files.map((type) => [posix.basename(type.file), type]))
  const left = files.flatMap((file) => [...namesIn(file && parse(file))])
  const used = new Set<string>()
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    if (used.has(name)) continue
    used.add(name)
    left.push(...namesIn(byName.get(name)?.node))
  }
  const nodes = [...used].sort().flatMap((name) => byName.get(name)?.node)
  return [table.folder, [...byName.keys()].join("/"), ...nodes]
}

/** With the very aggregates of the last time, where they come of the same drafts: what is made of them is remembered too. */
export const same = (catalog: Catalog, drafts: ReadonlyArray<AggregateDraft>, memory: Memory | undefined): Catalog => ({
  ...catalog,
  aggregates: catalog.aggregates.map((aggregate) => {
    const draft = drafts.find(({ folder }) => folder.name === aggregate.folder)
    return remembered(memory, `assemble ${aggregate.folder}`, [draft], () => aggregate)
  })
})

/** The names of files that references lead to, in any folder: one too many costs time and nothing else. */
const namesIn = (root: Node | undefined): ReadonlySet<string> => {
  if (root === undefined) return new Set()
  const before = known.get(root)
  if (before !== undefined) return before
  const names = new Set<string>()
  const visit = (node: Node): void => {
    if (node._tag === "List") node.items.forEach(visit)
    if (node._tag !== "Map") return
    for (const { key, value } of node.entries) {
      const target = key === "$ref" ? textOf(value) : undefined
      if (target === undefined) visit(value)
      else names.add(posix.basename(target))
    }
  }
  visit(root)
  known.set(root, names)
  return names
}

/** Nodes never change. */
const known = new WeakMap<Node, ReadonlySet<string>>()
