// `deciduous validate` as a user runs it, on files, folders, standard input and a store. Which events break which rule is
// tested in codegen; here, that they are all read, and what is said with which exit code.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bin, deciduousIn, emptyFolder, filesIn, initProject, writeIn } from "./support/cli.ts"

const event = { streamId: "order-1", type: "OrderPlaced", recordedAt: "2026-03-01T09:00:00Z" }

/** Events in order, but for what is said of each. */
const events = (...changes: ReadonlyArray<object>) =>
  changes.map((change, index) => ({ id: `${index}`, version: index + 1, ...event, data: {}, ...change }))

const lines = (...changes: ReadonlyArray<object>): string =>
  events(...changes).map((event) => `${JSON.stringify(event)}\n`).join("")

const read = (files: Readonly<Record<string, string>>, ...args: ReadonlyArray<string>) => {
  const folder = emptyFolder()
  writeIn(folder, files)
  const before = filesIn(folder)
  const ran = deciduousIn(folder)("validate", ...args)
  expect(filesIn(folder)).toEqual(before)
  return ran
}

describe("deciduous validate", () => {
  it("reads a file of lines, and says what it read where nothing is wrong", () => {
    const file = `\uFEFF${lines({}, {}).replaceAll("\n", "\r\n")}\n\n`
    expect(read({ "a.jsonl": file }, "a.jsonl")).toEqual({
      status: 0,
      stdout: "Nothing found in 2 events of 1 type.\n",
      stderr: ""
    })
  })

  it("says which line it is, and what to do: exit code 1 for errors, 0 for warnings alone", () => {
    const file = lines({}, { type: "PlaceOrder" }, { id: "0" })
    expect(read({ "a.jsonl": file }, "a.jsonl")).toEqual({
      status: 1,
      stdout: "",
      stderr: [
        `a.jsonl:2:1  warning  EVENT_PAST_TENSE  "PlaceOrder" does not say what has happened.`,
        `  help: an event is named in the past tense, as OrderPlaced is.`,
        ``,
        `a.jsonl:3:1  error  EVENT_ID_TWICE  The id "0" was another event's before.`,
        `  help: consumers drop what they have seen: give each event an id of its own.`,
        ``,
        `1 error, 1 warning.`,
        `3 events of 2 types.`,
        ``
      ].join("\n")
    })
    expect(read({ "a.jsonl": lines({ type: "PlaceOrder" }) }, "a.jsonl").status).toBe(0)
  })

  it("goes on behind lines that are no JSON, no object, no text", () => {
    const folder = emptyFolder()
    const bad = Buffer.concat([
      Buffer.from(lines({})),
      Buffer.from("{\n[]\n\"\xff\n", "latin1"),
      Buffer.from(lines({ id: "7" }))
    ])
    fs.writeFileSync(path.join(folder, "a.jsonl"), bad)
    const { status, stderr } = deciduousIn(folder)("validate", "a.jsonl")
    expect(status).toBe(1)
    expect(stderr).toContain("a.jsonl:2:1  error  EVENT_UNREADABLE  This is no JSON.\n")
    expect(stderr).toContain("a.jsonl:3:1  error  EVENT_UNREADABLE  This is no JSON object.\n")
    expect(stderr).toContain("a.jsonl:4:1  error  EVENT_UNREADABLE  This is no UTF-8.\n")
    expect(stderr).toContain("5 events of 1 type.")
  })

  it("reads an array, and documents of many lines one behind the other", () => {
    const [first, second] = events({ data: { text: "a]}\\\"{[" } }, { type: "PlaceOrder", data: { lines: [{}, []] } })
    const files = {
      "array.json": JSON.stringify([first, second], null, 2),
      "flat.json": `[${JSON.stringify(first)},${JSON.stringify(second)}]`,
      "many.json": `${JSON.stringify(first, null, 2)}\n${JSON.stringify(second, null, 2)}\n`,
      "lines.json": `${JSON.stringify(first)}\n${JSON.stringify(second)}\n`,
      "cut.json": JSON.stringify([first, second], null, 2).slice(0, -30)
    }
    const places = { "array.json": 12, "flat.json": 1, "many.json": 11, "lines.json": 2 }
    for (const [file, line] of Object.entries(places)) {
      const { status, stdout } = read(files, file)
      expect({ file, status }).toEqual({ file, status: 0 })
      expect(stdout).toContain(`${file}:${line}:1  warning  EVENT_PAST_TENSE  "PlaceOrder"`)
      expect(stdout).toContain("2 events of 2 types.")
    }
    expect(read(files, "cut.json").stderr).toContain("cut.json:12:1  error  EVENT_UNREADABLE  This is no JSON.")
  })

  it("says so of a file that holds something else", () => {
    for (const text of ["root:x:0:0\n", "3", `"a"`, "\uFEFF[1, \"x\", null]", "}", "{}[]"]) {
      const { status, stderr } = read({ "a.json": text }, "a.json")
      expect({ text, status }).toEqual({ text, status: 1 })
      expect(stderr).toMatch(/^a\.json:1:1 {2}error {2}EVENT_UNREADABLE {2}This is no JSON object/m)
    }
  })

  it("reads every file below a folder, and knows ids across them", () => {
    const files = {
      "log/2025/a.jsonl": lines({}),
      "log/b.ndjson": lines({ id: "9" }),
      "log/c.json": JSON.stringify(events({})),
      "log/.hidden.json": "nothing",
      "log/readme.md": "nothing"
    }
    expect(read(files, "log").stderr).toContain(`log/c.json:1:1  error  EVENT_ID_TWICE  The id "0" was another`)
    expect(read(files, "log/2025", "log/b.ndjson").stdout).toBe("Nothing found in 2 events of 1 type.\n")
  })

  it("reads standard input, and prints JSON for programs", () => {
    const { status, stdout } = spawnSync(process.execPath, [bin, "validate", "-", "--json"], {
      cwd: emptyFolder(),
      encoding: "utf8",
      input: lines({}, { data: { email: "ada@example.com" } })
    })
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      events: 2,
      types: 1,
      errors: 0,
      warnings: 1,
      notes: 0,
      findings: [{
        file: "standard input",
        line: 2,
        column: 1,
        severity: "warning",
        rule: "PERSONAL_NOT_MARKED",
        message: `"/email" of "OrderPlaced" holds what looks like personal data, and nothing marks it.`,
        help: "mark it by x-personal in its schema, or keep it out of the event."
      }]
    })
  })

  it("reads a pipe that is given as a file", () => {
    const folder = emptyFolder()
    writeIn(folder, { "a.jsonl": lines({}, {}) })
    const script = `mkfifo pipe && { cat a.jsonl > pipe & } && "$0" "$1" validate pipe`
    const { stdout } = spawnSync("sh", ["-c", script, process.execPath, bin], { cwd: folder, encoding: "utf8" })
    expect(stdout).toBe("Nothing found in 2 events of 1 type.\n")
  })

  it("prints the other forms of check too, and takes limits", () => {
    const file = { "a.jsonl": lines({ data: { text: "x".repeat(100) } }) }
    const { status, stdout } = read(file, "a.jsonl", "--max-payload", "50", "--format", "github-actions")
    expect(status).toBe(0)
    expect(stdout).toMatch(/^::warning file=a\.jsonl,line=1,col=1,title=PAYLOAD_LARGE::"OrderPlaced" has a payload of/)
    expect(read(file, "a.jsonl", "--format", "junit").stdout).toContain(
      `<testsuites name="deciduous validate" tests="1"`
    )
  })

  it("takes names of envelopes that are nobody else's", () => {
    const event = {
      application: "1",
      activity: "A_SUBMITTED",
      at: "2011-10-01T00:38:44+02:00",
      line: 1,
      number: 7,
      sum: 9
    }
    const files = { "a.jsonl": JSON.stringify(event) }
    expect(read(files, "a.jsonl").stderr).toContain("An event has no type, no id, no stream.")
    expect(read(files, "a.jsonl", "--names", "type=activity, stream=application,id=number,order=line")).toEqual({
      status: 0,
      stdout: "Nothing found in 1 event of 1 type.\n",
      stderr: ""
    })
  })

  it("does what the configuration says of rules, and explains them", () => {
    const files = {
      "a.jsonl": lines({ type: "PlaceOrder", data: { email: "a@example.com" } }),
      "deciduous.config.ts": `export default { rules: { EVENT_PAST_TENSE: "off", PERSONAL_NOT_MARKED: "error" } }`
    }
    const { status, stderr } = read(files, "a.jsonl")
    expect(status).toBe(1)
    expect(stderr).toMatch(/^a\.jsonl:1:1 {2}error {2}PERSONAL_NOT_MARKED [^]*\n1 error\.\n1 event of 1 type\.\n$/)
    expect(deciduousIn(emptyFolder())("explain", "EVENT_ID_TWICE").stdout).toMatch(
      /^EVENT_ID_TWICE \(STORED\)\n\nWhat: {2}Two stored events have one id\.[^]*An error of deciduous validate/
    )
  })

  it("takes the same memory for a file of any length", () => {
    const folder = emptyFolder()
    const file = fs.openSync(path.join(folder, "a.jsonl"), "w")
    const text = "x".repeat(10_000)
    for (let n = 0; n < 20_000; n++) {
      fs.writeSync(file, `${JSON.stringify({ ...event, id: `${n}`, version: n, data: { text } })}\n`)
    }
    fs.closeSync(file)
    const { status, stdout } = spawnSync(process.execPath, ["--max-old-space-size=96", bin, "validate", "a.jsonl"], {
      cwd: folder,
      encoding: "utf8"
    })
    expect({ status, stdout }).toEqual({ status: 0, stdout: "Nothing found in 20000 events of 1 type.\n" })
  })

  it.each([
    ["a file that is not there", ["nowhere.jsonl"], "nowhere.jsonl can't be read: there is no such file or folder.\n"],
    ["a folder without events", ["empty"], "empty has no file that ends in .json, .jsonl or .ndjson.\n"],
    [
      "files and a store",
      ["a.jsonl", "--folder", "b"],
      "Files are given, and a store by --url or --folder too: give one of them.\n"
    ],
    ["a server that is given as a file", ["postgres://ada:secret@localhost/bank"], "A server is named by --url.\n"],
    ["a database that is given as a file", ["pg"], "pg is an embedded database: --folder pg\n"],
    [
      "names of no part",
      ["a.jsonl", "--names", "typ=activity"],
      `--names takes parts with their fields, as in type=activity,stream=application, and not "typ=activity": did you mean "type"?\n`
    ],
    ["a part without a name", ["a.jsonl", "--names", "type"], /^--names takes parts .* and not "type"/],
    ["no store", [], /^There is no database in \.deciduous\/pglite: nothing has been stored yet/],
    ["a limit below nothing", ["a.jsonl", "--max-payload", "-1"], /./]
  ])("can't work with %s: exit code 2", (_, args, message) => {
    const { status, stderr } = read({ "a.jsonl": "", "empty/notes.txt": "", "pg/PG_VERSION": "17" }, ...args)
    expect(status).toBe(2)
    if (typeof message === "string") expect(stderr).toBe(message)
    else expect(stderr).toMatch(message)
  })
})

