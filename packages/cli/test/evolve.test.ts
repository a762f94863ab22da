// The verbs that keep old events readable, run as a user runs them: lock, check, bump, scaffold, diff, sample, upcast,
// explain. What they say of schema files is tested in codegen; here, that they say it, where, and with which exit code.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { bankFolder, deciduousIn, filesIn, writeIn } from "./support/cli.ts"

const root = path.resolve(import.meta.dirname, "../../..")

/** The bank account, with its upcasters and a lock. */
const lockedBank = (config = `export default { rules: { TYPE_UNUSED: "off" } }`) => {
  const folder = bankFolder()
  const upcasters = fs.readFileSync(path.join(root, "examples/bank-account/src/upcasters.ts"), "utf8")
  writeIn(folder, { "src/upcasters.ts": upcasters, "deciduous.config.ts": config })
  const deciduous = deciduousIn(folder)
  const { status, stderr } = deciduous("lock")
  if (status !== 0) throw new Error(stderr)
  return { folder, deciduous }
}

const edit = (folder: string, file: string, from: string, to: string): void => {
  const text = fs.readFileSync(path.join(folder, file), "utf8")
  expect(text).toContain(from)
  fs.writeFileSync(path.join(folder, file), text.replace(from, to))
}

const opened = "event-schemas/bank-account/AccountOpened.v1.yaml"
const manifest = "event-schemas/bank-account/aggregate.yaml"

/** What is piped into a verb. */
const fed = (folder: string, input: string, ...args: ReadonlyArray<string>) => {
  const bin = path.join(root, "packages/cli/src/bin.ts")
  const { status, stderr, stdout } = spawnSync(process.execPath, [bin, ...args], {
    cwd: folder,
    encoding: "utf8",
    input
  })
  return { status, stderr, stdout }
}

describe("deciduous check and lock", () => {
  it("find nothing where nothing has changed", () => {
    const { deciduous } = lockedBank()
    expect(deciduous("check")).toEqual({ status: 0, stdout: "Nothing found: old events stay readable.\n", stderr: "" })
    expect(deciduous("lock", "--check")).toEqual({ status: 0, stdout: "The lock is up to date.\n", stderr: "" })
  })

  it("refuse a change of what is locked, and say what to do: exit code 1, and nothing is written", () => {
    const { deciduous, folder } = lockedBank()
    edit(folder, opened, "branch: { type: string, minLength: 1", "branch: { type: string, minLength: 3")
    const before = filesIn(folder)
    const { status, stderr, stdout } = deciduous("check")
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" })
    expect(stderr).toMatch(
      /^event-schemas\/bank-account\/AccountOpened\.v1\.yaml {2}error {2}VERSION_CHANGED {2}AccountOpened v1 was locked on \d{4}-\d\d-\d\d and has changed: \/branch: minLength 1 -> 3\. Stored events can't be changed\.\n {2}help: git checkout -- event-schemas\/bank-account\/AccountOpened\.v1\.yaml; deciduous bump bank-account\/AccountOpened\.\n\n1 error\.\n$/
    )
    expect(deciduous("lock").stderr).toContain("1 error. Nothing was locked.")
    expect(filesIn(folder)).toEqual(before)
  })

  it("print findings for machines on standard output", () => {
    const { deciduous, folder } = lockedBank()
    edit(folder, opened, "branch: { type: string, minLength: 1", "branch: { type: string, minLength: 3")
    const { status, stdout } = deciduous("check", "--format", "json")
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, findings: [{ rule: "VERSION_CHANGED" }] })
    expect(deciduous("check", "--format", "yaml").status).toBe(2)
  })

  it("let a change be accepted with a reason, and only with one", () => {
    const { deciduous, folder } = lockedBank()
    edit(folder, opened, "branch: { type: string, minLength: 1", "branch: { type: string, minLength: 3")
    expect(deciduous("lock", "--accept", "VERSION_CHANGED").status).toBe(2)
    const { status, stdout } = deciduous("lock", "--accept", "VERSION_CHANGED", "--because", "No v1 was stored.")
    expect(status).toBe(0)
    expect(stdout).toContain("accepted VERSION_CHANGED at bank-account/AccountOpened@1")
    expect(deciduous("check").status).toBe(0)
  })

  it("ask for what is new to be locked", () => {
    const { deciduous } = lockedBank()
    deciduous("bump", "FundsWithdrawn")
    const { status, stderr } = deciduous("lock", "--check")
    expect(status).toBe(1)
    expect(stderr).toContain("not locked  bank-account/FundsWithdrawn@2")
    expect(stderr).toContain("The lock is not up to date. Run: deciduous lock")
  })

  it("can't work with a lock, a module or a state that can't be read: exit code 2, in one line", () => {
    const { deciduous, folder } = lockedBank()
    const once = (file: string, text: string, ...args: ReadonlyArray<string>) => {
      const before = fs.readFileSync(path.join(folder, file), "utf8")
      writeIn(folder, { [file]: text })
      const { status, stderr, stdout } = deciduous(...args)
      expect({ status, stdout, lines: stderr.trimEnd().split("\n").length }).toEqual({
        status: 2,
        stdout: "",
        lines: 1
      })
      writeIn(folder, { [file]: before })
      return stderr
    }
    const lock = "event-schemas/schemas.lock.json"
    expect(once(lock, "<<<<<<< HEAD\n", "check")).toContain("Marks of a git conflict stand here.")
    expect(once(lock, `{\n  "lockVersion": 9\n}\n`, "lock")).toContain("The lock has the format 9")
    expect(once("src/upcasters.ts", "export const upcasters = {", "check")).toContain("MODULE_UNREADABLE")
    expect(deciduous("check", "--against", "nowhere")).toMatchObject({ status: 2 })
  })
})

