// `deciduous audit`, run as a user runs it: on files and on databases, with what it prints and leaves behind.
import { PgClient } from "@effect/sql-pg"
import * as Effect from "effect/Effect"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { deciduousIn, emptyFolder, filesIn, writeIn } from "./support/cli.ts"
import {
  accounts,
  asLines,
  fill,
  inFolder,
  type Line,
  makeBankProject,
  onServer,
  streamOf
} from "./support/storedBank.ts"

// made once, as generating takes its time; a test that writes into it names its files differently
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-cli-"))
const deciduous = deciduousIn(folder)
beforeAll(() => makeBankProject(folder))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const audited = (lines: ReadonlyArray<unknown>, ...args: ReadonlyArray<string>) => {
  writeIn(folder, { "events.jsonl": asLines(lines) })
  return deciduous("audit", "--file", "events.jsonl", ...args)
}
const jsonLines = (text: string) => text.trimEnd().split("\n").map((line) => JSON.parse(line))
const changed = (index: number, change: object): ReadonlyArray<Line> =>
  accounts(1).map((line, at) => at === index ? { ...line, ...change } : line)

describe("deciduous audit", () => {
  it("decodes every event of every version, and counts them", () => {
    expect(audited(accounts(2))).toEqual({
      status: 0,
      stderr: "",
      stdout: `
CATEGORY      EVENT                         EVENTS  FAILED  FIRST SEEN, UTC   LAST SEEN, UTC
bank-account  AccountOpened@1                    2       -  2026-03-01 09:00  2026-03-01 09:10
bank-account  FundsDeposited@1                   2       -  2026-03-01 09:04  2026-03-01 09:14
bank-account  MoneyMoved@1                       2       -  2026-03-01 09:02  2026-03-01 09:12
bank-account  OverdraftChanged@1                 2       -  2026-03-01 09:01  2026-03-01 09:11
bank-account  StatementPrinted@1 (skipped)       2       -  2026-03-01 09:03  2026-03-01 09:13

All 10 events can be read by this build.
`.slice(1)
    })
  })

  it("says what cannot be read, where it stands and why: exit code 1", () => {
    const broken = accounts(5).map((line) =>
      line.type === "FundsDeposited" ? { ...line, data: { ...line.data as object, chanel: "atm" } } : line
    )
    const later = { ...accounts(1)[0]!, version: 6, schemaVersion: 9 }
    const other = { ...later, streamId: "parcel-1", type: "ParcelSent" }
    const { status, stderr, stdout } = audited([...broken, later, other])
    expect({ status, stderr }).toEqual({ status: 1, stderr: "7 events of 27 cannot be read by this build.\n" })
    expect(stdout.slice(stdout.indexOf("\n\n") + 2)).toBe(`
bank-account/AccountOpened@9: 1 of 1 event cannot be read
  AccountOpened v9 is not known to this program (it knows v1, v2). It was perhaps written by a newer release.
    ${streamOf(1)}, version 6, line 26

bank-account/FundsDeposited@1: 5 of 5 events cannot be read
  FundsDeposited v1 does not fit its schema: /chanel is not a field of it. Did you mean "channel"?
    ${streamOf(1)}, version 5, line 5
    ${streamOf(2)}, version 5, line 10
    ${streamOf(3)}, version 5, line 15
    and 2 more

parcel/ParcelSent@9: 1 of 1 event cannot be read
  no aggregate of this program has the category "parcel".
    parcel-1, version 6, line 27

`.slice(1))
  })

  it("says each failure and the whole as lines of JSON", () => {
    const lines = changed(4, { data: {} })
    const { status, stdout } = audited(lines, "--json")
    const [failure, { audit }] = jsonLines(stdout)
    expect(status).toBe(1)
    expect(failure).toEqual({
      failure: {
        category: "bank-account",
        type: "FundsDeposited",
        schemaVersion: 1,
        streamId: streamOf(1),
        version: 5,
        at: "line 5",
        problem: expect.stringMatching(/^FundsDeposited v1 does not fit its schema: /)
      }
    })
    expect(audit).toMatchObject({ source: "events.jsonl", events: 5, failed: 1 })
    expect(audit.kinds[1]).toEqual({
      category: "bank-account",
      type: "FundsDeposited",
      schemaVersion: 1,
      events: 1,
      skipped: 0,
      failed: 1,
      firstSeen: "2026-03-01T09:04:00.000Z",
      lastSeen: "2026-03-01T09:04:00.000Z",
      problems: [{
        text: failure.failure.problem,
        events: 1,
        places: [{ streamId: streamOf(1), version: 5, at: "line 5" }]
      }]
    })
  })

  it("reads the streams of some aggregates only", () => {
    const parcel = { ...accounts(1)[0]!, streamId: "parcel-1" }
    const { status, stdout } = audited([parcel, ...accounts(1)], "bank-account")
    expect(status).toBe(0)
    expect(stdout).toContain("All 5 events can be read by this build.")
  })

  it("says that there is nothing", () => {
    expect(audited([])).toEqual({ status: 0, stderr: "", stdout: "There are no events.\n" })
  })

  it("refuses a line that is no event, by its number: exit code 2, and nothing is written", () => {
    const [first, ...others] = accounts(1)
    writeIn(folder, { "events.jsonl": `${JSON.stringify(first)}\n\n{"streamId":\n${asLines(others)}` })
    const files = filesIn(folder)
    expect(deciduous("audit", "--file", "events.jsonl")).toEqual({
      status: 2,
      stdout: "",
      stderr: "events.jsonl, line 3 is no JSON.\n"
    })
    expect(filesIn(folder)).toEqual(files)
  })

  it.each([
    [["--file", "nowhere.jsonl"], /^nowhere\.jsonl cannot be read: ENOENT[^\n]*\.\n$/],
    [["--file", "src"], /^src cannot be read: it is a folder \(of an embedded database\? Say --folder\)\.\n$/],
    [
      ["--file", "events.jsonl", "--folder", "src"],
      /^--file names a file, and --url or --folder a database: give one of them\.\n$/
    ],
    [["--folder", "src"], /^There is no database in src: /],
    [["--url", "postgres://ada:secret@127.0.0.1:1/bank"], /^127\.0\.0\.1:1\/bank: The event store cannot be reached/],
    [
      ["--file", "events.jsonl", "--resume"],
      /^There is no interrupted audit to go on with: \.deciduous\/audit\.json is not there\.\n$/
    ]
  ])("cannot work with %j: exit code 2", (args, message) => {
    const { status, stderr, stdout } = deciduous("audit", ...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(message)
  })

  it.each([
    [
      "has no code to read with",
      {},
      /^Stored events are read by the project's own code, and there is none: deciduous\.config\.ts names no "aggregates", and src\/generated has no generated index\.gen\.ts\. help: deciduous generate, or name the aggregates\.\n$/
    ],
    [
      "names a module without aggregates",
      { "deciduous.config.ts": `export default { aggregates: () => import("./none.ts") }`, "none.ts": "export {}" },
      /^"aggregates" of deciduous\.config\.ts has no aggregate: export them by name\.\n$/
    ]
  ])("says what to do where a project %s: exit code 2", (_, files, message) => {
    const other = emptyFolder()
    writeIn(other, { "events.jsonl": asLines(accounts(1)), ...files })
    const { status, stderr, stdout } = deciduousIn(other)("audit", "--file", "events.jsonl")
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(message)
  })

  it("says which hand-written upcaster is missing: exit code 2", () => {
    const file = path.join(folder, "src/upcasters.ts")
    const text = fs.readFileSync(file, "utf8")
    fs.writeFileSync(file, text.replace(`"MoneyMoved@1"`, `"MoneyMoved@2"`))
    const { status, stderr } = audited(accounts(1))
    fs.writeFileSync(file, text)
    expect(status).toBe(2)
    expect(stderr).toMatch(
      /^src\/upcasters\.ts: .*the upcaster "MoneyMoved@1" is missing; .* help: deciduous scaffold\.\n$/
    )
  })

  it("reads a database that is not ready no further: exit code 2", () => {
    const { flags } = onServer()
    const { status, stderr } = deciduous("audit", ...flags)
    expect(status).toBe(2)
    expect(stderr).toMatch(/The database is not ready: .* Run: deciduous migrate\n$/)
  })

  it("reads a server's events", async () => {
    const { flags, store } = onServer()
    await fill(store, changed(4, { data: {} }))
    const { status, stderr, stdout } = deciduous("audit", ...flags)
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "1 event of 5 cannot be read by this build.\n"
        + `  help: deciduous events ${streamOf(1)} --from 5 --to 5 shows the first of them.\n`
    })
    expect(stdout).toMatch(new RegExp(`^    ${streamOf(1)}, version 5, position [0-9a-f-]{33}$`, "m"))
  }, 60_000)

  it("says that an open transaction hides events from it", async () => {
    const { client, flags, store } = onServer("compound")
    await fill(store, accounts(1))
    const audit = Effect.gen(function*() {
      const sql = yield* PgClient.PgClient
      return yield* sql.withTransaction(Effect.gen(function*() {
        yield* sql`select pg_current_xact_id()::text`
        yield* Effect.promise(() => fill(store, accounts(2).slice(5)))
        return deciduous("audit", ...flags)
      }))
    })
    const { status, stderr } = await Effect.runPromise(Effect.provide(audit, client))
    expect(status).toBe(0)
    expect(stderr).toMatch(
      /^(5|10) events are hidden by an open transaction, and not among those that were read: deciduous status\n$/
    )
  }, 60_000)

  it("reads an embedded database", async () => {
    await fill(inFolder(folder), accounts(2))
    expect(deciduous("audit").stdout).toContain("All 10 events can be read by this build.")
  }, 60_000)
})

