// The lock: what it holds, what keeps it from being used, and what is accepted.
import { hashOf } from "@deciduous/codegen/contract/canonical"
import { check } from "@deciduous/codegen/evolution/check"
import { lock, type LockOptions } from "@deciduous/codegen/evolution/lock"
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "vitest"
import { event, type Folder, makeFolder, manifest } from "../support/evolving.ts"

const LOCK = "schemas/schemas.lock.json"

let folder: Folder
beforeEach(() => {
  folder = makeFolder()
  folder.write({
    "schemas/shop/aggregate.yaml": manifest({ Opened: 1, Closed: 1 }),
    "schemas/shop/Opened.v1.yaml": event({ a: "string" }),
    "schemas/shop/Closed.v1.yaml": event({ b: "integer" })
  })
})
afterEach(() => folder.remove())

const run = (options: Partial<LockOptions> = {}) =>
  lock({ schemas: "schemas", cwd: folder.path, today: "2026-01-01", ...options })

const rules = async (): Promise<ReadonlyArray<string>> => {
  const checked = await check({ schemas: "schemas", cwd: folder.path })
  return checked._tag === "Unusable" ? [checked.problem] : checked.diagnostics.map(({ code }) => code)
}

/** A second version that `Opened` is read as. */
const bumped = (steps: string) => ({
  "schemas/shop/aggregate.yaml": manifest({ Opened: `{ current: 2, upcasts: { 1: ${steps} } }`, Closed: 1 }),
  "schemas/shop/Opened.v2.yaml": event({ b: "string" })
})

describe("the lock", () => {
  it("has one sorted line for each thing that is stored, and is JSON", async () => {
    await run()
    const text = folder.read(LOCK)
    assert.deepEqual(Object.keys(JSON.parse(text).streams.shop), ["", "Closed@1", "Opened@1"])
    assert.match(text, /^ {6}"Opened@1": \{ "locked": "2026-01-01", "sha256": "[\w+/]{43}=", "contract": \{.*\} \}$/m)
  })

  it("stays byte for byte where nothing has changed but words, order and spelling", async () => {
    await run()
    const before = folder.read(LOCK)
    folder.write({
      "schemas/shop/Opened.v1.yaml":
        "additionalProperties: false\nrequired: [a]\nproperties: { a: { minLength: 0, type: string, description: Words. } }\ntype: object\ndescription: Other words.\n"
    })
    const outcome = await run({ today: "2027-01-01" })
    assert.deepInclude(outcome, { _tag: "Locked", isWritten: false })
    assert.equal(folder.read(LOCK), before)
  })

  it("is written anew where only its spaces have changed, and not by a check", async () => {
    await run()
    const text = folder.read(LOCK)
    folder.write({ [LOCK]: `${text}\n` })
    assert.deepInclude(await run({ check: true }), { _tag: "Locked", isWritten: false })
    assert.equal(folder.read(LOCK), `${text}\n`)
    assert.deepInclude(await run(), { _tag: "Locked", isWritten: true })
    assert.equal(folder.read(LOCK), text)
  })

  it("does not take for gone what cannot be read", async () => {
    folder.write({
      "schemas/bar/aggregate.yaml": manifest({ Poured: 1 }, "Bar"),
      "schemas/bar/Poured.v1.yaml": event({ a: "string" })
    })
    await run()
    folder.write({ "schemas/bar/aggregate.yaml": "aggregate: [" })
    assert.deepEqual(await rules(), ["YAML_SYNTAX"])
  })

  it("takes drafts in when they become current, and not before", async () => {
    await run()
    folder.write({ "schemas/shop/Opened.v2.yaml": event({ b: "string" }) })
    assert.deepInclude(await run(), { _tag: "Locked", isWritten: false })
    folder.write(bumped("[{ rename: { from: /a, to: /b } }]"))
    assert.deepInclude(await run({ check: true }), { added: ["shop/Opened@1>2", "shop/Opened@2"], isWritten: true })
    assert.notInclude(folder.read(LOCK), "Opened@2")
    await run({ today: "2026-02-02" })
    assert.include(folder.read(LOCK), `"Opened@2": { "locked": "2026-02-02"`)
    assert.include(folder.read(LOCK), `"Opened@1": { "locked": "2026-01-01"`)
  })

  it("knows versions above the current one that there is a way down from, and going back is no error then", async () => {
    await run()
    folder.write(bumped("[{ rename: { from: /a, to: /b } }]"))
    await run()
    const down = (downcasts: string) => ({
      "schemas/shop/aggregate.yaml": manifest({ Opened: `{ current: 1${downcasts} }`, Closed: 1 })
    })
    folder.write(down(""))
    assert.deepEqual(await rules(), ["CURRENT_LOWERED"])
    folder.write(down(", downcasts: { 2: [{ rename: { from: /b, to: /a } }] }"))
    assert.deepEqual(await rules(), [])
    assert.deepInclude(await run(), { added: ["shop/Opened@2>1"] })
    folder.write(down(", downcasts: { 2: [{ remove: { at: /b } }, { add: { at: /a, value: none } }] }"))
    assert.deepEqual((await rules()).filter((rule) => rule !== "UPCAST_LOSES"), ["UPCAST_CHANGED"])
  })

  it("notices that hand-written code has changed, in a module that it is taken from too", async () => {
    folder.write({
      ...bumped("{ code: true }"),
      "src/upcasters.ts":
        "import type { A } from \"./a.gen.ts\"\nimport {\n  f\n} from \"./f.js\"\n\nexport const upcasters: A = { \"Opened@1\": f }\n",
      "src/a.gen.ts": "export type A = any\n",
      "src/f.ts": "export const f = (e: any) => ({ b: e.a })\n"
    })
    await run()
    folder.write({
      "src/a.gen.ts": "export type A = unknown\n",
      "src/f.ts": "export const f = (e: any) =>\r\n  ({ b: e.a })\r\n"
    })
    assert.deepEqual(await rules(), [])
    folder.write({ "src/f.ts": "export const f = (e: any) => ({ b: e.a + 1 })\n" })
    assert.deepEqual(await rules(), ["UPCAST_CHANGED"])
    assert.deepInclude(await run(), { _tag: "Locked", changed: ["shop/Opened@1>2"] })
    assert.deepEqual(await rules(), [])
  })

  it("writes nothing while an error stands", async () => {
    await run()
    const before = folder.read(LOCK)
    folder.write({ ...bumped("[]"), "schemas/shop/New.v1.yaml": event({ x: "string" }) })
    assert.equal((await run())._tag, "Refused")
    assert.equal(folder.read(LOCK), before)
    assert.deepEqual(readdirSync(join(folder.path, "schemas")).sort(), ["schemas.lock.json", "shop"])
  })

  it("does no harm with commas that are missing or too many, and lines in any order", async () => {
    await run()
    const lines = folder.read(LOCK).split("\n")
    const [first, second] = [
      lines.findIndex((line) => line.includes("Closed@1")),
      lines.findIndex((line) => line.includes("Opened@1"))
    ]
    const swapped = lines.with(first, `${lines[second]},,`).with(second, (lines[first] ?? "").replace(/,$/, ""))
    const late = (lines[second] ?? "").replace("2026-01-01", "2026-05-05")
    folder.write({ [LOCK]: swapped.toSpliced(second, 0, late).join("\r\n") })
    assert.deepEqual(await rules(), [])
    await run({ today: "2027-01-01" })
    assert.equal(folder.read(LOCK), lines.join("\n"))
  })

  it("is empty where the file is, as somebody begins one", async () => {
    folder.write({ [LOCK]: "" })
    assert.deepInclude(await run(), { _tag: "Locked", isWritten: true })
  })
})