describe("the rules of deciduous.config.ts", () => {
  it("switch lint rules off, or raise them", () => {
    expect(lockedBank().deciduous("check").stdout).not.toContain("TYPE_UNUSED")
    const { deciduous, folder } = lockedBank("export default {}")
    expect(deciduous("check").stdout).toContain("warning  TYPE_UNUSED")
    writeIn(folder, { "deciduous.config.ts": `export default { rules: { TYPE_UNUSED: "error" } }` })
    expect(deciduous("check")).toMatchObject({ status: 1, stderr: expect.stringContaining("error  TYPE_UNUSED") })
  })

  it.each([
    ["VERSION_CHANGED", `"off"`, "is a STORE rule, which can't be switched off, only accepted one by one"],
    ["UNION_GREW", `"off"`, "is a CODE rule, and only lint rules can be set."],
    ["EVENT_PAST_TENS", `"off"`, `is not a rule: did you mean "EVENT_PAST_TENSE"?`],
    ["EVENT_PAST_TENSE", "false", `takes "off", "warning" or "error".`]
  ])("set no other: %s", (rule, setting, message) => {
    const folder = bankFolder()
    writeIn(folder, { "deciduous.config.ts": `export default { rules: { ${rule}: ${setting} } }` })
    const { status, stderr } = deciduousIn(folder)("check")
    expect(status).toBe(2)
    expect(stderr).toContain(`${rule} ${message}`)
  })
})

describe("deciduous bump and scaffold", () => {
  it("begin a version: a copy, a step to it, and what to do next", () => {
    const { deciduous, folder } = lockedBank()
    const before = filesIn(folder)
    const { status, stdout } = deciduous("bump", "bank-account/AccountOpened")
    expect(status).toBe(0)
    expect(stdout).toContain("Next: change event-schemas/bank-account/AccountOpened.v3.yaml.")
    const after = filesIn(folder)
    expect(after["event-schemas/bank-account/AccountOpened.v3.yaml"]).toBe(
      before["event-schemas/bank-account/AccountOpened.v2.yaml"]
    )
    expect(after[manifest]?.replace("current: 3", "current: 2").replace("\n      2: []", "")).toBe(before[manifest])
    // nothing has changed yet, so nothing is wrong
    expect(deciduous("check").status).toBe(0)
    expect(deciduous("bump", "AccountOpend")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`did you mean "AccountOpened"?`)
    })
  })

  it("begin no version after a draft, which may be changed freely", () => {
    const { deciduous, folder } = lockedBank()
    deciduous("bump", "FundsWithdrawn")
    const before = filesIn(folder)
    expect(deciduous("bump", "FundsWithdrawn")).toMatchObject({
      status: 2,
      stderr:
        "FundsWithdrawn v2 is a draft still, as it is not locked: change event-schemas/bank-account/FundsWithdrawn.v2.yaml. Or freeze it first: deciduous lock\n"
    })
    expect(filesIn(folder)).toEqual(before)
    deciduous("lock")
    expect(deciduous("bump", "FundsWithdrawn").status).toBe(0)
  })

  it("begin the version that the manifest names already", () => {
    const { deciduous, folder } = lockedBank()
    edit(folder, manifest, "FundsWithdrawn: { current: 1 }", "FundsWithdrawn: { current: 2 }")
    expect(deciduous("check").stderr).toContain("help: deciduous bump bank-account/FundsWithdrawn, or say current: 1.")
    expect(deciduous("bump", "FundsWithdrawn").status).toBe(0)
    expect(deciduous("check").status).toBe(0)
  })

  it("write what is left to write by hand, and check then finds it", () => {
    const { deciduous, folder } = lockedBank()
    deciduous("bump", "FundsWithdrawn")
    edit(
      folder,
      manifest,
      "FundsWithdrawn: { current: 2, upcasts: { 1: [] } }",
      "FundsWithdrawn: { current: 2, upcasts: { 1: { code: true } } }"
    )
    expect(deciduous("check").stderr).toMatch(
      /src\/upcasters\.ts:\d+:\d+ {2}error {2}UPCAST_CODE_MISSING {2}"FundsWithdrawn@1" is declared "code: true" and not here\.[^]*help: deciduous scaffold\./
    )
    expect(deciduous("scaffold").stdout).toBe("changed  src/upcasters.ts\n         FundsWithdrawn@1\n")
    expect(deciduous("check").status).toBe(0)
    expect(deciduous("scaffold").stdout).toBe("Every upcaster that is declared is there.\n")
  })
})

