// `deciduous audit` interrupted, by hand or by force, and gone on with; run as a user runs it.
import { spawn, spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { bin, deciduousIn, writeIn } from "./support/cli.ts"
import { accounts, asLines, makeBankProject } from "./support/storedBank.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-cli-"))
const deciduous = deciduousIn(folder)
const file = path.join(folder, "events.jsonl")
const saved = path.join(folder, ".deciduous/audit.json")

/** 30,000 events, of which every hundredth can't be read. */
const lines = asLines(accounts(6_000).map((line, index) => index % 100 === 7 ? { ...line, schemaVersion: 9 } : line))
const half = lines.slice(0, lines.indexOf("\n", lines.length * 0.8) + 1)

beforeAll(() => makeBankProject(folder))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const until = (holds: () => boolean) =>
  new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (!holds()) return
      clearInterval(timer)
      resolve()
    }, 10)
  })

/** Audits a file whose end does not come, and is ended once it has saved its place. */
const interrupted = async (signal: "SIGINT" | "SIGKILL") => {
  fs.rmSync(file, { force: true })
  spawnSync("mkfifo", [file])
  const child = spawn(process.execPath, [bin, "audit", "--file", "events.jsonl", "--json"], { cwd: folder })
  const out = { stdout: "", stderr: "" }
  child.stdout.on("data", (text) => out.stdout += text)
  child.stderr.on("data", (text) => out.stderr += text)
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
  const writer = fs.createWriteStream(file).on("error", () => {})
  writer.write(half)
  await until(() => fs.existsSync(saved) || child.exitCode !== null)
  child.kill(signal)
  writer.destroy()
  return { code: await ended, ...out }
}

const jsonLines = (text: string) => text.trimEnd().split("\n").map((line) => JSON.parse(line))
const whole = () => {
  writeIn(folder, { "events.jsonl": lines })
  return deciduous("audit", "--file", "events.jsonl", "--json")
}

describe.skipIf(process.platform === "win32")("an audit that was interrupted", () => {
  it("by hand says how to go on, and goes on to the same end", async () => {
    const first = await interrupted("SIGINT")
    expect(first.code).toBe(130)
    expect(first.stderr).toMatch(
      /^It was interrupted after 2\d,\d{3} events\. To go on from there: the same command with --resume\.\n$/
    )
    fs.rmSync(file)
    fs.writeFileSync(file, lines)
    const second = deciduous("audit", "--file", "events.jsonl", "--json", "--resume")
    const afresh = whole()
    expect(second.status).toBe(1)
    expect(jsonLines(second.stdout).at(-1)).toEqual(jsonLines(afresh.stdout).at(-1))
    expect(first.stdout + second.stdout).toBe(afresh.stdout)
    expect(fs.existsSync(saved)).toBe(false)
  })

  it("by force goes on from the place that it saved last", async () => {
    await interrupted("SIGKILL")
    fs.rmSync(file)
    fs.writeFileSync(file, lines)
    const { stdout } = deciduous("audit", "--file", "events.jsonl", "--json", "--resume")
    expect(jsonLines(stdout).at(-1)).toEqual(jsonLines(whole().stdout).at(-1))
  })

  it("is not gone on with as another one, nor by another build: exit code 2, and it stays", async () => {
    await interrupted("SIGINT")
    const left = fs.readFileSync(saved, "utf8")
    const other = deciduous("audit", "bank-account", "--file", "events.jsonl", "--resume")
    expect(other).toEqual({
      status: 2,
      stdout: "",
      stderr:
        "The interrupted audit was another one: audit of events.jsonl; this is audit bank-account of events.jsonl. "
        + "Begin anew, without --resume.\n"
    })
    const upcasters = path.join(folder, "src/upcasters.ts")
    const text = fs.readFileSync(upcasters, "utf8")
    fs.writeFileSync(upcasters, text.replace(`channel: "wire"`, `channel: "atm"`))
    const { status, stderr } = deciduous("audit", "--file", "events.jsonl", "--resume")
    fs.writeFileSync(upcasters, text)
    expect(status).toBe(2)
    expect(stderr).toMatch(/^What reads the events has changed since the audit was interrupted, /)
    expect(fs.readFileSync(saved, "utf8")).toBe(left)

    fs.writeFileSync(saved, left.slice(0, 100))
    const { stderr: unreadable } = deciduous("audit", "--file", "events.jsonl", "--resume")
    expect(unreadable).toBe(".deciduous/audit.json is not as an audit leaves it. Begin anew, without --resume.\n")
  })
})
