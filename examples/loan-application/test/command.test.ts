import { loanLog } from "@deciduous/example-loan-application/command"
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { TestConsole } from "effect/testing"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import * as zlib from "node:zlib"
import { afterAll } from "vitest"
import { smallLog, withLine } from "./support.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "loan-log-test-"))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

/** What `loan-log` prints, and its exit code, of a log of these bytes. */
const run = Effect.fnUntraced(function*(name: string, bytes?: string | Buffer) {
  const file = path.join(folder, name)
  if (bytes !== undefined) fs.writeFileSync(file, bytes)
  const code = yield* loanLog(["--store", "memory"], { DECIDUOUS_LOAN_LOG: file })
  const out = (yield* TestConsole.logLines).join("\n")
  const error = (yield* TestConsole.errorLines).join("\n")
  return { code, out, error }
})

const text = (lines: ReadonlyArray<string>) => lines.map((line) => `${line}\n`).join("")
const compressed = zlib.gzipSync(text(smallLog))

/** What is printed is kept; the clock goes, as workers and those who wait for them go by it. */
const test = (name: string, effect: Effect.Effect<void>) =>
  it.live(name, () => Effect.provide(effect, TestConsole.layer))

describe("loan-log", () => {
  for (const [name, bytes] of [["log.jsonl.gz", compressed], ["log.jsonl", text(smallLog)]] as const) {
    test(
      `prints the totals and that the store agrees, of ${name}`,
      Effect.gen(function*() {
        const { code, error, out } = yield* run(name, bytes)
        assert.strictEqual(error, "")
        assert.include(out, "Rejected: 0\nSubmitted: 4 for 10,000 euro\n")
        assert.include(out, "The store agrees with the log")
        assert.match(out, /\nRead models: 40 events in /)
        assert.include(out, "  2011-10            4        10,000          1           1         1\n")
        assert.match(out, /\n {2}Granted +1 {2}half of them within \d+ seconds/)
        assert.include(out, "\n  6 pieces of work are not closed, with 1 resources\n  most of it: 112 has 6\n")
        assert.match(out, /\nloan-log: ok$/)
        assert.strictEqual(code, 0)
      })
    )
  }

  test(
    "reads the first lines only where it is told to",
    Effect.gen(function*() {
      const file = path.join(folder, "limited.jsonl")
      fs.writeFileSync(file, text(smallLog.with(2, "{")))
      const args = ["--store", "memory", "--limit", "2"]
      assert.strictEqual(yield* loanLog(args, { DECIDUOUS_LOAN_LOG: file }), 0)
      assert.include(
        (yield* TestConsole.logLines).join("\n"),
        "Events: 2 of 2 kinds (activity, lifecycle) in 1 streams"
      )
    })
  )

  test(
    "names what was rejected, and fails with 1",
    Effect.gen(function*() {
      const again = text(withLine(7, (line) => line.replace("A_PARTLY", "A_")))
      const { code, out } = yield* run("rejected.jsonl", again)
      assert.include(out, "Rejected: 2\n  line 7, application 3: SubmitApplication was rejected, AlreadySubmitted {}\n")
      assert.include(out, "The store differs from the log in ")
      assert.strictEqual(code, 1)
    })
  )

  const unreadable = {
    "bad-line.jsonl": [text(withLine(7, () => "{")), "line 7 of the loan log: it is not JSON"],
    "cut.jsonl.gz": [compressed.subarray(0, -20), "ends in the middle of its compressed data"],
    "plain.jsonl.gz": [text(smallLog), "is not compressed as its name says"],
    "not-there.jsonl": [undefined, "is not there"],
    ".": [undefined, "is not a file"]
  } as const
  for (const [name, [bytes, message]] of Object.entries(unreadable)) {
    test(
      `fails with 2 and one line that says why, where the log "${message}"`,
      Effect.gen(function*() {
        const { code, error } = yield* run(name, bytes)
        assert.include(error, message)
        assert.strictEqual(error.split("\n").length, 1, error)
        assert.strictEqual(code, 2)
      })
    )
  }

  test(
    "fails with 2 where no log is named, and says where it is published",
    Effect.gen(function*() {
      assert.strictEqual(yield* loanLog([], {}), 2)
      assert.match(String((yield* TestConsole.errorLines)[0]), /^loan-log: DECIDUOUS_LOAN_LOG does not name the log/)
    })
  )

  test(
    "shows its usage where it is asked to, without a log",
    Effect.gen(function*() {
      assert.strictEqual(yield* loanLog(["--help"], {}), 0)
      assert.match(String((yield* TestConsole.logLines)[0]), /^usage: loan-log /)
    })
  )
})
