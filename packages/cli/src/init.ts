// `deciduous init`: a first aggregate with its tests, in an empty folder or in a project that is there.
import { formatDiagnostics, generate, hasErrors } from "@deciduous/codegen"
import { findImportExtension } from "@deciduous/codegen/importExtension"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { Unusable } from "./Failure.ts"
import { Command } from "./internal/cli.ts"
import { withLines } from "./internal/lines.ts"
import * as PackageJson from "./internal/packageJson.ts"
import { version } from "./internal/packageVersion.ts"
import { template, templatesIn } from "./internal/templates.ts"
import { type TextFile, writeFiles } from "./internal/writeFiles.ts"

export const init = Command.make(
  "init",
  {},
  Effect.fnUntraced(function*() {
    const taken = inTheWay()
    if (taken.length > 0) return yield* new Unusable({ message: refusal(taken) })
    const problem = existsSync("package.json") ? PackageJson.problemOf(read("package.json")) : undefined
    if (problem !== undefined) return yield* new Unusable({ message: `${problem}\nNothing was written.` })

    const changes = [...packageJson(), ...tsconfig(), ...listed("gitignore"), ...listed("gitattributes"), ...newFiles]
    const undo = yield* writeFiles(changes.filter(isFile))
    const { diagnostics, written } = generate({ schemas: "event-schemas", out: "src/generated" })
    if (hasErrors(diagnostics)) {
      undo()
      return yield* new Unusable({ message: `${formatDiagnostics(diagnostics)}\nNothing was written.` })
    }
    for (const { file, note, text } of changes) {
      yield* Console.log(
        `${text === undefined ? "kept   " : "wrote  "}  ${file}${note === undefined ? "" : `  (${note})`}`
      )
    }
    for (const file of written) yield* Console.log(`wrote    ${file}`)
    yield* Console.log(next)
  })
).pipe(
  Command.withDescription(
    "Begin a project: a first aggregate with its tests, in an empty folder or an existing project"
  ),
  Command.withExamples([
    { command: "deciduous init", description: "In the working folder; no file that is there is overwritten" }
  ])
)

interface Change {
  readonly file: string
  /** What is to be in the file; nothing where it stays as it is. */
  readonly text: string | undefined
  readonly note?: string
}

const isFile = (change: Change): change is TextFile => change.text !== undefined

/** These are merged with, or left alone, where they are there. */
const shared = new Set(["package.json", "tsconfig.json", "gitignore", "gitattributes"])

const names = templatesIn("project").filter((file) => !shared.has(file))
const newFiles: ReadonlyArray<Change> = names.map((file) => ({ file, text: template(`project/${file}`) }))

/** Whole folders are named where any file in them would be read, or be in the way of what is generated. */
const inTheWay = (): ReadonlyArray<string> => [
  ...["event-schemas", "src/generated"].filter((folder) => existsSync(folder) && readdirSync(folder).length > 0)
    .map((folder) => `${folder}/`),
  ...names.filter((file) => !file.startsWith("event-schemas/") && existsSync(file))
]

const refusal = (taken: ReadonlyArray<string>): string =>
  [
    "init overwrites nothing, and these are in its way:",
    ...taken.map((file) => `  ${file}`),
    "Nothing was written. "
    + (taken.includes("event-schemas/")
      ? "If this is a project already, add to it: deciduous new <aggregate>"
      : "Move them away, or begin in an empty folder.")
  ].join("\n")

const read = (file: string): string => readFileSync(file, "utf8")

const packageJson = (): ReadonlyArray<Change> => {
  const file = "package.json"
  const ours = template(`project/${file}`)
  if (!existsSync(file)) return [{ file, text: PackageJson.create(ours, version, process.cwd()) }]
  const { added, kept, text } = PackageJson.merge(ours, version, read(file))
  return [
    { file, text: added.length === 0 ? undefined : text, note: `added ${added.join(", ") || "nothing"}` },
    ...(kept.length === 0 ? [] : [{ file, text: undefined, note: `${kept.join(", ")} are yours` }])
  ]
}

const tsconfig = (): ReadonlyArray<Change> => {
  const file = "tsconfig.json"
  if (!existsSync(file)) return [{ file, text: template(`project/${file}`) }]
  const needs = [
    ...(findImportExtension("src") === ".ts" ? [] : [`"allowImportingTsExtensions": true and "noEmit": true`]),
    `"skipLibCheck": true`
  ]
  return [{ file, text: undefined, note: `it must say ${needs.join(", ")}` }]
}

/** npm packs no file named .gitignore, so the templates have no dot. */
const listed = (name: string): ReadonlyArray<Change> => {
  const file = `.${name}`
  const lines = template(`project/${name}`).trimEnd().split("\n")
  const there = existsSync(file) ? read(file) : ""
  const text = withLines(there, lines)
  return text === undefined ? [] : [{ file, text }]
}

const next = `
Next:
  npm install
  npm test                                 the specs and laws of src/ShoppingCart.ts
  npm start                                handles a first command, in .deciduous/pglite
  npx deciduous events shopping-cart-1     what was stored
  npx deciduous state shopping-cart-1      what it amounts to`