describe("a lock that can't be used is one clear line, and nothing is written", () => {
  const spoilt: ReadonlyArray<readonly [what: string, spoil: (text: string) => string, says: RegExp]> = [
    [
      "of a newer format",
      (text) => text.replace(`"lockVersion": 1`, `"lockVersion": 2`),
      /:2 {2}error {2}LOCK_UNUSABLE {2}The lock has the format 2, and this program knows 1\. help: update @deciduous\/cli/
    ],
    [
      "edited by hand",
      (text) => text.replace(`"type":"integer"`, `"type":"string"`),
      /:\d+ {2}error {2}LOCK_UNUSABLE {2}The hash does not fit the rest of the line/
    ],
    [
      "with a contract that is none, and a hash that fits it",
      (text) =>
        text.replace(
          /"sha256": "[^"]+", "contract": \{"properties":\{"b".*?\} \}/,
          `"sha256": "${hashOf({ type: "obect" })}", "contract": {"type":"obect"} }`
        ),
      /:\d+ {2}error {2}LOCK_UNUSABLE {2}This is not a line that deciduous lock writes/
    ],
    [
      "cut short in a line",
      (text) => text.slice(0, text.indexOf(`"contract"`)),
      /:\d+ {2}error {2}LOCK_UNUSABLE {2}This is not a line that deciduous lock writes/
    ],
    ["of another program", () => "{\n}\n", /LOCK_UNUSABLE {2}The file is no lock: it names no lockVersion/],
    ["that is no text", () => "\u0000\u0001", /:1 {2}error {2}LOCK_UNUSABLE {2}This is not a line/],
    [
      "with marks of a conflict",
      (text) => text.replace("    \"shop\"", "<<<<<<< HEAD\n    \"shop\""),
      /Marks of a git conflict stand here\. help: keep the lines of both sides, and run: deciduous lock/
    ],
    [
      "with a stranger's line",
      (text) => text.replace(`      "Closed@1"`, "      \"x\": 1,\n      \"Closed@1\""),
      /This is not a line/
    ],
    ["in another shape", (text) => JSON.stringify(JSON.parse(text), undefined, 4), /keep formatters away/]
  ]
  for (const [what, spoil, says] of spoilt) {
    it(what, async () => {
      await run()
      const text = spoil(folder.read(LOCK))
      folder.write({ [LOCK]: text })
      const outcome = await run()
      assert.equal(outcome._tag, "Unusable")
      if (outcome._tag !== "Unusable") return
      assert.match(outcome.problem, says)
      assert.notInclude(outcome.problem, "\n")
      assert.equal(folder.read(LOCK), text)
      assert.match((await rules())[0] ?? "", says)
    })
  }

  it("a folder in its place", async () => {
    mkdirSync(join(folder.path, LOCK))
    assert.equal((await run())._tag, "Unusable")
  })
})