describe("deciduous diff, sample, upcast and explain", () => {
  it("show what differs between two versions, and what the upcast does to each place", () => {
    const { deciduous } = lockedBank()
    const { status, stdout } = deciduous("diff", "AccountOpened@1", "AccountOpened@2")
    expect(status).toBe(0)
    expect(stdout).toContain("  /branch  text (required) -> nothing\n      move /branch -> /office/code\n")
    expect(deciduous("diff", "AccountOpened@1", "FundsDeposited@1").status).toBe(2)
    expect(deciduous("diff", "AccountOpened@1").status).toBe(2)
  })

  it("show what differs from another folder", () => {
    const { deciduous, folder } = lockedBank()
    fs.cpSync(path.join(folder, "event-schemas"), path.join(folder, "released"), { recursive: true })
    expect(deciduous("diff", "--against", "released").stdout).toBe("Nothing differs from released.\n")
    edit(folder, manifest, "current: 2\n    upcasts:\n      1:  ", "current: 1\n    upcasts:\n      1:  ")
    expect(deciduous("diff", "--against", "released").stdout).toContain(
      "bank-account/AccountOpened\n  current 2 -> current 1"
    )
  })

  it("make payloads by a seed, and show how one is read", () => {
    const { deciduous, folder } = lockedBank()
    const first = deciduous("sample", "AccountOpened@1", "--count", "3")
    expect(first.stdout).toBe(deciduous("sample", "AccountOpened@1", "--count", "3", "--seed", "1").stdout)
    expect(first.stdout).not.toBe(deciduous("sample", "AccountOpened@1", "--count", "3", "--seed", "2").stdout)
    const payload = JSON.stringify({ holderName: "Ada Lovelace", branch: "PRG-01", openedOn: "2024-02-29" })
    const { status, stdout } = fed(folder, payload, "upcast", "AccountOpened@1")
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /^AccountOpened v1 {2}\(as it was stored\)\n[^]*\n\nAccountOpened v2 {2}\(move \/branch -> \/office\/code; [^]*"openedAt": "2024-02-29T00:00:00\.000Z"/
    )
    const renamed = fed(folder, `{"limitCents":1234}`, "upcast", "OverdraftChanged@1")
    expect(renamed.stdout).toMatch(
      /OverdraftLimitSet v1 {2}\(renamed from OverdraftChanged\)[^]*OverdraftLimitSet v2 {2}\(by hand\)[^]*"amount": "12\.34"/
    )
  })

  it("say in a line why a payload can't be read", () => {
    const { folder } = lockedBank()
    expect(fed(folder, "{}", "upcast", "AccountOpened@1")).toMatchObject({
      status: 1,
      stderr: "This is no AccountOpened v1: /holderName is missing.\n"
    })
    expect(fed(folder, "{", "upcast", "AccountOpened@1")).toMatchObject({ status: 2, stdout: "" })
    expect(fed(folder, "{}", "upcast", "AccountOpened@9").stderr).toBe(
      "AccountOpened has no version 9: it has @1, @2.\n"
    )
    writeIn(folder, {
      "src/upcasters.ts": `export const upcasters = { "OverdraftLimitSet@1": () => { throw new Error("no") } }`
    })
    const thrown = fed(folder, `{"limitCents":1}`, "upcast", "OverdraftLimitSet@1")
    expect(thrown.status).toBe(1)
    expect(thrown.stderr).toMatch(/^An upcaster of src\/upcasters\.ts has thrown: no \(src\/upcasters\.ts:1:\d+\)\n$/)
  })

  it("explain a rule, and find the one that was meant", () => {
    const { deciduous } = lockedBank()
    expect(deciduous("explain", "VERSION_CHANGED").stdout).toMatch(/^VERSION_CHANGED \(STORE\)\n\nWhat: /)
    expect(deciduous("explain", "version_changd")).toMatchObject({
      status: 2,
      stderr: `"version_changd" is not a rule: did you mean "VERSION_CHANGED"?\n`
    })
  })
})
