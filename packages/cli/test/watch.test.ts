// `generate --watch` on real files and in a process of its own. Every test waits for what is said, never for a time.
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { bankFolder, deciduousIn, emptyFolder, filesIn } from "./support/cli.ts"
import { watchingIn } from "./support/watching.ts"

const deposited = "event-schemas/bank-account/FundsDeposited.v1.yaml"
const generated = "src/generated/bank-account.events.gen.ts"

const LINE = /^bank-account: \d+ event types, 1 file changed, \d+ ms\n$/

const watched = async (...args: ReadonlyArray<string>) => {
  const folder = bankFolder()
  const watching = watchingIn(folder, "generate", "--watch", ...args)
  const first = await watching.until(/Watching event-schemas\. Ctrl-C ends it\.\n/)
  const read = (file: string) => fs.readFileSync(path.join(folder, file), "utf8")
  // a file is empty for a moment before it is written
  const write = (file: string, text: string) => watching.unseen(() => fs.writeFileSync(path.join(folder, file), text))
  return { ...watching, folder, first, read, write, at: (file: string) => path.join(folder, file) }
}

describe("deciduous generate --watch", () => {
  it("generates at once, and again when a file is saved: one line, and no file is touched that stays the same", async () => {
    const { at, end, first, read, until, write } = await watched()
    expect(first).toMatch(/^bank-account: \d+ event types, \d+ files changed, \d+ ms\n/)
    const untouched = fs.statSync(at("src/generated/types.gen.ts")).ino
    write(deposited, read(deposited).replace("maxLength: 140", "maxLength: 150"))
    expect(await until(/ms\n/)).toMatch(LINE)
    expect(read(generated)).toContain("isMaxCodePoints(150)")
    expect(fs.statSync(at("src/generated/types.gen.ts")).ino).toBe(untouched)
    expect(await end("SIGINT")).toBe(0)
  })

  it("keeps the last good files while one is wrong, and says what is wrong", async () => {
    const { read, until, write } = await watched()
    const [before, good] = [read(deposited), read(generated)]
    write(deposited, before.replace("properties:", "propertees:"))
    const said = await until(/kept\.\n/)
    expect(said).toMatch(/^event-schemas\/bank-account\/FundsDeposited\.v1\.yaml:5:1 {2}error {2}UNKNOWN_KEYWORD /)
    expect(said).toMatch(/\n\d+ errors?\. Nothing was written: the last good files are kept\.\n$/)
    expect(read(generated)).toBe(good)
    write(deposited, before.replace("maxLength: 140", "maxLength: 160"))
    expect(await until(/ms\n/)).toMatch(LINE)
    expect(read(generated)).toContain("isMaxCodePoints(160)")
  })

  it("sees what editors do that write a new file and rename it", async () => {
    const { at, read, until, write } = await watched()
    for (const limit of [151, 152]) {
      write(`${deposited}~`, read(deposited).replace(/maxLength: \d+/, `maxLength: ${limit}`))
      fs.renameSync(at(`${deposited}~`), at(deposited))
      expect(await until(/ms\n/)).toMatch(LINE)
      expect(read(generated)).toContain(`isMaxCodePoints(${limit})`)
    }
  })

  it("does not count a file that was saved as it was", async () => {
    const { read, until, write } = await watched()
    const other = "event-schemas/bank-account/FundsWithdrawn.v1.yaml"
    write(other, read(other))
    write(deposited, read(deposited).replace("maxLength: 140", "maxLength: 141"))
    expect(await until(/ms\n/)).toMatch(LINE)
  })

  it("takes changes that come together as what they are together", async () => {
    const { at, read, rest, unseen, until } = await watched()
    const manifest = read("event-schemas/bank-account/aggregate.yaml")
    unseen(() => {
      // one without the other would be an error
      fs.writeFileSync(
        at("event-schemas/bank-account/FundsHeld.v1.yaml"),
        "description: Money was held.\ntype: object\nproperties: { days: { type: integer, minimum: 1 } }\n"
          + "required: [days]\nadditionalProperties: false\n"
      )
      fs.writeFileSync(
        at("event-schemas/bank-account/aggregate.yaml"),
        manifest.replace("  FundsWithdrawn:", "  FundsHeld: { current: 1 }\n  FundsWithdrawn:")
      )
    })
    expect(await until(/ms\n/)).toMatch(/^bank-account: \d+ event types, 2 files changed, \d+ ms\n$/)
    expect(rest()).toBe("")
    expect(read(generated)).toContain("export interface FundsHeld {")
  })

  it("goes on when a file vanishes, and when it is back", async () => {
    const { at, read, until, write } = await watched()
    const [before, good] = [read(deposited), read(generated)]
    fs.rmSync(at(deposited))
    const said = await until(/kept\.\n/)
    expect(said).toContain("CURRENT_UNKNOWN  FundsDeposited has no file FundsDeposited.v1.yaml")
    expect(read(generated)).toBe(good)
    write(deposited, before)
    expect(await until(/ms\n/)).toMatch(LINE)
  })

  it("says in one line that a file was gone when it came to be read", async () => {
    const { at, read, unseen, until } = await watched()
    const before = read(deposited)
    unseen(() => {
      // listed as a file, and not there when it is opened: what a file is that vanishes between the two
      fs.rmSync(at(deposited))
      fs.symlinkSync("nowhere.yaml", at(deposited))
    })
    const said = await until(/FILE_UNREADABLE[^]*kept\.\n/)
    expect(said).toContain(`${deposited}  error  FILE_UNREADABLE  The file can't be read: ENOENT.\n`)
    expect(said).not.toMatch(/^\s+at /m)
    unseen(() => {
      fs.rmSync(at(deposited))
      fs.writeFileSync(at(deposited), before)
    })
    expect(await until(/ms\n/)).toContain("1 file changed")
  })

  it("goes on when the folder itself goes, and when it is back", async () => {
    const { at, folder, read, until, write } = await watched()
    fs.renameSync(at("event-schemas"), at("elsewhere"))
    expect(await until(/kept\.\n/)).toContain("event-schemas  error  FOLDER_MISSING")
    expect(Object.keys(filesIn(folder))).toContain(generated)
    fs.renameSync(at("elsewhere"), at("event-schemas"))
    await until(/\d+ files changed, \d+ ms\n/)
    write(deposited, read(deposited).replace("maxLength: 140", "maxLength: 170"))
    await until(/1 file changed, \d+ ms\n/)
    expect(read(generated)).toContain("isMaxCodePoints(170)")
  })

  it("begins with files that are wrong, and generates once they are mended", async () => {
    const folder = bankFolder()
    const file = path.join(folder, deposited)
    const good = fs.readFileSync(file, "utf8")
    fs.writeFileSync(file, good.replace("type: object", "type: objekt"))
    const { until } = watchingIn(folder, "generate", "--watch")
    expect(await until(/Watching/)).toContain("UNKNOWN_TYPE")
    expect(fs.existsSync(path.join(folder, "src"))).toBe(false)
    fs.writeFileSync(file, good)
    expect(await until(/ms\n/)).toMatch(LINE)
    expect(fs.existsSync(path.join(folder, generated))).toBe(true)
  })

  it("is not woken by the files that it writes, wherever they go", async () => {
    const { end, read, rest, until, write } = await watched("--out", "event-schemas/generated")
    write(deposited, read(deposited).replace("maxLength: 140", "maxLength: 180"))
    expect(await until(/ms\n/)).toMatch(LINE)
    write(deposited, read(deposited).replace("maxLength: 180", "maxLength: 190"))
    expect(await until(/ms\n/)).toMatch(LINE)
    expect(await end("SIGTERM")).toBe(0)
    expect(rest()).toBe("")
  })

  it("leaves the lock and everything else as it is, and ends with exit code 0", async () => {
    const { end, folder, read, until, write } = await watched()
    const before = filesIn(folder)
    write(deposited, `${read(deposited)}# a remark\n`)
    await until(/ms\n/)
    expect(await end("SIGINT")).toBe(0)
    expect(filesIn(folder)).toEqual({ ...before, [deposited]: `${before[deposited]}# a remark\n` })
  })

  it("can't watch a folder that is not there, nor only compare: exit code 2", () => {
    expect(deciduousIn(emptyFolder())("generate", "--watch")).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining("event-schemas  error  FOLDER_MISSING")
    })
    expect(deciduousIn(bankFolder())("generate", "--watch", "--check")).toMatchObject({
      status: 2,
      stderr: "--watch keeps the files up to date and --check writes none: give one.\n"
    })
  })
})
