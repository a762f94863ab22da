// Schema files that have changed since they were locked: every golden case shows all that `check` says, and nothing is
// said of its neighbours. `before` is what was locked on 2026-02-01, or what is compared with; `in` is what it is now.
import { formatDiagnostics } from "@deciduous/codegen/diagnostic"
import { check, type Checked } from "@deciduous/codegen/evolution/check"
import { lock } from "@deciduous/codegen/evolution/lock"
import { rulebook } from "@deciduous/codegen/evolution/rulebook"
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { assertGolden, type GoldenCase, goldenCasesForCheck, sentence } from "./golden.ts"

/** What a case asks of `check`, beside its files. */
interface Options {
  readonly against?: string
  readonly strictRollout?: boolean
  readonly rules?: Readonly<Record<string, "off" | "error">>
}

const run = async ({ folder, name }: GoldenCase): Promise<Checked & { readonly _tag: "Checked" }> => {
  const cwd = mkdtempSync(join(tmpdir(), "deciduous-check-"))
  try {
    cpSync(folder, cwd, { recursive: true })
    const options: Options = existsSync(join(cwd, "options.json"))
      ? JSON.parse(readFileSync(join(cwd, "options.json"), "utf8"))
      : {}
    if (existsSync(join(cwd, "before")) && options.against === undefined) {
      const before = existsSync(join(cwd, "src-before"))
        ? { upcasters: Object.fromEntries(AGGREGATES.map((of) => [of, "src-before/upcasters.ts"])) }
        : {}
      const locked = await lock({ schemas: "before", cwd, today: "2026-02-01", ...before })
      assert.equal(
        locked._tag,
        "Locked",
        `${name}: ${"diagnostics" in locked ? formatDiagnostics(locked.diagnostics) : ""}`
      )
      renameSync(join(cwd, "before/schemas.lock.json"), join(cwd, "in/schemas.lock.json"))
    }
    const checked = await check({ schemas: "in", cwd, ...options })
    if (checked._tag === "Unusable") return assert.fail(checked.problem)
    return checked
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** The aggregates of the cases. */
const AGGREGATES = ["Shop", "Store"]

describe("what is said of changed schema files", () => {
  const found = new Map<string, ReturnType<typeof run>>()
  const saidOf = (golden: GoldenCase): ReturnType<typeof run> => {
    const said = found.get(golden.name) ?? run(golden)
    found.set(golden.name, said)
    return said
  }
  const saidOfAll = () =>
    Promise.all(goldenCasesForCheck.map(async (golden) => [golden.name, await saidOf(golden)] as const))

  for (const golden of goldenCasesForCheck) {
    it(sentence(golden), async () => {
      const { diagnostics } = await saidOf(golden)
      assertGolden(golden, new Map([["messages.txt", formatDiagnostics(diagnostics)]]))
    })
  }

  it("every rule is shown by some case; those of LINT have cases of their own", async () => {
    const shown = new Set((await saidOfAll()).flatMap(([, { diagnostics }]) => diagnostics.map(({ code }) => code)))
    const rules = Object.entries(rulebook).filter(([, { group }]) => group !== "LINT").map(([id]) => id)
    assert.deepEqual(rules.filter((rule) => !shown.has(rule)), [])
  })

  it("nothing is said of what is named legal", async () => {
    const said = (await saidOfAll()).flatMap(([name, { diagnostics }]) =>
      diagnostics.filter(({ message, place }) => /legal/i.test(`${place.file} ${message}`)).map(({ message }) =>
        `${name}: ${message}`
      )
    )
    assert.deepEqual(said, [])
  })
})
