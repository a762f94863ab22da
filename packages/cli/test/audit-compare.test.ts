// `deciduous audit --compare`, run as a user runs it: on a project in a git repository, with what another build makes of it.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { deciduousIn, writeIn } from "./support/cli.ts"
import { accounts, asLines, fill, makeBankProject, onServer, streamOf } from "./support/storedBank.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "deciduous-cli-"))
const project = path.join(folder, "bank")
const deciduous = deciduousIn(project)

const git = (...args: ReadonlyArray<string>): string => {
  const { status, stderr, stdout } = spawnSync("git", [
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@example.org",
    ...args
  ], {
    cwd: folder,
    encoding: "utf8"
  })
  if (status !== 0) throw new Error(stderr)
  return stdout
}

/** What is in hand, and what was counted. */
const account = `
import { Decider } from "@deciduous/core"
import { Aggregate } from "@deciduous/runtime"
import { step } from "steps"
import { BankAccountEvents } from "./generated/bank-account.events.gen.ts"
import { upcasters } from "./upcasters.ts"

const evolve = (state: any, event: any) => {
  const counted = { ...state, events: state.events + step }
  switch (event._tag) {
    case "AccountOpened": return { ...counted, owner: event.holder }
    case "OverdraftLimitSet": return { ...counted, limit: event.limit.amount }
    default: return counted
  }
}

export const BankAccount = Aggregate.make({
  decider: Decider.make({
    initialState: { events: 0 } as any,
    evolve,
    decide: () => Decider.reject("closed"),
    isTerminal: () => false
  }),
  events: BankAccountEvents.with(upcasters)
} as any)
`

beforeAll(() => {
  makeBankProject(project)
  writeIn(project, {
    "src/Account.ts": account,
    "src/aggregates.ts": `export { BankAccount } from "./Account.ts"\n`,
    "deciduous.config.ts": `export default { aggregates: () => import("./src/aggregates.ts") }\n`,
    "events.jsonl": asLines(accounts(3))
  })
  // a package of the same repository, as a workspace has them
  writeIn(folder, {
    "steps/package.json": `{ "name": "steps", "type": "module", "exports": "./index.ts" }`,
    "steps/index.ts": "export const step = 1\n"
  })
  fs.symlinkSync("../../steps", path.join(project, "node_modules/steps"), "junction")
  writeIn(folder, { ".gitignore": "node_modules\n*.jsonl\n" })
  git("init", "--quiet", "--initial-branch=main")
  git("add", ".")
  git("commit", "--quiet", "--message=first")
})
afterEach(() => git("checkout", "--quiet", "."))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const edit = (file: string, from: string, to: string): void => {
  const text = fs.readFileSync(path.join(project, file), "utf8")
  expect(text).toContain(from)
  fs.writeFileSync(path.join(project, file), text.replace(from, to))
}

const compared = (...args: ReadonlyArray<string>) => deciduous("audit", "--file", "events.jsonl", "--compare", ...args)