const census = (lines: ReadonlyArray<unknown>, ...args: ReadonlyArray<string>) => audited(lines, "--census", ...args)

describe("deciduous audit --census", () => {
  it("counts what is stored, beside what this build knows and how it is read", () => {
    expect(census(accounts(2))).toEqual({
      status: 0,
      stderr: "",
      stdout: `
CATEGORY      EVENT                EVENTS  FIRST SEEN, UTC   LAST SEEN, UTC    READ AS
bank-account  AccountClosed@1           -                                      AccountClosed@1
bank-account  AccountOpened@1           2  2026-03-01 09:00  2026-03-01 09:10  AccountOpened@2
bank-account  AccountOpened@2           -                                      AccountOpened@2
bank-account  FundsDeposited@1          2  2026-03-01 09:04  2026-03-01 09:14  FundsDeposited@1
bank-account  FundsWithdrawn@1          -                                      FundsWithdrawn@1
bank-account  MoneyMoved@1              2  2026-03-01 09:02  2026-03-01 09:12  FundsDeposited@1 + FundsWithdrawn@1
bank-account  OverdraftChanged@1        2  2026-03-01 09:01  2026-03-01 09:11  OverdraftLimitSet@2
bank-account  OverdraftLimitSet@1       -                                      OverdraftLimitSet@2
bank-account  OverdraftLimitSet@2       -                                      OverdraftLimitSet@2
bank-account  StatementPrinted@1        2  2026-03-01 09:03  2026-03-01 09:13  skipped

5 types and versions are stored, and this build knows them all.
`.slice(1)
    })
  })

  it("says what this build does not know: exit code 1", async () => {
    const { flags, store } = onServer()
    await fill(store, [
      ...accounts(2),
      ...accounts(1).map((line) => ({ ...line, streamId: streamOf(3), schemaVersion: 9 }))
    ])
    const { status, stderr, stdout } = deciduous("audit", "--census", ...flags)
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "10 types and versions are stored, and 5 are unknown to this build, of 5 events: "
        + "bank-account/AccountOpened@9, bank-account/FundsDeposited@9, bank-account/MoneyMoved@9, "
        + "bank-account/OverdraftChanged@9, bank-account/StatementPrinted@9.\n"
    })
    expect(stdout).toMatch(/^bank-account {2}AccountOpened@9 .* unknown to this build$/m)
    const lines = jsonLines(deciduous("audit", "--census", "--json", ...flags).stdout)
    expect(lines.filter(({ events }) => events > 0).map(({ events, isKnown }) => [events, isKnown])).toEqual(
      Array.from({ length: 5 }, () => [[2, true], [1, false]]).flat()
    )
  })
})

