// Good input: every golden case that can be read shows what is generated from it, and what is said of its upcasts.
import { formatDiagnostics, generate } from "@deciduous/codegen"
import { hasErrors } from "@deciduous/codegen/diagnostic"
import { readCatalog } from "@deciduous/codegen/read/index"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { assertGolden, type GoldenCase, goldenCases, isForTests, sentence } from "./golden.ts"
import { makeWorkspace, type Workspace } from "./support/workspace.ts"

const good = goldenCases.filter(({ folder }) => readCatalog({ folder: "in", cwd: folder }).catalog !== undefined)

describe("what is generated", () => {
  let workspace: Workspace
  beforeAll(() => {
    workspace = makeWorkspace()
  })
  afterAll(() => workspace.remove())

  const run = ({ folder, name }: GoldenCase, checked: boolean): ReadonlyMap<string, string> => {
    const out = join(workspace.folder, checked ? "checked" : "plain", name)
    const { diagnostics, written } = generate({ schemas: "in", out, cwd: folder, checked, importExtension: ".ts" })
    const messages = diagnostics.length === 0 ? [] : [["messages.txt", formatDiagnostics(diagnostics)] as const]
    assert.equal(written.length > 0, !hasErrors(diagnostics), formatDiagnostics(diagnostics))
    const files = written.length === 0 ? [] : readdirSync(out).filter((file) => !isForTests(file))
    return new Map([...messages, ...files.map((file) => [file, readFileSync(join(out, file), "utf8")] as const)])
  }

  for (const golden of good) it(sentence(golden), () => assertGolden(golden, run(golden, false)))

  it("compiles, in the checked form too, but for upcasts that do not lead to the next version", () => {
    for (const golden of good) run(golden, true)
    const errors = workspace.compile().split("\n").filter((line) => line.includes("error TS"))
    const refused = good.map(({ name }) => name).filter((name) => errors.some((line) => line.includes(`/${name}/`)))
    assert.deepEqual(
      refused,
      ["upcasts-are-total", "upcasts-do-not-narrow", "upcasts-lead-to-the-next-version"],
      errors.join("\n")
    )
  }, 120_000)
})
