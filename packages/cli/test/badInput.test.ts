// What check, lock and diff can't work with, given on the command line: one clear line, exit code 2, nothing written.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { bankFolder, deciduousIn, emptyFolder, filesIn, type Ran, writeIn } from "./support/cli.ts"

const LOCK = "event-schemas/schemas.lock.json"

/** The bank account's lock, made by the first test that asks: it takes a second. */
const lockText = (): string => {
  if (lock !== "") return lock
  const folder = bank({ [LOCK]: "" })
  expect(deciduousIn(folder)("lock").status).toBe(0)
  lock = fs.readFileSync(path.join(folder, LOCK), "utf8")
  return lock
}
let lock = ""

const bank = (files: Readonly<Record<string, string>> = {}) => {
  const folder = bankFolder()
  const root = path.resolve(import.meta.dirname, "../../..")
  const upcasters = fs.readFileSync(path.join(root, "examples/bank-account/src/upcasters.ts"), "utf8")
  writeIn(folder, {
    "src/upcasters.ts": upcasters,
    "deciduous.config.ts": `export default { rules: { TYPE_UNUSED: "off" } }`,
    [LOCK]: files[LOCK] ?? lockText(),
    ...files
  })
  return folder
}

/** Runs it, and holds against it what holds for all bad input. */
const refused = (folder: string, run: () => Ran, lines = 1): string => {
  const before = filesIn(folder)
  const { status, stderr, stdout } = run()
  expect({ status, stdout }, stderr).toEqual({ status: 2, stdout: "" })
  expect(stderr.trimEnd().split("\n"), stderr).toHaveLength(lines)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(stderr).not.toContain(folder)
  expect(filesIn(folder)).toEqual(before)
  return stderr
}

