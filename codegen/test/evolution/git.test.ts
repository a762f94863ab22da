// The lock and `--against` with real git: what branches do to one another's lines, and what another commit says.
import { formatDiagnostics } from "@deciduous/codegen/diagnostic"
import { check } from "@deciduous/codegen/evolution/check"
import { lock } from "@deciduous/codegen/evolution/lock"
import { spawnSync } from "node:child_process"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "vitest"
import { event, type Folder, makeFolder, manifest } from "../support/evolving.ts"

let folder: Folder
beforeEach(async () => {
  folder = makeFolder()
  folder.write({
    "schemas/.gitattributes": "schemas.lock.json merge=union\n",
    "schemas/shop/aggregate.yaml": manifest({ Opened: 1 }),
    "schemas/shop/Opened.v1.yaml": event({ a: "string" })
  })
  git("init", "-q", "-b", "main")
  await locked("2026-01-01")
  commit()
})
afterEach(() => folder.remove())

const git = (...args: ReadonlyArray<string>) => {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
  return spawnSync("git", [...identity, ...args], { cwd: folder.path, encoding: "utf8" })
}

const commit = () => {
  git("add", "-A")
  assert.equal(git("commit", "-q", "-m", "x").status, 0)
}

const lockFile = () => join(folder.path, "schemas/schemas.lock.json")

const locked = async (today: string) => {
  const outcome = await lock({ schemas: "schemas", cwd: folder.path, today })
  assert.equal(outcome._tag, "Locked", JSON.stringify(outcome))
}

/** What `check` says, by rule and file; or why it can't say anything. */
const found = async (against?: string): Promise<ReadonlyArray<string> | string> => {
  const checked = await check({ schemas: "schemas", cwd: folder.path, ...(against !== undefined && { against }) })
  return checked._tag === "Unusable"
    ? checked.problem
    : checked.diagnostics.filter(({ severity }) => severity !== "warning").map(({ code, place }) =>
      `${code} ${place.file}`
    )
}

/** An event more on a branch, locked there. The manifest is written as it will be when both have come together. */
const branch = async (name: string, files: Readonly<Record<string, string>>, today: string) => {
  git("checkout", "-q", "-b", name, "main")
  folder.write(files)
  await locked(today)
  commit()
}

describe("branches that each lock something", () => {
  it("merge into a lock with both lines, which is the one that lock would write", async () => {
    await branch("one", {
      "schemas/one/aggregate.yaml": manifest({ Begun: 1 }, "One"),
      "schemas/one/Begun.v1.yaml": event({ b: "string" })
    }, "2026-02-01")
    await branch("two", {
      "schemas/two/aggregate.yaml": manifest({ Ended: 1 }, "Two"),
      "schemas/two/Ended.v1.yaml": event({ c: "integer" })
    }, "2026-02-02")
    assert.equal(git("merge", "-q", "one").status, 0)

    assert.deepEqual(await found(), [])
    const text = readFileSync(lockFile(), "utf8")
    for (const key of ["Opened@1", "Begun@1", "Ended@1"]) assert.include(text, `"${key}": {`)
    await locked("2026-03-01")
    const tidy = readFileSync(lockFile(), "utf8")
    assert.include(tidy, `"Begun@1": { "locked": "2026-02-01"`)
    assert.include(tidy, `"Ended@1": { "locked": "2026-02-02"`)
    assert.doesNotThrow(() => JSON.parse(tidy))
  })

  it("merge where both add events to one aggregate", async () => {
    const both = { "schemas/shop/aggregate.yaml": manifest({ Opened: 1, Begun: 1, Ended: 1 }) }
    await branch("one", {
      "schemas/shop/aggregate.yaml": manifest({ Opened: 1, Begun: 1 }),
      "schemas/shop/Begun.v1.yaml": event({ b: "string" })
    }, "2026-02-01")
    await branch("two", {
      "schemas/shop/aggregate.yaml": manifest({ Opened: 1, Ended: 1 }),
      "schemas/shop/Ended.v1.yaml": event({ c: "integer" })
    }, "2026-02-02")
    git("merge", "-q", "one")
    folder.write(both)
    assert.deepEqual(await found(), [])
    assert.notInclude(readFileSync(lockFile(), "utf8"), "<<<<<<<")
  })

  it("clash where both have made one version, and the message says what to do", async () => {
    const made = (field: string) => ({
      "schemas/shop/aggregate.yaml": manifest({ Opened: 1, Begun: 1 }),
      "schemas/shop/Begun.v1.yaml": event({ [field]: "string" })
    })
    await branch("one", made("b"), "2026-02-01")
    await branch("two", made("c"), "2026-02-02")
    assert.deepInclude(await found("one"), "VERSION_CLASH schemas/shop/Begun.v1.yaml")
    git("merge", "-q", "one")
    folder.write(made("c"))
    const all = await found()
    assert.deepInclude(all, "VERSION_CLASH schemas/schemas.lock.json")
    assert.equal((await lock({ schemas: "schemas", cwd: folder.path, today: "2026-03-01" }))._tag, "Refused")
  })

  it("leave marks of a conflict without the merge driver: one line, and nothing is written", async () => {
    rmSync(join(folder.path, "schemas/.gitattributes"))
    commit()
    const made = (name: string) => ({
      "schemas/shop/aggregate.yaml": manifest({ Opened: 1, [name]: 1 }),
      [`schemas/shop/${name}.v1.yaml`]: event({ b: "string" })
    })
    await branch("one", made("Begun"), "2026-02-01")
    await branch("two", made("Began"), "2026-02-02")
    git("merge", "-q", "one")
    folder.write({ "schemas/shop/aggregate.yaml": manifest({ Opened: 1, Begun: 1, Began: 1 }) })
    const before = readFileSync(lockFile(), "utf8")
    const problem = await found()
    assert.match(
      String(problem),
      /^schemas\/schemas\.lock\.json:\d+  error  LOCK_UNUSABLE  Marks of a git conflict stand here\. help: keep the lines of both sides, and run: deciduous lock\.$/
    )
    assert.equal((await lock({ schemas: "schemas", cwd: folder.path, today: "2026-03-01" }))._tag, "Unusable")
    assert.equal(readFileSync(lockFile(), "utf8"), before)
    // the advice holds
    writeFileSync(lockFile(), before.split("\n").filter((line) => !/^[<=>|]{7}/.test(line)).join("\n"))
    assert.deepEqual(await found(), [])
  })
})

