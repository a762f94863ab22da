import { PgliteClient } from "@deciduous/postgres/pglite"
import { afterEach, assert, beforeAll, describe, it, onTestFinished, vi } from "@effect/vitest"
import { Effect, Layer } from "effect"
import * as fs from "node:fs"
import * as path from "node:path"
import { emptyDump, newFolder } from "../../support/Pg.ts"

/** A folder with a database, and what an owner's file in it says of this process. */
let folder: string
let here: string
const elsewhere = "1\nanother container"

/** No system counts so far. */
const noProcess = 2 ** 31 - 1

const ownFiles = () =>
  fs.readdirSync(folder).filter((name) => name.endsWith(".pid")).map((name) => path.join(folder, name))

/** The file of an owner with that pid, last touched so many seconds ago. */
const leaveBehind = (pid: number, text: string, seconds = 0) => {
  const file = path.join(folder, `deciduous-${pid}-left.pid`)
  fs.writeFileSync(file, text)
  age(file, seconds)
}

const age = (file: string, seconds: number) => {
  const then = Date.now() / 1000 - seconds
  fs.utimesSync(file, then, then)
}

const opened = (use: () => void, options: PgliteClient.Options["pglite"] = {}) =>
  Layer.build(PgliteClient.layer({ folder, pglite: options })).pipe(
    Effect.andThen(Effect.sync(use)),
    Effect.as("opened"),
    Effect.scoped,
    Effect.catch(({ reason }) =>
      Effect.succeed(reason._tag === "StoreInUse" ? `in use by ${reason.pid}` : reason.message)
    ),
    Effect.runPromise
  )

const open = () => opened(() => {})

beforeAll(async () => {
  folder = newFolder()
  const loadDataDir = new Blob([fs.readFileSync(await emptyDump())])
  await opened(() => {
    here = fs.readFileSync(ownFiles()[0]!, "utf8")
  }, { loadDataDir })
})

afterEach(() => ownFiles().forEach((file) => fs.rmSync(file)))

describe("the owner of a folder", () => {
  it("is one that lives here, whatever the age of its file, and who is refused leaves nothing behind", async () => {
    leaveBehind(process.ppid, `\n${here.split("\n")[1]}`, 3600)
    assert.strictEqual(await open(), `in use by ${process.ppid}`)
    assert.lengthOf(ownFiles(), 1)
  })

  it("is followed when its process has ended", async () => {
    leaveBehind(noProcess, here)
    assert.strictEqual(await open(), "opened")
    assert.deepStrictEqual(ownFiles(), [])
  })

  it.skipIf(!fs.existsSync("/proc/self/stat"))("is followed when its pid has passed to another process", async () => {
    const earlier = here.replace(/^\d+/, "1")
    leaveBehind(process.pid, earlier)
    leaveBehind(process.ppid, earlier)
    assert.strictEqual(await open(), "opened")
    assert.deepStrictEqual(ownFiles(), [])
  })

  it("is believed to live in another container for 30 seconds after its last sign of life", async () => {
    leaveBehind(noProcess, elsewhere, 25)
    assert.strictEqual(await open(), `in use by ${noProcess}`)
    leaveBehind(noProcess, elsewhere, 31)
    assert.strictEqual(await open(), "opened")
    assert.deepStrictEqual(ownFiles(), [])
  })

  it("is told apart from a process with the same pid in another container", async () => {
    leaveBehind(process.pid, elsewhere)
    assert.strictEqual(await open(), `in use by ${process.pid}`)
    assert.lengthOf(ownFiles(), 1)
  })

  it("is whoever is about to write its file", async () => {
    leaveBehind(noProcess, "")
    assert.strictEqual(await open(), `in use by ${noProcess}`)
    leaveBehind(noProcess, "", 31)
    assert.strictEqual(await open(), "opened")
  })

  it("gives a sign of life every 5 seconds until it leaves", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] })
    onTestFinished(() => void vi.useRealTimers())
    const silence = () => Date.now() - fs.statSync(ownFiles()[0]!).mtimeMs
    const silences: Array<number> = []
    await opened(() => {
      age(ownFiles()[0]!, 3600)
      vi.advanceTimersByTime(4_999)
      silences.push(silence())
      vi.advanceTimersByTime(1)
      silences.push(silence())
    })
    assert.isAtLeast(silences[0]!, 3_600_000)
    assert.isBelow(silences[1]!, 1_800_000)
    assert.strictEqual(vi.getTimerCount(), 0)
  })

  it("is warned when its file has gone, as nothing keeps others away then", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {})
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] })
    onTestFinished(() => (warn.mockRestore(), void vi.useRealTimers()))
    await opened(() => {
      ownFiles().forEach((file) => fs.rmSync(file))
      vi.advanceTimersByTime(5_000)
    })
    assert.include(String(warn.mock.calls[0]), "events may be lost")
  })
})