describe("a lock", () => {
  const spoilt: ReadonlyArray<readonly [string, (lock: string) => string, RegExp]> = [
    [
      "with the marks of a conflict",
      (lock) => lock.replace("  \"streams\"", "<<<<<<< HEAD\n  \"streams\""),
      /^event-schemas\/schemas\.lock\.json:\d+ {2}error {2}LOCK_UNUSABLE {2}Marks of a git conflict stand here\. help: keep the lines of both sides, and run: deciduous lock\.\n$/
    ],
    [
      "with a line that was edited by hand",
      (lock) => lock.replace("\"minLength\":1", "\"minLength\":2"),
      /schemas\.lock\.json:\d+ {2}error {2}LOCK_UNUSABLE {2}The hash does not fit the rest of the line, so the line has been edited by hand\. help: git checkout -- event-schemas/
    ],
    [
      "with a hash that was edited by hand",
      (lock) => lock.replace(/"sha256": "./, "\"sha256\": \"_"),
      /The hash does not fit the rest of the line/
    ],
    [
      "of a newer format",
      (lock) => lock.replace("\"lockVersion\": 1", "\"lockVersion\": 2"),
      /schemas\.lock\.json:2 {2}error {2}LOCK_UNUSABLE {2}The lock has the format 2, and this program knows 1\. help: update @deciduous\/cli to the version that the others use\.\n$/
    ],
    ["that was cut off in a line", (lock) => lock.slice(0, lock.length >> 1), /This is not a line that deciduous lock/],
    [
      "that was cut off between lines",
      (lock) => `${lock.split("\n").slice(0, 9).join("\n")}\n`,
      /^event-schemas\/schemas\.lock\.json {2}error {2}LOCK_UNUSABLE {2}The file ends in the midst of the lock\. help: git checkout -- event-schemas\/schemas\.lock\.json\n$/
    ],
    ["that is no lock", () => "{}", /The file is no lock: it names no lockVersion\./],
    ["that is no JSON", () => "locked\n", /This is not a line that deciduous lock writes\./],
    [
      "that a formatter was at",
      (lock) => JSON.stringify(JSON.parse(lock), undefined, 2),
      /keep formatters away from the file\./
    ]
  ]

  it.each(spoilt)("%s", (_, spoil, message) => {
    const folder = bank({ [LOCK]: spoil(lockText()) })
    for (const verb of ["check", "lock"]) expect(refused(folder, () => deciduousIn(folder)(verb))).toMatch(message)
  })

  it("that is not text, or no file", () => {
    const folder = bank()
    fs.writeFileSync(path.join(folder, LOCK), Buffer.from([0xff, 0xfe]))
    expect(refused(folder, () => deciduousIn(folder)("check"))).toContain("it is not text in UTF-8.")
    fs.rmSync(path.join(folder, LOCK))
    fs.mkdirSync(path.join(folder, LOCK))
    expect(refused(folder, () => deciduousIn(folder)("lock"))).toBe(
      `${LOCK}  error  LOCK_UNUSABLE  The lock can't be read: EISDIR. help: git checkout -- ${LOCK}\n`
    )
  })

  it("with lines twice or out of order is no bad input: merges make them, and the next lock mends them", () => {
    const lines = lockText().split("\n")
    const at = lines.findIndex((line) => line.includes("\"AccountOpened@1\""))
    const merged = [...lines.slice(0, at), lines[at + 1], lines[at], lines[at], ...lines.slice(at + 2)].join("\n")
    const folder = bank({ [LOCK]: merged })
    const deciduous = deciduousIn(folder)
    expect(deciduous("check")).toEqual({ status: 0, stdout: "Nothing found: old events stay readable.\n", stderr: "" })
    expect(deciduous("lock").status).toBe(0)
    expect(fs.readFileSync(path.join(folder, LOCK), "utf8")).toBe(lockText())
  })

  it("with two different lines for one version is two branches that have made it: exit code 1", () => {
    const line = /^ *"AccountClosed@1": .*$/m.exec(lockText())?.[0] ?? ""
    const other = (/^ *"StatementPrinted@1": .*$/m.exec(lockText())?.[0] ?? "").replace(
      "StatementPrinted",
      "AccountClosed"
    )
    const folder = bank({ [LOCK]: lockText().replace(line, `${line.replace(/,?$/, ",")}\n${other}`) })
    const { status, stderr } = deciduousIn(folder)("check")
    expect(status).toBe(1)
    expect(stderr).toContain("error  VERSION_CLASH")
  })
})

describe("a configuration", () => {
  it.each([
    ["that throws", `throw new Error("no bank")`, /^deciduous\.config\.ts cannot be loaded: no bank \(deciduous/],
    ["with a syntax error", `export default {`, /^deciduous\.config\.ts cannot be loaded: Unexpected token/],
    ["that is none", `export default []`, /^deciduous\.config\.ts: the default export is no object of settings\.\n$/],
    [
      "that is a promise",
      `export default Promise.resolve({})`,
      /: the default export is a promise\. Write: export def/
    ],
    [
      "that throws when it is asked",
      `export default { get schemas() { throw new Error("later") } }`,
      /^deciduous\.config\.ts cannot be loaded: later \(deciduous\.config\.ts:1/
    ],
    [
      "that switches a store rule off",
      `export default { rules: { VERSION_CHANGED: "off" } }`,
      /VERSION_CHANGED is a STORE rule, which can't be switched off, only accepted one by one: deciduous lock --accept/
    ]
  ])("%s", (_, config, message) => {
    const folder = bank({ "deciduous.config.ts": config, "package.json": `{ "type": "module" }` })
    for (const verb of ["check", "lock"]) expect(refused(folder, () => deciduousIn(folder)(verb))).toMatch(message)
  })

  it("that is a folder, or a link that leads nowhere", () => {
    const folder = bank()
    const config = path.join(folder, "deciduous.config.ts")
    fs.rmSync(config)
    fs.mkdirSync(config)
    expect(refused(folder, () => deciduousIn(folder)("check"))).toBe(
      "deciduous.config.ts is a folder, and is read as a file of settings.\n"
    )
    fs.rmdirSync(config)
    fs.symlinkSync("nowhere.ts", config)
    const { status, stderr } = deciduousIn(folder)("check")
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/^deciduous\.config\.ts cannot be /)
    })
  })
})

