// Which files of a schema folder say what, by their names alone. Read by `index.ts`.
import { join, resolve } from "node:path"
import { error, wholeFile } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import { below, isFolder, listNames } from "./source.ts"
import type { SourceFile } from "./source.ts"
import { nearest } from "./suggest.ts"

export interface SchemaFolder {
  /** Sorted by name. */
  readonly aggregates: ReadonlyArray<AggregateFolder>
  /** Sorted by name, then version. */
  readonly types: ReadonlyArray<VersionFile>
}

export interface AggregateFolder {
  /** `bank-account` */
  readonly name: string
  /** As messages print it. */
  readonly file: string
  readonly manifest: SourceFile | undefined
  readonly commands: SourceFile | undefined
  /** Sorted by name, then version. */
  readonly events: ReadonlyArray<VersionFile>
}

/** `AccountOpened.v2.yaml` */
export interface VersionFile extends SourceFile {
  readonly name: string
  readonly version: number
}

/** Lists the aggregates and shared types below `folder`, and reports files that lie or are named so that nobody reads them. */
export const listFolder = (
  folder: SourceFile,
  options: { readonly cwd: string; readonly ignore: ReadonlyArray<string> },
  report: Report
): SchemaFolder => {
  const ignored = new Set(options.ignore.map((path) => resolve(options.cwd, path)))
  const aggregates: Array<AggregateFolder> = []
  let types: ReadonlyArray<VersionFile> = []
  for (const child of childrenOf(folder, report)) {
    if (!child.isFolder) {
      if (VERSION_FILE.test(child.name)) {
        report(
          error("FILE_ORPHAN", wholeFile(child.file), "This file lies in no aggregate's folder.", "move it into one.")
        )
      }
    } else if (isOurs(child) && !ignored.has(child.path)) {
      if (child.name === TYPES) types = versionFiles(childrenOf(child, report), "Type", report)
      else {
        const aggregate = aggregateFolder(child, report)
        if (aggregate !== undefined) aggregates.push(aggregate)
      }
    }
  }
  return { aggregates, types }
}

/** Names of events and types become names in TypeScript. */
export const isIdentifier = (name: string): boolean => /^\p{ID_Start}\p{ID_Continue}*$/u.test(name)

const TYPES = "_types"

const VERSION_FILE = /^(?<name>[^.]+)\.v(?<version>[1-9]\d{0,8})\.(?:yaml|json)$/u

interface Child extends SourceFile {
  readonly name: string
  readonly isFolder: boolean
}

const childrenOf = (folder: SourceFile, report: Report): ReadonlyArray<Child> =>
  listNames(folder, report).map((name) => {
    const path = join(folder.path, name)
    // A broken link is listed as a file, and reading it says what is wrong.
    return { name, path, file: below(folder.file, name), isFolder: isFolder(path) }
  })

const isOurs = (child: Child): boolean => child.name !== "node_modules" && !child.name.startsWith(".")

const aggregateFolder = (folder: Child, report: Report): AggregateFolder | undefined => {
  const children = childrenOf(folder, report)
  const files = children.filter((child) => !child.isFolder)
  const manifests = files.filter((child) => /^aggregate\.(ya?ml|json)$/i.test(child.name))
  if (manifests.length === 0 && !files.some((child) => VERSION_FILE.test(child.name))) {
    for (const child of children) reportDeepAggregate(child, report)
    return undefined
  }
  const odd = /[^\p{L}\p{N}\p{M}._ -]/u.exec(folder.name)?.[0]
  if (odd !== undefined) report(badFolderName(folder, odd))
  for (const child of children) reportUnreadBelow(child, report)
  const manifest = oneOf("aggregate", files, report)
  if (manifests.length === 0) report(manifestMissing(folder))
  // What lies in "_type" is no aggregate's, and would be blamed for that too.
  if (manifests.length === 0 && folder.name.startsWith("_")) return undefined
  const commands = oneOf("commands", files, report)
  const events = versionFiles(files.filter((child) => child !== manifest && child !== commands), "Event", report)
  return { name: folder.name, file: folder.file, manifest, commands, events }
}