describe("deciduous validate of a store", () => {
  // one database for all tests: an embedded one takes long to make
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-cli-"))
  beforeAll(() => {
    initProject(folder)
    writeIn(folder, { "fill.ts": fill })
    const { status, stderr } = spawnSync(process.execPath, ["fill.ts"], { cwd: folder, encoding: "utf8" })
    if (status !== 0) throw new Error(stderr)
  }, 120_000)
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

  it("reads every event, and names positions", () => {
    const { status, stderr, stdout } = deciduousIn(folder)("validate")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(
      /^\.deciduous\/pglite position \S+ {2}warning {2}PERSONAL_NOT_MARKED {2}"\/email" of "ItemAdded" holds what looks like/
    )
    expect(stdout).toMatch(/\n1 warning\.\n3 events of 1 type\.\n$/)
  })

  it("knows the marks of the project's schema files", () => {
    const file = path.join(folder, "event-schemas/shopping-cart/ItemAdded.v1.yaml")
    const before = fs.readFileSync(file, "utf8")
    fs.writeFileSync(
      file,
      "description: An item was added.\ntype: object\nproperties:\n  shopper: { type: string }\n"
        + "  email: { type: string, x-personal: /shopper }\nrequired: [shopper, email]\nadditionalProperties: false\n"
    )
    expect(deciduousIn(folder)("validate").stdout).toBe("Nothing found in 3 events of 1 type.\n")
    fs.writeFileSync(file, "type: [")
    const { status, stderr, stdout } = deciduousIn(folder)("validate")
    expect(status).toBe(0)
    expect(stderr).toBe(
      "event-schemas has errors, so that its marks of personal data are not known: deciduous check\n\n"
    )
    expect(stdout).toContain("PERSONAL_NOT_MARKED")
    fs.writeFileSync(file, before)
  })

  const fill = `
import { StreamId } from "@deciduous/core"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { EventStore } from "@deciduous/runtime"
import { Effect } from "effect"

await Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const events = [1, 2, 3].map(() => ({
    id: crypto.randomUUID(),
    type: "ItemAdded",
    schemaVersion: 1,
    data: { shopper: "7", email: "ada@example.com" },
    metadata: {}
  }))
  yield* store.append(StreamId.make("shopping-cart", "1"), events, { expectedVersion: 0 })
}).pipe(Effect.provide(PgliteEventStore.layer({ folder: ".deciduous/pglite" })), Effect.runPromise)
`
})