describe("--against", () => {
  const git = (cwd: string, ...args: ReadonlyArray<string>): void => {
    const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "protocol.file.allow=always"]
    const { status, stderr } = spawnSync("git", [...identity, ...args], { cwd, encoding: "utf8" })
    if (status !== 0) throw new Error(stderr)
  }

  /** Two commits on main, and a branch that left before the second one. */
  const repository = () => {
    const folder = bank()
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "one")
    git(folder, "branch", "feature")
    git(folder, "commit", "-q", "--allow-empty", "-m", "two")
    return folder
  }

  const both = (folder: string, ref: string, environment = {}): string => {
    const deciduous = deciduousIn(folder, environment)
    const said = refused(folder, () => deciduous("check", "--against", ref))
    expect(refused(folder, () => deciduous("diff", "--against", ref))).toBe(said)
    return said
  }

  it("a commit that is not there", () => {
    expect(both(repository(), "nowhere")).toBe(
      `--against: "nowhere" is neither a folder nor a commit that git knows here. help: git fetch, or name a branch, a tag or a folder.\n`
    )
  })

  it("a commit, where there is no repository", () => {
    expect(both(bank(), "main")).toBe(
      `--against: "main" is no folder, and this is no git repository in which it could be a commit.\n`
    )
  })

  it("a commit, where there is no git", () => {
    expect(both(repository(), "main", { PATH: emptyFolder() })).toBe(
      `--against: "main" is no folder, and git, which could know it as a commit, can't be run. help: is it installed?\n`
    )
  })

  it("a commit that a shallow clone does not have, or where it does not know when the two parted", () => {
    const origin = repository()
    const folder = path.join(emptyFolder(), "clone")
    git(origin, "clone", "-q", "--depth", "1", "--no-single-branch", `file://${origin}`, folder)
    const help = "help: git fetch --unshallow --tags; on GitHub: actions/checkout with fetch-depth: 0.\n"
    expect(both(folder, "HEAD~1")).toBe(
      `--against: "HEAD~1" is neither a folder nor a commit of this shallow clone. ${help}`
    )
    expect(both(folder, "origin/feature")).toBe(
      `--against: where this branch and "origin/feature" parted is not in this shallow clone. ${help}`
    )
    expect(deciduousIn(folder)("check", "--against", "origin/main").status).toBe(0)
  })

  it("a folder without schemas", () => {
    const folder = bank()
    fs.mkdirSync(path.join(folder, "nothing"))
    expect(both(folder, "nothing")).toBe(
      `--against: the schema files of "nothing" can't be read: nothing  MANIFEST_MISSING  The folder holds no aggregate.\n`
    )
  })

  it("nothing at all, as a variable is that CI has not set", () => {
    expect(both(bank(), "")).toBe(
      "--against names nothing: it is empty. help: name a branch, a tag or a folder.\n"
    )
  })

  it("a state whose lock, or whose files, can't be read", () => {
    const folder = bank()
    fs.cpSync(path.join(folder, "event-schemas"), path.join(folder, "released"), { recursive: true })
    writeIn(folder, { "released/schemas.lock.json": lockText().replace("\"lockVersion\": 1", "\"lockVersion\": 7") })
    expect(both(folder, "released")).toContain("schemas.lock.json:2  error  LOCK_UNUSABLE  The lock has the format 7")
    writeIn(folder, {
      "released/schemas.lock.json": lockText(),
      "released/bank-account/AccountClosed.v1.yaml": "type: ["
    })
    expect(both(folder, "released")).toMatch(
      /^--against: the schema files of "released" can't be read: released\/bank-account\/AccountClosed\.v1\.yaml {2}YAML_/
    )
  })
})
