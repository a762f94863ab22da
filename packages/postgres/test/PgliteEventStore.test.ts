import { PgliteEventStore } from "@deciduous/postgres/pglite"
import type { EventStore, EventStoreError } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { spawn } from "node:child_process"
import { once } from "node:events"
import * as fs from "node:fs"
import * as path from "node:path"
import { createInterface } from "node:readline"
import { append, read } from "./support/events.ts"
import { emptyDump, newFolder } from "./support/Pg.ts"

const timeout = 60_000

/** A store in a folder; the first open starts from the run's dump, which is faster than from nothing. */
const storeIn = async (folder: string) => {
  const isNew = !fs.existsSync(path.join(folder, "PG_VERSION"))
  return PgliteEventStore.layer({
    folder,
    ...(isNew ? { pglite: { loadDataDir: new Blob([fs.readFileSync(await emptyDump())]) } } : {})
  })
}

const within = async <A, E>(folder: string, effect: Effect.Effect<A, E, EventStore.EventStore>) =>
  Effect.runPromise(Effect.provide(effect, await storeIn(folder)))

const failureIn = async (folder: string): Promise<EventStoreError.EventStoreError> =>
  Effect.runPromise(Effect.flip(Effect.scoped(Layer.build(PgliteEventStore.layer({ folder })))))

/** Another process that opens the folder, appends once, and waits. */
const otherProcess = async (folder: string) => {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, "support/openFolder.ts"), folder], {
    stdio: ["pipe", "pipe", "inherit"]
  })
  const exited = once(child, "exit")
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const said = String((await lines.next()).value)
  return {
    said,
    pid: child.pid!,
    kill: () => (child.kill("SIGKILL"), exited),
    end: () => (child.stdin.end(), exited)
  }
}

describe("a store in a folder", () => {
  it("creates the folder with its parents, and keeps its events", async () => {
    const folder = path.join(newFolder(), "some/where")
    await within(folder, append("kept", 0, { n: 1 }))
    assert.deepStrictEqual((await within(folder, read("kept"))).map(({ data }) => data), [{ n: 1 }])
    assert.notInclude(fs.readdirSync(folder).join(), ".pid")
  }, timeout)

  it("has one owner: another process is told who it is, and nothing is lost", async () => {
    const folder = newFolder()
    await within(folder, append("shared", 0))
    const first = await otherProcess(folder)
    assert.strictEqual(first.said, "appended")
    const second = await otherProcess(folder)
    assert.strictEqual(second.said, `StoreInUse ${fs.realpathSync(folder)} ${first.pid}`)
    const { reason } = await failureIn(folder)
    assert.deepInclude(reason, { _tag: "StoreInUse", pid: first.pid })
    await first.end()
    await second.end()
    assert.lengthOf(await within(folder, read("shared")), 2)
  }, timeout)

  it("is free again when its owner was killed, with all that was acknowledged", async () => {
    const folder = newFolder()
    await within(folder, append("shared", 0))
    const owner = await otherProcess(folder)
    await owner.kill()
    assert.include(fs.readdirSync(folder).join(), `deciduous-${owner.pid}.pid`)
    assert.lengthOf(await within(folder, read("shared")), 2)
    assert.notInclude(fs.readdirSync(folder).join(), ".pid")
  }, timeout)

  it("of three processes that come at once lets one in", async () => {
    const folder = newFolder()
    await within(folder, append("shared", 0))
    const all = await Promise.all([otherProcess(folder), otherProcess(folder), otherProcess(folder)])
    assert.deepStrictEqual(all.map(({ said }) => said.split(" ")[0]).sort(), ["StoreInUse", "StoreInUse", "appended"])
    await Promise.all(all.map(({ end }) => end()))
  }, timeout)

  it("is opened once within a process too", async () => {
    const folder = newFolder()
    const error = await within(folder, Effect.promise(() => failureIn(`${folder}/../${path.basename(folder)}`)))
    assert.deepInclude(error.reason, { _tag: "StoreInUse", pid: process.pid })
    // a process of this pid that is long gone, as in a container
    fs.writeFileSync(path.join(folder, `deciduous-${process.pid}.pid`), "1")
    await within(folder, append("again", 0))
  }, timeout)

  it("refuses what cannot be its folder, and leaves it as it is", async () => {
    const folder = newFolder()
    const file = path.join(folder, "file")
    fs.writeFileSync(file, "text")
    const refused = async (place: string, problem: string) => {
      const error = await failureIn(place)
      assert.strictEqual(error.reason._tag, "StoreUnavailable")
      assert.include(error.message, problem)
    }
    await refused(file, "EEXIST")
    await refused(path.join(file, "below"), "ENOTDIR")
    await refused(folder, "holds other files and no database")
    assert.deepStrictEqual(fs.readdirSync(folder), ["file"])
  }, timeout)

  it("says what to do about a folder that was damaged", async () => {
    const folder = newFolder()
    fs.writeFileSync(path.join(folder, "PG_VERSION"), "18\n")
    const error = await failureIn(folder)
    assert.strictEqual(error.reason._tag, "StoreUnavailable")
    assert.include(error.message, `the database folder ${folder} cannot be opened`)
    assert.deepStrictEqual(fs.readdirSync(folder).filter((name) => name.endsWith(".pid")), [])
  }, timeout)
})