describe("what is accepted", () => {
  const accept = (rule: string, at?: string) =>
    run({ accept: { rule, because: "No v1 was stored.", at }, today: "2026-06-01" })

  it("is written into the lock with its reason and its day, and silences nothing else", async () => {
    await run()
    folder.write({ "schemas/shop/Opened.v1.yaml": event({ a: "integer" }) })
    assert.deepEqual(await rules(), ["VERSION_CHANGED"])
    assert.deepInclude(await accept("VERSION_CHANGED"), { _tag: "Locked", changed: ["shop/Opened@1"] })
    assert.match(
      folder.read(LOCK),
      /^ {4}\{ "rule": "VERSION_CHANGED", "at": "shop\/Opened@1", "sha256": "[^"]+", "because": "No v1 was stored\.", "on": "2026-06-01" \}$/m
    )
    assert.deepEqual(await rules(), [])
    folder.write({ "schemas/shop/Opened.v1.yaml": event({ a: "boolean" }) })
    assert.deepEqual(await rules(), ["VERSION_CHANGED"])
  })

  it("goes for what no lock line shows too, until either version or the step changes", async () => {
    await run()
    folder.write({
      ...bumped("[{ rename: { from: /a, to: /b } }]"),
      "schemas/shop/Opened.v2.yaml": event({ b: "{ type: string, maxLength: 5 }" })
    })
    assert.deepEqual(await rules(), ["UPCAST_NARROWS"])
    await accept("UPCAST_NARROWS")
    assert.deepEqual(await rules(), [])
  })

  it("may be that a version, an event or an aggregate is gone", async () => {
    await run()
    folder.write({ "schemas/shop/aggregate.yaml": manifest({ Closed: 1 }) })
    rmSync(join(folder.path, "schemas/shop/Opened.v1.yaml"))
    assert.deepInclude(await accept("EVENT_DELETED"), { removed: ["shop/Opened@1"] })
    assert.deepEqual(await rules(), [])
    folder.write({
      "schemas/store/aggregate.yaml": manifest({ Built: 1 }, "Store"),
      "schemas/store/Built.v1.yaml": event({ a: "string" })
    })
    rmSync(join(folder.path, "schemas/shop"), { recursive: true })
    assert.deepInclude(await accept("AGGREGATE_DELETED"), { _tag: "Locked", added: ["store/", "store/Built@1"] })
    assert.notInclude(folder.read(LOCK), "Closed@1")
  })

  it("is one finding at a time, with a reason, of a rule that is broken and may be", async () => {
    await run()
    folder.write({
      "schemas/shop/Opened.v1.yaml": event({ a: "integer" }),
      "schemas/shop/Closed.v1.yaml": event({ b: "string" })
    })
    const problem = async (rule: string, at?: string, because = "x") => {
      const outcome = await run({ accept: { rule, because, at } })
      return "problem" in outcome ? outcome.problem : outcome._tag
    }
    assert.equal(
      await problem("VERSION_CHANGED"),
      "VERSION_CHANGED is broken in 2 places, which are accepted one by one. Add --at shop/Closed@1 or --at shop/Opened@1."
    )
    assert.equal(
      await problem("VERSION_CHANGED", "shop/Opened@9"),
      "Nothing breaks VERSION_CHANGED at \"shop/Opened@9\": there is shop/Closed@1, shop/Opened@1."
    )
    assert.equal(await problem("EVENT_DELETED"), "Nothing breaks EVENT_DELETED, so there is nothing to accept.")
    assert.match(await problem("EVENT_PAST_TENSE"), /takes a STORE or a PUBLISHED rule, and "EVENT_PAST_TENSE" is none/)
    assert.match(await problem("VERSION_CHANGED", undefined, " "), /--because/)
    // the other one still stands
    assert.equal(await problem("VERSION_CHANGED", "shop/Opened@1"), "Refused")
    assert.isTrue(existsSync(join(folder.path, LOCK)))
  })

  it("can't be that an old version has no way to the current one", async () => {
    await run()
    folder.write({ ...bumped("[]"), "schemas/shop/aggregate.yaml": manifest({ Opened: 2, Closed: 1 }) })
    const outcome = await accept("UPCAST_MISSING")
    assert.deepEqual(outcome, { _tag: "Unusable", problem: "UPCAST_MISSING can't be accepted: it has to be mended." })
  })
})
