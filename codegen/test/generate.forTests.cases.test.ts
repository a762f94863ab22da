// Modules for tests: what is generated of old versions' codecs and of arbitraries, and that both forms compile.
import { formatDiagnostics, generate } from "@deciduous/codegen"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { assertGolden, type GoldenCase, goldenCasesForTests, isForTests, sentence } from "./golden.ts"
import { makeWorkspace, type Workspace } from "./support/workspace.ts"

describe("what is generated for tests", () => {
  let workspace: Workspace
  beforeAll(() => {
    workspace = makeWorkspace()
  })
  afterAll(() => workspace.remove())

  const run = ({ folder, name }: GoldenCase, checked: boolean): ReadonlyMap<string, string> => {
    const out = join(workspace.folder, checked ? "checked" : "plain", name)
    const { diagnostics, written } = generate({ schemas: "in", out, cwd: folder, checked, importExtension: ".ts" })
    assert.isNotEmpty(written, formatDiagnostics(diagnostics))
    const messages = diagnostics.length === 0 ? [] : [["messages.txt", formatDiagnostics(diagnostics)] as const]
    const files = readdirSync(out).filter(isForTests)
    return new Map([...messages, ...files.map((file) => [file, readFileSync(join(out, file), "utf8")] as const)])
  }

  for (const golden of goldenCasesForTests) it(sentence(golden), () => assertGolden(golden, run(golden, false)))

  it("compiles, in the checked form too", () => {
    for (const golden of goldenCasesForTests) run(golden, true)
    assert.equal(workspace.compile(), "")
  })
})