describe("compared with another commit", () => {
  it("a version that was changed there and here since is told from one that has come there", async () => {
    git("checkout", "-q", "-b", "feature")
    git("checkout", "-q", "main")
    folder.write({
      "schemas/shop/aggregate.yaml": manifest({ Opened: 1, Closed: 1 }),
      "schemas/shop/Closed.v1.yaml": event({ b: "string" })
    })
    await locked("2026-02-01")
    commit()
    git("checkout", "-q", "feature")
    assert.deepEqual(await found("main"), [])
    folder.write({ "schemas/shop/Opened.v1.yaml": event({ a: "integer" }) })
    assert.deepEqual(await found("main"), ["VERSION_CHANGED schemas/shop/Opened.v1.yaml"])
    // without its own lock too, and whatever was done to it
    rmSync(lockFile())
    assert.deepEqual(await found("main"), ["VERSION_CHANGED schemas/shop/Opened.v1.yaml"])
  })

  it("what was accepted here is accepted as it is, and nothing else is", async () => {
    folder.write({
      "schemas/_types/Price.v1.yaml": "description: A price.\ntype: integer\nminimum: 1\n",
      "schemas/shop/aggregate.yaml": manifest({ Opened: 1, Paid: 1 }),
      "schemas/shop/Paid.v1.yaml": event({ price: "{ $ref: ../_types/Price.v1.yaml }" })
    })
    await locked("2026-02-01")
    commit()
    const accept = (rule: string) =>
      lock({ schemas: "schemas", cwd: folder.path, today: "2026-03-01", accept: { rule, because: "None was stored." } })
    folder.write({ "schemas/shop/Opened.v1.yaml": event({ a: "integer" }) })
    assert.equal((await accept("VERSION_CHANGED"))._tag, "Locked")
    folder.write({ "schemas/_types/Price.v1.yaml": "description: A price.\ntype: integer\nminimum: 2\n" })
    assert.equal((await accept("TYPE_CHANGED"))._tag, "Locked")
    assert.deepEqual(await found(), [])
    assert.deepEqual(await found("main"), [])
    folder.write({ "schemas/_types/Price.v1.yaml": "description: A price.\ntype: integer\nminimum: 3\n" })
    assert.deepEqual(await found("main"), ["TYPE_CHANGED schemas/_types/Price.v1.yaml"])
    folder.write({ "schemas/shop/Opened.v1.yaml": event({ a: "boolean" }) })
    assert.deepEqual(await found("main"), [
      "TYPE_CHANGED schemas/_types/Price.v1.yaml",
      "VERSION_CHANGED schemas/shop/Opened.v1.yaml"
    ])
  })

  it("files count as locked where the other side has no lock", async () => {
    rmSync(lockFile())
    commit()
    folder.write({ "schemas/shop/Opened.v1.yaml": event({ a: "integer" }) })
    assert.deepEqual(await found(), [])
    assert.deepEqual(await found("HEAD"), ["VERSION_CHANGED schemas/shop/Opened.v1.yaml"])
  })

  it("says in a line what it can't compare with", async () => {
    assert.match(
      String(await found("nowhere")),
      /^--against: "nowhere" is neither a folder nor a commit that git knows here\. help: .*$/
    )
    assert.match(String(await found("")), /^--against names nothing: it is empty\./)
    assert.match(String(await found("--output=x")), /^--against: "--output=x" is neither/)
    folder.write({ "other/shop/aggregate.yaml": "aggregate: [" })
    assert.match(String(await found("other")), /^--against: the schema files of "other" can't be read: .*YAML_SYNTAX/)
  })

  it("finds nothing where nothing has changed, from a folder below the repository's root", async () => {
    const checked = await check({ schemas: ".", cwd: join(folder.path, "schemas"), against: "HEAD" })
    assert.equal(checked._tag, "Checked")
    if (checked._tag !== "Checked") return
    assert.equal(formatDiagnostics(checked.diagnostics.filter(({ severity }) => severity === "error")), "")
  })
})
