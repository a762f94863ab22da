// docs/guide/evolving-events.md, followed word by word: its files are written, its changes made, its commands run, and what
// they print is what the page says.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import * as Guide from "./support/Guide.ts"

const root = path.resolve(import.meta.dirname, "../..")
const page = path.join(root, "docs/guide/evolving-events.md")
// below test/, whose node_modules has all of our packages but the command line
const parent = path.join(root, "test/.deciduous")
fs.mkdirSync(parent, { recursive: true })
const folder = fs.mkdtempSync(path.join(parent, "guide-"))
const bin = path.join(folder, "node_modules/.shims")
const isUpdating = process.env["UPDATE_GUIDE"] === "1"

beforeAll(() => {
  fs.mkdirSync(path.join(folder, "node_modules/@deciduous"), { recursive: true })
  fs.symlinkSync(path.join(root, "packages/cli"), path.join(folder, "node_modules/@deciduous/cli"), "junction")
  Guide.shims(bin, root)
})

const printed: Array<{ readonly step: Extract<Guide.Step, { _tag: "Run" }>; readonly text: string }> = []

afterAll(() => {
  fs.rmSync(folder, { recursive: true, force: true })
  if (isUpdating) fs.writeFileSync(page, Guide.withPrinted(page, printed))
})

const run = (command: string): string => {
  const { stderr, stdout } = spawnSync("sh", ["-c", command], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${bin}${path.delimiter}${process.env["PATH"]}`,
      NO_COLOR: "1",
      // a repository of its own, whatever is around it and whoever runs it
      GIT_CEILING_DIRECTORIES: parent,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_AUTHOR_NAME: "Ada",
      GIT_AUTHOR_EMAIL: "ada@example.com",
      GIT_COMMITTER_NAME: "Ada",
      GIT_COMMITTER_EMAIL: "ada@example.com"
    }
  })
  // packages are read from their sources here, which have checks of their own
  return command.startsWith("npx tsc") ? stdout.replaceAll(/^\.\.\/.*\n(?: .*\n)*/gm, "") : stdout + stderr
}

/** A chapter is a dozen programs, one after the other, on a machine that does other things too. */
const MINUTES = 5 * 60_000

const follow = (step: Guide.Step): void => {
  const where = `docs/guide/evolving-events.md:${step.line}`
  if (step._tag === "Run") {
    const text = run(step.command)
    printed.push({ step, text })
    const isRight = Guide.isPrinted(step.printed, text)
    if (!isRight && !(isUpdating && !step.printed.includes("..."))) {
      assert.fail(`${where}: ${step.command} prints\n${text}\nand the page says\n${step.printed.join("\n")}`)
    }
    return
  }
  const file = path.join(folder, step.file)
  const text = step._tag === "Write" ? step.text : Guide.changed(fs.readFileSync(file, "utf8"), step.diff)
  if (text === undefined) assert.fail(`${where}: ${step.file} is\n${fs.readFileSync(file, "utf8")}`)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text!)
}

describe("the guide of evolving events", () => {
  // each chapter begins where the one before has ended
  let isLost = false
  for (const { steps, title } of Guide.chapters(fs.readFileSync(page, "utf8"))) {
    it(title, ({ skip }) => {
      if (isLost) skip("an earlier chapter could not be followed")
      isLost = true
      steps.forEach(follow)
      isLost = false
    }, MINUTES)
  }
})