describe("deciduous audit --record", () => {
  const recorded = (file: string) => path.join("event-schemas/recorded/bank-account", file)
  const read = (file: string) => fs.readFileSync(path.join(folder, file), "utf8")
  afterEach(() => fs.rmSync(path.join(folder, "event-schemas/recorded"), { recursive: true, force: true }))

  it("writes an example of each version that can be read, and what it is read as", () => {
    const { status, stderr, stdout } = audited(changed(4, { data: {} }), "--record")
    expect({ status, stderr }).toEqual({ status: 1, stderr: "1 event of 5 cannot be read by this build.\n" })
    expect(stdout.slice(stdout.indexOf("Recorded"))).toBe(`
Recorded, to be committed and never changed:
  event-schemas/recorded/bank-account/AccountOpened@1.json
  event-schemas/recorded/bank-account/OverdraftChanged@1.json
  event-schemas/recorded/bank-account/MoneyMoved@1.json
  event-schemas/recorded/bank-account/StatementPrinted@1.json

`.slice(1))
    const { metadata: _, ...stored } = { metadata: {}, ...accounts(1)[1]! }
    const overdraft = {
      type: "OverdraftLimitSet",
      schemaVersion: 2,
      data: { limit: { amount: "12.5", currency: "CZK" } }
    }
    expect(JSON.parse(read(recorded("OverdraftChanged@1.json")))).toEqual({ stored, read: [overdraft] })
    expect(JSON.parse(read(recorded("StatementPrinted@1.json"))).read).toEqual([])
    expect(JSON.parse(read(recorded("MoneyMoved@1.json"))).read).toMatchObject([
      { type: "FundsDeposited", data: { amount: { amount: "5.25" } } },
      { type: "FundsWithdrawn", data: { amount: { amount: "1" } } }
    ])
    // who reads schemas takes no notice of it
    expect(deciduous("generate", "--check").status).toBe(0)
  })

  it("leaves those that are there as they are", () => {
    writeIn(folder, { [recorded("AccountOpened@1.json")]: "mine" })
    const { status, stdout } = audited(accounts(2), "--record", "--json")
    expect(status).toBe(0)
    expect(jsonLines(stdout)[0].audit.recorded).toEqual(
      ["OverdraftChanged", "MoneyMoved", "StatementPrinted", "FundsDeposited"].map((type) => recorded(`${type}@1.json`))
    )
    expect(read(recorded("AccountOpened@1.json"))).toBe("mine")
    expect(audited(accounts(2), "--record").stdout).toContain(
      "\nNothing new was recorded in event-schemas/recorded, which has the others already.\n"
    )
  })

  it("takes nobody's personal data for an example, and an invented one in its place", () => {
    const file = path.join(folder, "event-schemas/bank-account/AccountOpened.v2.yaml")
    const text = fs.readFileSync(file, "utf8")
    const marked = text.replace("given: { type: string }", "given: { type: string, x-personal: /office/code }")
    expect(marked).not.toBe(text)
    fs.writeFileSync(file, marked)
    try {
      const event = {
        ...accounts(1)[0]!,
        schemaVersion: 2,
        data: {
          holder: { given: "Ada", family: "" },
          office: { code: "PRG", country: "CZ" },
          openedAt: "2026-03-01T09:00:00.000Z"
        }
      }
      expect(audited([event], "--record")).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(
          "Not recorded, as it holds personal data: bank-account/AccountOpened@2. An invented one does: deciduous sample bank-account/AccountOpened@2 --record\n"
        )
      })
      expect(fs.existsSync(path.join(folder, recorded("AccountOpened@2.json")))).toBe(false)
      const sample = deciduous("sample", "bank-account/AccountOpened@2", "--record")
      expect(sample).toEqual({
        status: 0,
        stdout: expect.stringMatching(/^\{"holder":.*\}\n$/),
        stderr: `Recorded, to be committed and never changed: ${recorded("AccountOpened@2.json")}\n`
      })
      const { read: events, stored } = JSON.parse(read(recorded("AccountOpened@2.json")))
      expect(stored.data).toEqual(JSON.parse(sample.stdout))
      expect(events).toMatchObject([{ type: "AccountOpened", schemaVersion: 2 }])
      expect(deciduous("sample", "bank-account/AccountOpened@2", "--record").stderr).toBe(
        `${recorded("AccountOpened@2.json")} is there already, and stays as it is.\n`
      )
    } finally {
      fs.writeFileSync(file, text)
    }
  })
})
