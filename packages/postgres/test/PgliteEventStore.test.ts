import { PgliteEventStore } from "@deciduous/postgres/pglite"
import type { EventStore, EventStoreError } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { spawn, spawnSync } from "node:child_process"
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

/** What gives a command pids of its own, as a container does. */
const container = ["unshare", "--pid", "--fork", "--mount-proc"]
const noContainers = spawnSync(container[0]!, [...container.slice(1), "true"]).status !== 0

/** Another process that opens the folder, appends once, and waits. */
const otherProcess = async (folder: string, within: ReadonlyArray<string> = []) => {
  const script = path.join(import.meta.dirname, "support/openFolder.ts")
  const [command, ...args] = [...within, process.execPath, script, folder]
  const child = spawn(command!, args, { stdio: ["pipe", "pipe", "inherit"] })
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
    assert.include(fs.readdirSync(folder).join(), `deciduous-${owner.pid}-`)
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
  }, timeout)

  it.skipIf(noContainers)("has one owner across containers, which do not see each other's processes", async () => {
    const folder = newFolder()
    await within(folder, append("shared", 0))
    const outside = await otherProcess(folder)
    const inside = await otherProcess(folder, container)
    assert.strictEqual(inside.said, `StoreInUse ${fs.realpathSync(folder)} ${outside.pid}`)
    await outside.end()
    const alone = await otherProcess(folder, container)
    assert.strictEqual(alone.said, "appended")
    assert.strictEqual((await failureIn(folder)).reason._tag, "StoreInUse")
    await Promise.all([inside.end(), alone.end()])
    assert.lengthOf(await within(folder, read("shared")), 3)
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

  it("calls a database that does not open damaged, and never advises to delete it", async () => {
    const folder = newFolder()
    await within(folder, append("kept", 0))
    fs.writeFileSync(path.join(folder, "global/pg_control"), "")
    const { message, reason } = await failureIn(folder)
    assert.strictEqual(reason._tag, "StoreUnavailable")
    assert.include(message, `the database folder ${folder} cannot be opened`)
    assert.include(message, "restore a copy")
    assert.notMatch(message, /delete|Aborted|ASSERTIONS/)
    assert.deepStrictEqual(fs.readdirSync(folder).filter((name) => name.startsWith("deciduous")), [])
  }, timeout)

  it("says of a database whose creation was cut off that it can be deleted", async () => {
    const folder = newFolder()
    const creator = spawn(process.execPath, [path.join(import.meta.dirname, "support/openFolder.ts"), folder])
    const exited = once(creator, "exit")
    const begun = () => fs.existsSync(path.join(folder, "base"))
    while (!begun() && creator.exitCode === null) await new Promise(setImmediate)
    creator.kill("SIGKILL")
    await exited
    const { message } = await failureIn(folder)
    assert.include(message, `the database folder ${folder} was never opened: its creation was cut off`)
    assert.include(message, "delete it")
  }, timeout)

  it("knows the mark of a creation that has ended from one that goes on", async () => {
    const folder = newFolder()
    await within(folder, append("kept", 0))
    const mark = path.join(folder, "deciduous-creating")
    assert.isFalse(fs.existsSync(mark))
    // a power failure can bring it back, emptied
    fs.writeFileSync(mark, "")
    assert.lengthOf(await within(folder, read("kept")), 1)
  }, timeout)
})
