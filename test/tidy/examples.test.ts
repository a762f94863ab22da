// Examples in doc comments, in the README and in guides are code: they compile, as they stand.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { beforeAll, describe, expect, it } from "vitest"
import { read, root, sources } from "./support/Source.ts"

interface Example {
  /** Where it stands: `packages/core/src/View.ts:21`. */
  readonly at: string
  readonly code: string
}

/** The ```ts blocks of a text, `margin` being what each of their lines begins with. */
const blocksOf = (file: string, text: string, margin: RegExp): ReadonlyArray<Example> => {
  const lines = text.split("\n").map((line) => line.replace(margin, ""))
  return lines.flatMap((line, start) =>
    line.startsWith("```ts")
      ? [{ at: `${file}:${start + 1}`, code: lines.slice(start + 1, lines.indexOf("```", start)).join("\n") }]
      : []
  )
}

const inComments = sources.flatMap(({ path, text }) => blocksOf(path, text.replaceAll(/^(?! \*).*$/gm, ""), /^ \* ?/))
const inReadme = blocksOf("README.md", read("README.md"), /^(?:   (?=\S|$))?/)

/** The guides of which every block stands for itself. */
const inGuides = ["projections.md", "processes.md", "snapshots.md", "publishing-events.md"]
  .map((file) => `docs/guide/${file}`)
  .flatMap((file) => blocksOf(file, read(file), /^/))

/** One that does not compile, so that the others are known to be looked at. */
const wrong: Example = { at: "wrong.ts:1", code: `import { View } from "@deciduous/core"\n\nView.fould({}, [])` }

const examples = [...inComments, ...inReadme, ...inGuides, wrong]

/** What a user has beside the code that is shown: the README's, and what `deciduous.config.ts` names. */
const beside = (): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    ["bank-account.commands.gen.ts", "bank-account.events.gen.ts", "bank-account.history.gen.ts", "types.gen.ts"]
      .map((file) => [`generated/${file}`, read(`event-schemas/generated/${file}`)])
  ),
  "upcasters.ts": read("examples/bank-account/src/upcasters.ts"),
  "BankAccount.ts": inReadme[0]!.code,
  "src/aggregates.ts": `export { BankAccount } from "../BankAccount.ts"\n`
})

const compilerOptions = {
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  declarationMap: false,
  noUnusedLocals: false,
  rewriteRelativeImportExtensions: false,
  allowImportingTsExtensions: true,
  types: ["node"]
}

/** What the compiler says, each message beginning with the place where its example stands. */
const compile = (): ReadonlyArray<string> => {
  // below test/, whose node_modules has all of our packages; the folder's name is one that git passes over
  const parent = path.join(root, "test/.deciduous")
  fs.mkdirSync(parent, { recursive: true })
  const folder = fs.mkdtempSync(path.join(parent, "examples-"))
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    fs.writeFileSync(path.join(folder, file), text)
  }
  try {
    for (const [file, text] of Object.entries(beside())) write(file, text)
    // an example without imports is a module all the same
    for (const [i, { code }] of examples.entries()) write(`example${i}.ts`, `${code}\nexport {}\n`)
    const extended = path.join(root, "tsconfig.base.json")
    write("tsconfig.json", JSON.stringify({ extends: extended, include: ["*.ts"], compilerOptions }))
    const tsc = path.join(root, "node_modules/typescript/bin/tsc")
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
      cwd: folder,
      encoding: "utf8"
    })
    return stdout.trim().split(/\r?\n(?! )/).map((message) =>
      message.replace(/^example(\d+)\.ts\((\d+),\d+\)/, (_, i, row) => `${examples[Number(i)]!.at}, its line ${row}`)
    )
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}

describe("examples", { timeout: 60_000 }, () => {
  let messages: ReadonlyArray<string> = []
  beforeAll(() => {
    messages = compile()
  })

  it("that do not compile are seen, with the place where they stand", () => {
    expect(messages.filter((message) => message.startsWith("wrong.ts"))).toEqual([
      expect.stringMatching(/^wrong\.ts:1, its line 3: error .*'fould' does not exist/)
    ])
  })

  it("in doc comments compile", () => {
    expect(inComments.length).toBeGreaterThan(5)
    expect(messages.filter((message) => !/^(wrong\.ts:|README\.md:|docs\/)/.test(message))).toEqual([])
  })

  it("in the README compile", () => {
    expect(inReadme.length).toBeGreaterThan(1)
    expect(messages.filter((message) => message.startsWith("README.md"))).toEqual([])
  })

  it("in the guides compile", () => {
    expect(inGuides.length).toBeGreaterThan(4)
    expect(messages.filter((message) => message.startsWith("docs/"))).toEqual([])
  })
})