describe("deciduous audit --compare", () => {
  it("finds nothing where nothing has changed, and leaves the repository as it is", () => {
    edit("src/Account.ts", "reject(\"closed\")", "reject(\"gone\")")
    const before = git("status", "--porcelain")
    expect(compared("main")).toEqual({
      status: 0,
      stderr: "",
      stdout: "All 3 streams fold to the same state as in main.\n"
    })
    expect(git("status", "--porcelain")).toBe(before)
    expect(git("worktree", "list").trim().split("\n").length).toBe(1)
  })

  it("shows each stream whose state differs, from which version on and where: exit code 1", () => {
    edit("src/upcasters.ts", "ofCents(limitCents)", "ofCents(limitCents * 10)")
    const { status, stderr, stdout } = compared("main")
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "3 of 3 streams fold otherwise than in main, or not at all.\n"
    })
    expect(stdout).toBe(`
3 streams have another state:
  /limit: "12.5" in main, "125" in this build
    ${streamOf(1)}, versions 2 to 5
    ${streamOf(2)}, versions 2 to 5
    ${streamOf(3)}, versions 2 to 5

`.slice(1))
  })

  it("folds by the repository's own packages as they were", () => {
    edit("../steps/index.ts", "step = 1", "step = 2")
    const { status, stdout } = compared("main")
    expect(status).toBe(1)
    expect(stdout).toContain(`  /events: 5 in main, 10 in this build\n    ${streamOf(1)}, versions 1 to 5\n`)
  })

  it("tells what this build cannot fold from what only it can", () => {
    edit(
      "src/Account.ts",
      `case "OverdraftLimitSet":`,
      `case "FundsWithdrawn": throw new RangeError("no money")\n    case "OverdraftLimitSet":`
    )
    const broken = compared("main", "--json")
    expect(broken.status).toBe(1)
    const lines = broken.stdout.trimEnd().split("\n").map((line) => JSON.parse(line))
    expect(lines[0]).toEqual({
      broken: {
        streamId: streamOf(1),
        category: "bank-account",
        version: 3,
        text: expect.stringMatching(/^evolve threw RangeError: no money \(src\/Account\.ts:\d+:\d+\)$/)
      }
    })
    expect(lines.at(-1)).toMatchObject({ compare: { events: 15, streams: 3, broken: { streams: 3 }, with: "main" } })

    git("commit", "--quiet", "--all", "--message=broken")
    git("checkout", "--quiet", "main~1", "--", ".")
    const mended = compared("HEAD")
    git("reset", "--quiet", "--hard", "HEAD~1")
    expect(mended).toMatchObject({ status: 0, stderr: "" })
    expect(mended.stdout).toContain("3 streams have a state in this build only, and none in HEAD:\n")
    expect(mended.stdout).toMatch(/0 streams fold to the same state as in HEAD, and 3 only here\.\n$/)
  })

  it("reads a database stream by stream, and compares with a folder too", async () => {
    const other = path.join(folder, "other")
    fs.cpSync(project, other, { recursive: true, verbatimSymlinks: true })
    const { flags, store } = onServer()
    await fill(store, accounts(2).concat(accounts(2).map((line) => ({ ...line, streamId: streamOf(3) })).slice(0, 5)))
    edit("src/Account.ts", "limit: event.limit.amount", "limit: event.limit")
    const { status, stdout } = deciduous("audit", "--compare", "../other", ...flags)
    expect(status).toBe(1)
    expect(stdout).toMatch(/^3 streams have another state:\n/)
    const differs = `/limit: "12.5" in ../other, {"amount":"12.5","currency":"CZK"} in this build`
    expect(stdout).toContain(`  ${differs}\n    ${streamOf(1)}, versions 2 to 5\n`)
    fs.rmSync(other, { recursive: true })
  }, 60_000)

  it.each([
    [
      ["nowhere"],
      /^--compare: "nowhere" is neither a folder nor a commit that git knows here\. help: git fetch, or name a branch, a tag or a folder\.\n$/
    ],
    [
      ["event-schemas"],
      /^--compare: event-schemas has no deciduous\.config\.ts, which names the aggregates of a build\.\n$/
    ],
    [["main", "--record"], /^--compare folds streams, and records no examples: give --record alone\.\n$/],
    [["main", "--census"], /^--census counts, and --compare folds: give one of them\.\n$/]
  ])("cannot work with %j: exit code 2", (args, message) => {
    const { status, stderr, stdout } = compared(...args)
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toMatch(message)
  })

  it("says what keeps the other build from loading: exit code 2", () => {
    edit("src/aggregates.ts", "./Account.ts", "./Acount.ts")
    git("commit", "--quiet", "--all", "--message=broken")
    git("checkout", "--quiet", "main~1", "--", ".")
    const { status, stderr } = compared("main")
    git("reset", "--quiet", "--hard", "HEAD~1")
    expect(status).toBe(2)
    expect(stderr).toMatch(/^"aggregates" of deciduous\.config\.ts of main cannot be loaded: Cannot find module/)
  })
})
