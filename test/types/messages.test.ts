// What the compiler says of the likeliest mistakes, word for word, so that the types stay as readable as they are.
// A message that changes on purpose is written anew by: vitest run --project test types --update
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"

const folder = path.resolve(import.meta.dirname, "mistakes")
const root = path.resolve(import.meta.dirname, "../..")

/** The compiler's output by the file it is about, positions kept and folders left out. */
const messages = (): ReadonlyMap<string, string> => {
  const tsc = path.join(root, "node_modules/typescript/bin/tsc")
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8"
  })
  const byFile = new Map<string, string>()
  let file = ""
  for (const line of stdout.split(/\r?\n/)) {
    // a line that is not indented begins a message
    const start = /^(.+?)\(\d+,\d+\): /.exec(line)
    if (start !== null) file = start[1]!.replaceAll("\\", "/")
    if (line !== "") byFile.set(file, `${byFile.get(file) ?? ""}${line}\n`)
  }
  return byFile
}

const mistakes = fs.readdirSync(folder).filter((name) => name.endsWith(".ts"))

describe("the compiler's message", () => {
  const found = messages()

  it.each(mistakes)("for %s is the one that we know", async (name) => {
    await expect(found.get(name) ?? "no error\n").toMatchFileSnapshot(path.join(folder, name.replace(/ts$/, "txt")))
  })

  it("is about nothing else", () => {
    expect([...found.keys()].toSorted()).toEqual(mistakes.toSorted())
  })
})
