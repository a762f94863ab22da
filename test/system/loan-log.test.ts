// The real log, replayed by the command that users type: minutes, and a log that is not part of the repository.
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as path from "node:path"
import { assert, describe, inject, it } from "vitest"
import { logFile } from "./support/loanLog.ts"

const root = path.resolve(import.meta.dirname, "../..")

/** What `loan-log` prints, and its exit code. */
const loanLog = async (...args: ReadonlyArray<string>) => {
  const child = spawn(process.execPath, ["examples/loan-application/src/main.ts", ...args], {
    cwd: root,
    env: { ...process.env, DECIDUOUS_LOAN_LOG: logFile() },
    stdio: ["ignore", "pipe", "pipe"]
  })
  let out = ""
  let error = ""
  child.stdout.on("data", (chunk) => {
    out += String(chunk)
  })
  child.stderr.on("data", (chunk) => {
    error += String(chunk)
  })
  const [code] = await once(child, "close") as [number]
  return { code, out, error }
}

/** The figures that any correct fold of the log gives. */
const totals = `Events: 262,200 of 36 kinds (activity, lifecycle) in 13,087 streams
Rejected: 0
Submitted: 13,087 for 177,634,511 euro
Declined: 7,635
Cancelled: 2,807
Approved: 2,246, registered: 2,246, activated: 2,246
Undecided: 399
Offers: 7,030 created, 7,030 selected, 7,030 sent, 2,243 accepted
`

/** In MB, of the line that says `Memory: 214 MB resident at most, 197 MB after 20,000 lines, 211 MB at the end`. */
const memoryOf = (out: string) => {
  const said = /^Memory: ([\d,]+) MB resident at most, ([\d,]+) MB after [\d,]+ lines, ([\d,]+) MB at the end$/m.exec(
    out
  )
  assert.isNotNull(said, out)
  const [most, warm, last] = said!.slice(1).map((text) => Number(text.replaceAll(",", ""))) as [number, number, number]
  return { most, growth: last - warm }
}

const minutes = 60_000

describe("the real loan log", () => {
  it("is replayed on PGlite, every line one event and none rejected, without growing with the log", async () => {
    const { code, error, out } = await loanLog("--store", "pglite")
    assert.strictEqual(code, 0, out + error)
    assert.include(out, totals)
    assert.include(out, "The store agrees with the log")
    assert.isBelow(memoryOf(out).growth, 100)
  }, 30 * minutes)

  it("is replayed on PostgreSQL, every line one event and none rejected, in less than 400 MB", async () => {
    const { code, error, out } = await loanLog("--store", "postgres")
    assert.strictEqual(code, 0, out + error)
    assert.include(out, totals)
    assert.include(out, "The store agrees with the log")
    assert.include(out, "Read models: 262,200 events in ")
    assert.include(out, "  2011-11        2,940    37,841,689      1,859         561       497\n")
    assert.isBelow(memoryOf(out).most, 400)
  }, 30 * minutes)

  it("goes into a schema of its own on a server, time after time", async () => {
    const { host, port } = inject("pg")
    const url = `postgres://postgres@${encodeURIComponent(host)}:${port}/postgres`
    const runs = [
      await loanLog("--store", "postgres", "--url", url, "--limit", "500"),
      await loanLog("--store", "postgres", "--url", url, "--limit", "500")
    ]
    for (const { code, error, out } of runs) {
      assert.strictEqual(code, 0, out + error)
      assert.include(out, "Events: 500 of ")
    }
    const schemas = runs.map(({ out }) => /schema (loan_log_\w+)/.exec(out)?.[1])
    assert.strictEqual(new Set(schemas).size, 2)
  })
})