const oneOf = (stem: string, files: ReadonlyArray<Child>, report: Report): Child | undefined => {
  const [first, second] = files.filter((child) => child.name === `${stem}.json` || child.name === `${stem}.yaml`)
  if (second !== undefined) {
    report(
      error("FILE_NAME", wholeFile(second.file), `There is ${first?.name} too, and only one is read.`, "keep one.")
    )
  }
  return second ?? first
}

const manifestMissing = (folder: Child) =>
  error(
    "MANIFEST_MISSING",
    wholeFile(folder.file),
    "The folder holds event files and no aggregate.yaml.",
    folder.name.startsWith("_")
      ? `shared types lie in a folder named "${TYPES}".`
      : `add an aggregate.yaml that begins with "aggregate:", "stream:", "id:" and "events:".`
  )

const versionFiles = (
  files: ReadonlyArray<Child>,
  what: "Event" | "Type",
  report: Report
): ReadonlyArray<VersionFile> => {
  const found: Array<VersionFile> = []
  for (const child of files) {
    if (child.isFolder || !/\.(ya?ml|json)$/i.test(child.name) || isManifest(child)) continue
    const { name = "", version = "" } = VERSION_FILE.exec(child.name)?.groups ?? {}
    const twin = found.find((other) => other.name === name && other.version === Number(version))
    if (!isIdentifier(name)) report(badName(child, what))
    else if (twin !== undefined) {
      report(
        error("FILE_NAME", wholeFile(child.file), `${name} v${version} is given by ${twin.file} too.`, "keep one.")
      )
    } else found.push({ name, version: Number(version), file: child.file, path: child.path })
  }
  return found.sort((a, b) => a.name === b.name ? a.version - b.version : a.name < b.name ? -1 : 1)
}

const isManifest = (child: Child): boolean => /^(aggregate|commands)\.(yaml|json)$/.test(child.name)

const badName = (child: Child, what: "Event" | "Type") => {
  const stem = child.name.replace(/\.(ya?ml|json)$/i, "")
  const known = nearest(stem, ["aggregate", "commands"])
  const { name = stem, version = "1" } = /^(?<name>.+?)[._-]?v(?<version>[1-9]\d*)$/i.exec(stem)?.groups ?? {}
  const help = what === "Event" && known !== undefined
    ? `rename it to ${known}.yaml.`
    : isIdentifier(name)
    ? `rename it to ${name}.v${version}.yaml.`
    : `<${what}> is a name in TypeScript, of letters and digits, and <N> a whole number from 1.`
  return error("FILE_NAME", wholeFile(child.file), `The file's name is not <${what}>.v<N>.yaml.`, help)
}

/** Generated files are named after the folder, and import one another by these names. */
const badFolderName = (folder: Child, odd: string) =>
  error(
    "FILE_NAME",
    wholeFile(folder.file),
    `A folder's name can't hold ${JSON.stringify(odd)}, as generated files are named after it.`,
    "use letters, digits, and dashes between them."
  )

const reportDeepAggregate = (child: Child, report: Report): void => {
  if (!child.isFolder || !isOurs(child)) return
  const manifest = childrenOf(child, report).find((inner) => inner.name === "aggregate.yaml")
  if (manifest === undefined) return
  report(
    error("FILE_ORPHAN", wholeFile(manifest.file), "This folder lies too deep to be read.", "move it one folder up.")
  )
}

const reportUnreadBelow = (child: Child, report: Report): void => {
  if (!child.isFolder || !isOurs(child)) return
  for (const inner of childrenOf(child, report).filter((inner) => VERSION_FILE.test(inner.name))) {
    report(
      error("FILE_ORPHAN", wholeFile(inner.file), "This file lies too deep to be read.", "move it one folder up.")
    )
  }
}
