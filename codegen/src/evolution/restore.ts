// Locked files that are gone. VERSION_DELETED is all that is said of them: the rest is checked as if they were there.
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { basename, join } from "node:path"
import type { Contract } from "../contract/contract.ts"
import { wholeFile } from "../diagnostic.ts"
import { contractAt, versionOf } from "../lock/model.ts"
import type { Catalog, Json } from "../model.ts"
import { readCatalog, type ReadResult } from "../read/index.ts"
import { aggregateOf, type Baseline } from "./context.ts"
import { type Finding, finding } from "./finding.ts"

export interface Gone {
  readonly finding: Finding
  /** As the folder of schemas sees it. */
  readonly file: string
  readonly contract: Contract
}

/** The versions of declared events that are locked and have no file. */
export const goneFiles = (
  catalog: Catalog,
  base: Baseline,
  { path, isMissed }: { readonly path: string; readonly isMissed: (file: string) => boolean }
): ReadonlyArray<Gone> =>
  [...base.streams].flatMap(([stream, lines]) => {
    const aggregate = aggregateOf(catalog, stream)
    return [...lines].flatMap(([key, line]): ReadonlyArray<Gone> => {
      const version = versionOf(key)
      const contract = contractAt(lines, key)
      if (aggregate === undefined || version === undefined || contract === undefined) return []
      if (!aggregate.events.some(({ name }) => name === version.event)) return []
      const stem = `${aggregate.folder}/${version.event}.v${version.version}`
      if (existsSync(join(path, `${stem}.yaml`)) || existsSync(join(path, `${stem}.json`))) return []
      const file = `${catalog.folder}/${stem}.yaml`
      if (!isMissed(file)) return []
      const state = line.isLocked ? "is locked" : line.since
      const message = `${version.event} v${version.version} ${state} and its file is gone.`
      return [{
        file: `${stem}.json`,
        contract,
        finding: finding("VERSION_DELETED", wholeFile(file), message, {
          accept: { stream, key, what: contract },
          help: "restore the file; to stop using the event, retire it in aggregate.yaml."
        })
      }]
    })
  })

/** The folder, read as if these files were there. */
export const readRestored = (
  options: { readonly path: string; readonly folder: string; readonly ignore: ReadonlyArray<string> },
  gone: ReadonlyArray<Gone>
): ReadResult => {
  const cwd = mkdtempSync(join(tmpdir(), "deciduous-restored-"))
  try {
    // a folder beside the working one is read under its own name
    const folder = options.folder.startsWith("..") ? basename(options.path) : options.folder
    const isRead = (file: string) => basename(file) !== "node_modules" && !options.ignore.includes(file)
    cpSync(options.path, join(cwd, folder), { recursive: true, filter: isRead })
    for (const { contract, file } of gone) {
      writeFileSync(join(cwd, folder, file), JSON.stringify(closed(contract), undefined, 2))
    }
    return readCatalog({ folder, cwd })
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** What goes without saying in a contract, and has to be said in a file: that objects are closed. */
export const closed = (contract: Json): Json => {
  if (Array.isArray(contract)) return contract.map(closed)
  if (contract === null || typeof contract !== "object") return contract
  const entries = Object.entries(contract as Contract)
  const { properties } = contract as Contract
  // the names of properties and definitions are no keywords
  const inner = entries.map(([key, value]): readonly [string, Json] =>
    key === "properties" || key === "$defs"
      ? [key, Object.fromEntries(Object.entries(value as Contract).map(([name, of]) => [name, closed(of)]))]
      : key === "enum" || key === "x-decimal"
      ? [key, value]
      : [key, closed(value)]
  )
  return Object.fromEntries(properties === undefined ? inner : [...inner, ["additionalProperties", false]])
}
