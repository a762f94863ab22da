// The README's chapter on new versions, done word by word by a user who follows it.
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import * as Project from "./support/Project.ts"

const addTerminal = (v1: string): string =>
  v1.replace("properties:\n", "properties:\n  terminal: { type: string, minLength: 1 }\n")
    .replace("required: [", "required: [terminal, ")

/** The lines of the README's block that tells of this message. */
const printedInReadme = (code: string): ReadonlyArray<string> =>
  Project.readme("").find((block) => block.includes(code))!.trimEnd().split("\n")

describe("an event gets a new version", () => {
  let project: Project.Project

  beforeAll(() => {
    project = Project.make()
  })
  afterAll(() => project.remove())

  it("starts from a project that type-checks", () => {
    expect(project.deciduous("generate")).toMatchObject({ status: 0 })
    expect(project.tsc()).toEqual({ status: 0, output: "" })
  })

  it("warns that nothing says how the old version is read", () => {
    const v1 = project.read("event-schemas/bank-account/FundsWithdrawn.v1.yaml")
    project.write("event-schemas/bank-account/FundsWithdrawn.v2.yaml", addTerminal(v1))
    project.replace(
      "event-schemas/bank-account/aggregate.yaml",
      "FundsWithdrawn: { current: 1 }",
      "FundsWithdrawn: { current: 2 }"
    )

    const { output, status } = project.deciduous("generate")

    expect(status).toBe(0)
    for (const line of printedInReadme("UPCAST_MISSING")) expect(output).toContain(line)
  })

  it("fails to compile where old events are read and where new ones are decided", () => {
    const { output, status } = project.tsc()
    expect(status).not.toBe(0)
    expect(output).toMatch(
      /^src\/upcasters\.ts.*'"FundsWithdrawn@1"' is missing in type .* but required in type 'BankAccountUpcasters'/m
    )
    expect(output).toMatch(/^src\/BankAccount\.ts/m)
    expect(output).toMatch(/Property 'terminal' is missing in type/)
  })

  it("needs no upcaster any more once an operation says how v1 is read", () => {
    const entry = Project.readme("yaml").find((yaml) => yaml.includes("upcasts:"))
    const indented = entry!.trimEnd().split("\n").map((line) => `  ${line}`.trimEnd()).join("\n").trim()
    project.replace("event-schemas/bank-account/aggregate.yaml", "FundsWithdrawn: { current: 2 }", indented)

    const { output, status } = project.deciduous("generate")

    expect(output).not.toContain("  warning  ")
    expect(status).toBe(0)
    expect(project.tsc().output).not.toContain("src/upcasters.ts")
  })

  it("is green again when decide says the new field", () => {
    project.replace(
      "src/BankAccount.ts",
      `_tag: "FundsWithdrawn", amount, channel, at }`,
      `_tag: "FundsWithdrawn", amount, channel, at, terminal: channel }`
    )
    expect(project.tsc()).toEqual({ status: 0, output: "" })
  })

  it("reads a stored v1 as v2", async () => {
    const { BankAccount } = await import(`${project.folder}/src/BankAccount.ts`)
    const data = { amount: { amount: "5", currency: "CZK" }, channel: "atm", at: "2026-03-01T09:00:00.000Z" }
    const stored = {
      type: "FundsWithdrawn",
      schemaVersion: 1,
      data,
      version: 1,
      streamId: "bank-account-1",
      recordedAt: { epochMilliseconds: 0 }
    }
    expect(BankAccount.events.decode(stored)).toMatchObject({
      success: [{ event: { _tag: "FundsWithdrawn", terminal: "unknown", channel: "atm" } }]
    })
  })
})
