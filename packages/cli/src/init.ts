// `deciduous init`: a first aggregate with its tests, in an empty folder or in a project that is there.
import { formatDiagnostics, generate, hasErrors } from "@deciduous/codegen"
import { findImportExtension } from "@deciduous/codegen/importExtension"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
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
    const main = mainFile()
    const taken = inTheWay(main)
    const problem = existsSync("package.json") ? PackageJson.problemOf(read("package.json")) : undefined
    if (taken.length > 0 || problem !== undefined) return yield* new Unusable({ message: refusal(taken, problem) })

    const manifest = packageJson(main)
    const changes = [
      ...manifest.changes,
      ...tsconfig(),
      ...listed("gitignore"),
      ...listed("gitattributes"),
      ...newFiles(main)
    ]
    const undo = yield* writeFiles(changes.filter(isFile))
    // as the templates import: a tsconfig.json that has still to allow it does not keep the code from running
    const { diagnostics, written } = generate({
      schemas: "event-schemas",
      out: "src/generated",
      importExtension: ".ts"
    })
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
    yield* Console.log(next(main, manifest.scripts))
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
const newFiles = (main: string): ReadonlyArray<Change> =>
  names.map((file) => ({
    file: file === MAIN ? main : file,
    text: template(`project/${file}`).replace(startNote, (note) => main === MAIN ? note : `node ${main}`)
  }))

const MAIN = "src/main.ts"
const startNote = /\bnpm start\b/

/** Most projects have a main of their own, and the one that comes with the first aggregate makes way for it. */
const mainFile = (): string => existsSync(MAIN) ? "src/ShoppingCart.main.ts" : MAIN

/** Whole folders are named where any file in them would be read, or be in the way of what is generated. */
const inTheWay = (main: string): ReadonlyArray<string> => [
  ...["event-schemas", "src/generated"].flatMap((folder) =>
    !existsSync(folder)
      ? []
      : !statSync(folder).isDirectory()
      ? [folder]
      : readdirSync(folder).length > 0
      ? [`${folder}/`]
      : []
  ),
  ...names.map((file) => file === MAIN ? main : file).filter((file) =>
    !file.startsWith("event-schemas/") && existsSync(file)
  )
]

/** All that is to be done before init can be run. */
const refusal = (taken: ReadonlyArray<string>, problem: string | undefined): string =>
  [
    ...(taken.length === 0 ? [] : [
      "init overwrites nothing, and these are in its way:",
      ...taken.map((file) => `  ${file}`),
      taken.includes("event-schemas/")
        ? "If this is a project already, add to it: deciduous new <aggregate>"
        : "Move them away, or begin in an empty folder."
    ]),
    ...(problem === undefined ? [] : [problem]),
    "Nothing was written."
  ].join("\n")

const read = (file: string): string => readFileSync(file, "utf8")

/** The change, and which scripts are ours afterwards. */
const packageJson = (main: string): { readonly changes: ReadonlyArray<Change>; readonly scripts: Scripts } => {
  const file = "package.json"
  const ours = template(`project/${file}`)
  if (!existsSync(file)) {
    return {
      changes: [{ file, text: PackageJson.create(ours, version, process.cwd()) }],
      scripts: { test: true, start: true }
    }
  }
  const { added, kept, older, text } = PackageJson.merge(ours, version, read(file), main === MAIN ? [] : ["start"])
  const notes = [
    ...(kept.length === 0 ? [] : [`${listOf(kept)} ${kept.length === 1 ? "is" : "are"} yours`]),
    ...older.map(({ has, name, needs }) => `${name} is at ${has}, and ${needs} is needed`)
  ]
  return {
    changes: [
      ...(added.length === 0 ? [] : [{ file, text, note: `added ${added.join(", ")}` }]),
      ...notes.map((note) => ({ file, text: undefined, note }))
    ],
    scripts: { test: !kept.includes("scripts.test"), start: main === MAIN && !kept.includes("scripts.start") }
  }
}

interface Scripts {
  readonly test: boolean
  readonly start: boolean
}

const listOf = (names: ReadonlyArray<string>): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`

const tsconfig = (): ReadonlyArray<Change> => {
  const file = "tsconfig.json"
  if (!existsSync(file)) return [{ file, text: template(`project/${file}`) }]
  const needs = [
    ...(findImportExtension("src") === ".ts" ? [] : [`"rewriteRelativeImportExtensions": true`]),
    ...(/"skipLibCheck"\s*:\s*true/.test(read(file)) ? [] : [`"skipLibCheck": true`])
  ]
  return [{ file, text: undefined, ...(needs.length > 0 && { note: `it must say ${listOf(needs)}` }) }]
}

/** npm packs no file named .gitignore, so the templates have no dot. */
const listed = (name: string): ReadonlyArray<Change> => {
  const file = `.${name}`
  const lines = template(`project/${name}`).trimEnd().split("\n")
  const there = existsSync(file) ? read(file) : ""
  const text = withLines(there, lines)
  return text === undefined ? [] : [{ file, text }]
}

const next = (main: string, scripts: Scripts): string =>
  [
    "\nNext:",
    "  npm install",
    ...[
      [scripts.test ? "npm test" : "npx vitest run src/ShoppingCart", "the specs and laws of src/ShoppingCart.ts"],
      [scripts.start ? "npm start" : `node ${main}`, "handles a first command, in .deciduous/pglite"],
      ["npx deciduous events shopping-cart-1", "what was stored"],
      ["npx deciduous state shopping-cart-1", "what it amounts to"]
    ].map(([command = "", does]) => `  ${command.padEnd(41)}${does}`)
  ].join("\n")
