import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { bankFolder, deciduousIn, emptyFolder, filesIn, writeIn } from "./support/cli.ts"

const manifest = "event-schemas/bank-account/aggregate.yaml"

describe("deciduous new", () => {
  it("begins an aggregate and its first event, which generate", () => {
    const folder = emptyFolder()
    const deciduous = deciduousIn(folder)
    expect(deciduous("new", "library-card").stdout).toBe(
      "wrote    event-schemas/library-card/aggregate.yaml\n\nNext: an event of it: deciduous new library-card/<Event>\n"
    )
    expect(deciduous("new", "LibraryCard/CardIssued").stdout).toBe(
      "wrote    event-schemas/library-card/CardIssued.v1.yaml\nchanged  event-schemas/library-card/aggregate.yaml\n\n"
        + "Next: say what event-schemas/library-card/CardIssued.v1.yaml holds, then deciduous generate. "
        + "The compiler then names every place that does not know CardIssued yet.\n"
    )
    const files = filesIn(folder)
    expect(files["event-schemas/library-card/aggregate.yaml"]).toMatch(
      /^# yaml-language-server: \$schema=..\/..\/node_modules\/.*\naggregate: LibraryCard\ndescription: .*\nstream: library-card [^]*events:\n {2}CardIssued: \{ current: 1 \}\n$/
    )
    expect(deciduous("generate").status).toBe(0)
  })

  it("adds a line to the manifest and keeps every other byte", () => {
    const folder = bankFolder()
    const file = path.join(folder, manifest)
    const before = `\uFEFF${fs.readFileSync(file, "utf8").replaceAll("\n", "\r\n")}# the end`
    fs.writeFileSync(file, before)
    expect(deciduousIn(folder)("new", "bank-account/AccountFrozen")).toMatchObject({ status: 0, stderr: "" })
    const after = fs.readFileSync(file, "utf8")
    expect(after.replace("\r\n  AccountFrozen: { current: 1 }", "")).toBe(before)
    expect(after).not.toBe(before)
  })

  it("takes in an event file that the manifest does not name, at its highest version", () => {
    const folder = bankFolder()
    const schema = "type: object\nproperties: {}\nadditionalProperties: false\n"
    writeIn(folder, {
      "event-schemas/bank-account/AccountFrozen.v1.yaml": schema,
      "event-schemas/bank-account/AccountFrozen.v2.yaml": schema
    })
    expect(deciduousIn(folder)("new", "bank-account/AccountFrozen").stdout).toMatch(
      /^changed {2}\S+aggregate\.yaml\n\n/
    )
    const files = filesIn(folder)
    expect(files[manifest]).toContain("  AccountFrozen: { current: 2 }\n")
    expect(files["event-schemas/bank-account/AccountFrozen.v1.yaml"]).toBe(schema)
  })

  it("knows a folder under whatever name it has", () => {
    const folder = bankFolder()
    fs.renameSync(path.join(folder, "event-schemas/bank-account"), path.join(folder, "event-schemas/Bank_Account"))
    expect(deciduousIn(folder)("new", "Bank_Account/AccountFrozen")).toMatchObject({ status: 0, stderr: "" })
    expect(filesIn(folder)["event-schemas/Bank_Account/aggregate.yaml"]).toContain(
      "\n  AccountFrozen: { current: 1 }\n"
    )
  })

  it("gives a file to an event that the manifest names already", () => {
    const folder = bankFolder()
    fs.rmSync(path.join(folder, "event-schemas/bank-account/AccountClosed.v1.yaml"))
    const before = filesIn(folder)[manifest]
    expect(deciduousIn(folder)("new", "bank-account/AccountClosed").stdout).toMatch(
      /^wrote {4}\S+AccountClosed\.v1\.yaml\n\n/
    )
    expect(filesIn(folder)[manifest]).toBe(before)
  })

  it.each([
    ["bank-account", /^event-schemas\/bank-account\/aggregate\.yaml is there already/],
    [
      "bank-account/FundsDeposited",
      /^FundsDeposited is there already, at version 1\. .* deciduous bump bank-account\/FundsDeposited\n$/
    ],
    ["bank-acount/X", /^event-schemas has no aggregate "bank-acount"\. Did you mean "bank-account"\?/],
    [
      "bank",
      /STREAM_PREFIX {2}The stream "bank" of Bank could be read from "bank-account-\.\.\." of BankAccount\.[^]*Nothing was written\.\n$/
    ],
    [
      "bank-account/AccountId",
      /NAME_CLASH {2}"AccountId" is made for the brand AccountId, and for the event AccountId\./
    ],
    ["bank-account/class", /NAME_CLASH {2}"class" means something else in a generated module\./],
    ["bank-account/Not a name", /^"Not a name" can't be a name in TypeScript\.\n {2}help: letters and digits/],
    ["bank-account/Foo.v2", /^"Foo\.v2" can't be a name in TypeScript\./],
    ["../bank/X", /^"\.\.\/bank\/X" is neither <aggregate> nor <aggregate>\/<Event>\./],
    ["_types", /^"_types" can't be a name in TypeScript\./],
    ["bank-account/", /^"" can't be a name in TypeScript\./]
  ])("refuses %s, and writes nothing: exit code 2", (name, message) => {
    const folder = bankFolder()
    const before = filesIn(folder)
    const { status, stderr, stdout } = deciduousIn(folder)("new", name)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(filesIn(folder)).toEqual(before)
  })

  it("does not blame a new event for what was wrong before", () => {
    const folder = bankFolder()
    writeIn(folder, { "event-schemas/bank-account/FundsDeposited.v1.yaml": "tipe: object\n" })
    expect(deciduousIn(folder)("new", "bank-account/AccountFrozen").status).toBe(0)
  })

  it("says that a manifest cannot be added to: exit code 2", () => {
    const folder = bankFolder()
    writeIn(folder, { [manifest]: "aggregate: BankAccount\nevents: [A]\n" })
    const { status, stderr } = deciduousIn(folder)("new", "bank-account/AccountFrozen")
    expect(status).toBe(2)
    expect(stderr).toBe(
      `${manifest} has no "events:" that could be added to. What is wrong with it: deciduous generate\n`
    )
  })
})
