// The user's package.json with what a project needs beside what it has. What is there stays as it is.
import { basename } from "node:path"

export interface Merged {
  readonly text: string
  /** What was added, such as `scripts.generate`. */
  readonly added: ReadonlyArray<string>
  /** What was there and says something else. */
  readonly kept: ReadonlyArray<string>
  /** Packages that are there in an older form than ours were made for. */
  readonly older: ReadonlyArray<{ readonly name: string; readonly has: string; readonly needs: string }>
}

type Section = Readonly<Record<string, string>>

interface Manifest {
  readonly type?: unknown
  readonly scripts?: Section
  readonly dependencies?: Section
  readonly devDependencies?: Section
  readonly peerDependencies?: Section
  readonly optionalDependencies?: Section
}

/** A new one. npm takes lower case, digits and dashes for a name. */
export const create = (template: string, version: string, folder: string): string => {
  const name = basename(folder).toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "")
  return stringify({ ...parse(template, version), name: name === "" ? "my-project" : name }, "  ", "\n")
}

/** What keeps a package.json from being merged with, or `undefined`. */
export const problemOf = (text: string): string | undefined => {
  let manifest: unknown
  try {
    manifest = JSON.parse(text.replace(/^\uFEFF/, ""))
  } catch (cause) {
    return `package.json is no JSON: ${(cause as Error).message}`
  }
  if (!isObject(manifest)) return "package.json is no object."
  const odd = sections.find((section) => manifest[section] !== undefined && !isObject(manifest[section]))
  if (odd !== undefined) return `"${odd}" of package.json is no object.`
  // it would change what the project's other files mean, so that is not done on the side
  return manifest["type"] === "module"
    ? undefined
    : `package.json does not say "type": "module", and the code is ES modules. Run: npm pkg set type=module`
}

/** `leftOut` are scripts of the template that this project has no use for. */
export const merge = (
  template: string,
  version: string,
  text: string,
  leftOut: ReadonlyArray<string> = []
): Merged => {
  const ours = parse(template, version)
  const bom = text.startsWith("\uFEFF") ? "\uFEFF" : ""
  const theirs = JSON.parse(text.slice(bom.length)) as Manifest
  const added: Array<string> = []
  const kept: Array<string> = []

  const scripts = { ...theirs.scripts }
  for (const [name, script] of Object.entries(ours.scripts ?? {})) {
    const there = scripts[name]
    if (there === script || leftOut.includes(name)) continue
    if (there === undefined || there === placeholder) {
      scripts[name] = script
      added.push(`scripts.${name}`)
    } else kept.push(`scripts.${name}`)
  }
  const there = new Set(dependencySections.flatMap((section) => Object.keys(theirs[section] ?? {})))
  const completed = (section: "dependencies" | "devDependencies"): Section => {
    const missing = Object.entries(ours[section] ?? {}).filter(([name]) => !there.has(name))
    added.push(...missing.map(([name]) => name))
    return Object.fromEntries(
      [...Object.entries(theirs[section] ?? {}), ...missing].sort(([a], [b]) => a < b ? -1 : 1)
    )
  }
  const [dependencies, devDependencies] = [completed("dependencies"), completed("devDependencies")]
  const older = olderOf({ ...ours.dependencies, ...ours.devDependencies }, theirs)
  if (added.length === 0) return { text, added, kept, older }
  const indent = /^[{\s]*?\n([ \t]+)"/.exec(text.slice(bom.length))?.[1] ?? "  "
  const merged = { ...theirs, scripts, dependencies, devDependencies }
  return { text: bom + stringify(merged, indent, text.includes("\r\n") ? "\r\n" : "\n"), added, kept, older }
}

/** By their major versions; those of types and of the compiler are the project's own choice. */
const olderOf = (ours: Section, theirs: Manifest): Merged["older"] =>
  Object.entries(ours).flatMap(([name, needs]) => {
    const has = dependencySections.map((section) => theirs[section]?.[name]).find((range) => range !== undefined)
    const [hasMajor, needsMajor] = [majorOf(has), majorOf(needs)]
    const isFree = name === "typescript" || name.startsWith("@types/")
    return isFree || has === undefined || hasMajor === undefined || needsMajor === undefined || hasMajor >= needsMajor
      ? []
      : [{ name, has, needs }]
  })

/** Of `^4.1.0` or `4`; not of a tag, a path or a workspace. */
const majorOf = (range: string | undefined): number | undefined => {
  const major = /^[\^~>=v\s]*(\d+)(?:\.|$)/.exec(range ?? "")?.[1]
  return major === undefined ? undefined : Number(major)
}

/** What `npm init` writes where there are no tests. */
const placeholder = "echo \"Error: no test specified\" && exit 1"

const dependencySections = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"] as const
const sections = ["scripts", ...dependencySections]

/** Our own packages have no version in the template: it is that of this release. */
const parse = (template: string, version: string): Manifest =>
  JSON.parse(template.replaceAll("\"workspace\"", JSON.stringify(`^${version}`)))

const stringify = (manifest: object, indent: string, lineEnd: string): string =>
  `${JSON.stringify(manifest, null, indent)}\n`.replaceAll("\n", lineEnd)

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
