// Folders in every state that a golden case shows, good and bad, against locks that were made of others: `check` always has
// an answer, and nothing of the disk changes by it.
import { check } from "@deciduous/codegen/evolution/check"
import { lock } from "@deciduous/codegen/evolution/lock"
import { readCatalog } from "@deciduous/codegen/read/index"
import { formats, report } from "@deciduous/codegen/report/report"
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { goldenCases, goldenCasesForCheck, goldenCasesForLint } from "../golden.ts"

const all = [...goldenCases, ...goldenCasesForCheck, ...goldenCasesForLint]

const filesIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).sort().map((file) => {
    const path = join(folder, file)
    return existsSync(path) && /\.(ya?ml|json|ts)$/.test(file) ? `${file} ${readFileSync(path, "latin1")}` : file
  })

describe("check", () => {
  let cwd: string
  beforeAll(() => {
    cwd = mkdtempSync(join(tmpdir(), "deciduous-hostile-"))
  })
  afterAll(() => rmSync(cwd, { recursive: true, force: true }))

  it("has an answer for every folder and every lock", async () => {
    let lockFile: string | undefined
    let answers = 0
    for (const [index, { folder }] of all.entries()) {
      const here = join(cwd, String(index))
      // a case of links that lead nowhere can't be copied as it is
      cpSync(join(folder, "in"), join(here, "in"), { recursive: true, filter: (file) => existsSync(file) })
      const own = join(here, "in/schemas.lock.json")
      if (lockFile !== undefined && !existsSync(own)) cpSync(lockFile, own)
      const before = filesIn(here)
      const checked = await check({ schemas: "in", cwd: here })
      if (checked._tag === "Checked") { for (const format of formats) report(format, checked.diagnostics) }
      assert.deepEqual(filesIn(here), before)
      answers++
      if (readCatalog({ folder: "in", cwd: folder }).catalog === undefined) continue
      rmSync(own, { force: true })
      const outcome = await lock({ schemas: "in", cwd: here, today: "2026-01-01" })
      if (outcome._tag === "Locked") lockFile = own
    }
    assert.equal(answers, all.length)
    assert.isDefined(lockFile)
  })
})
