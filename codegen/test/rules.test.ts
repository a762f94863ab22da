// Every rule of `check` has a file in `rules/`: a change that breaks it and nothing else, and a neighbour a few lines away
// that breaks nothing. `UPDATE_GOLDEN=1` writes the messages anew; read the diff.
import { formatDiagnostics } from "@deciduous/codegen/diagnostic"
import { check, type Checked } from "@deciduous/codegen/evolution/check"
import { explanationOf, ruleNames } from "@deciduous/codegen/evolution/explain"
import { lock } from "@deciduous/codegen/evolution/lock"
import { outputRules } from "@deciduous/codegen/evolution/rules/schema"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { type Folder, makeFolder } from "./support/evolving.ts"
import {
  after,
  before,
  distance,
  expected,
  type Files,
  print,
  released,
  type RuleFile,
  ruleFiles,
  type Side
} from "./support/ruleFile.ts"

const files = ruleFiles()

const ofCheck: ReadonlySet<string> = new Set(["SCHEMA", "STORE", "ROLLOUT", "PUBLISHED", "CODE", "LINT"])

const write = (folder: Folder, texts: Files, below = ""): void =>
  folder.write(Object.fromEntries([...texts].map(([file, text]) => [join(below, file), text])))

/** What `check` says of one side. */
const run = async (file: RuleFile, side: Side): Promise<Checked & { readonly _tag: "Checked" }> => {
  const folder = makeFolder()
  try {
    if (file.opening.startsWith("Locked")) {
      write(folder, before(file), "locked")
      const outcome = await lock({ schemas: "locked/event-schemas", cwd: folder.path, today: "2026-02-01" })
      assert.equal(outcome._tag, "Locked", "diagnostics" in outcome ? formatDiagnostics(outcome.diagnostics) : "")
    }
    const isCompared = file.opening.includes("eleased")
    if (isCompared) write(folder, released(file), "released")
    write(folder, after(file, side), "now")
    if (file.opening.startsWith("Locked")) {
      folder.write({ "now/event-schemas/schemas.lock.json": folder.read("locked/event-schemas/schemas.lock.json") })
    }
    const checked = await check({
      schemas: "event-schemas",
      cwd: join(folder.path, "now"),
      ...(isCompared && { against: "../released" })
    })
    return checked._tag === "Checked" ? checked : assert.fail(checked.problem)
  } finally {
    folder.remove()
  }
}

describe("every rule has a change that breaks it and a neighbour that does not:", () => {
  it("none is missing, but those of generated modules, and the one of files that are no text", () => {
    const rules = ruleNames.filter((rule) =>
      ofCheck.has(explanationOf(rule)?.group ?? "") && !Object.hasOwn(outputRules, rule) && rule !== "FILE_UNREADABLE"
    )
    assert.deepEqual([...new Set(files.map(({ rule }) => rule))].sort(), rules)
  })

  for (const file of files) {
    it(file.name.replace(".", ": ").replaceAll("-", " "), async () => {
      const [breaks, passes] = [await run(file, "breaks"), await run(file, "passes")]
      const messages = {
        breaks: formatDiagnostics(breaks.diagnostics),
        passes: formatDiagnostics(passes.diagnostics)
      }
      if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(file.path, print(file, messages))
      else {
        assert.equal(messages.breaks, expected(file, "breaks"))
        assert.equal(messages.passes, expected(file, "passes"))
      }
      const faults = breaks.diagnostics.filter(({ code, severity }) => code === file.rule || severity !== "note")
      assert.deepEqual([...new Set(faults.map(({ code }) => code))], [file.rule])
      assert.deepEqual(
        passes.diagnostics.filter(({ code, severity }) => code === file.rule || severity !== "note"),
        []
      )
      const apart = distance(after(file, "breaks"), after(file, "passes"))
      assert.isTrue(apart > 0 && apart <= 4, `${apart} lines apart`)
    })
  }
})
