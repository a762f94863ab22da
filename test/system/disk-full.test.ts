// A disk that is full: for the tables, and for the server's own log. It mounts small ones, for which one has to be root.
import { PostgresEventStore } from "@deciduous/postgres"
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"
import { accounts, type Attempt, type Entry } from "../fault/ledger/Ledger.ts"
import { agrees } from "../fault/support/log.ts"
import { asAdmin, newFolder, newLog, Server, serverIn } from "../fault/support/Server.ts"
import { type Failure, nameOf, now, sendOnce, settle } from "../fault/support/settle.ts"

const whole = "a typed error, nothing partial, and all goes on when there is room"

it.live(`[14] a disk without room for events: ${whole}`, () =>
  Effect.scoped(Effect.gen(function*() {
    const folder = yield* newFolder
    yield* mount(folder, "600m")
    const server = yield* serverIn(folder)
    const url = yield* Effect.provideService(newLog, Server, server)
    // the server's own log gets a new file, which has room for what follows
    yield* asAdmin(url, (sql) => sql`select pg_switch_wal()::text`)
    const refusal = yield* throughAFullDisk(url, folder, { spare: 2 * megabyte, isBack: Effect.void })
    assert.strictEqual(nameOf(refusal), "StoreFailure")
    assert.match(refusal.message, /^The event store failed to append: .*No space left on device.*SQLSTATE 53100/s)
  })), 120_000)

it.live(
  `[14] a disk without room for the server's own log, of which the server dies: ${whole}`,
  () =>
    Effect.scoped(Effect.gen(function*() {
      const server = yield* Effect.flatMap(newFolder, serverIn)
      const url = yield* Effect.provideService(newLog, Server, server)
      const wal = path.join(server.data, "pg_wal")
      yield* Effect.promise(server.stop)
      yield* moveToMount(wal, "100m")
      yield* Effect.acquireRelease(Effect.promise(server.restart), () => Effect.promise(server.crash))
      // it may have given up, or be about to recover again and again
      const isBack = Effect.promise(() => server.crash().then(server.restart))
      const refusal = yield* throughAFullDisk(url, wal, { spare: 0, isBack })
      assert.include(["OutcomeUnknown", "StoreUnavailable"], nameOf(refusal))
    })),
  120_000
)

const megabyte = 1_048_576

/** Appends until the disk is full, and after there is room again: gives the first refusal. The log must agree all along. */
const throughAFullDisk = Effect.fnUntraced(function*(
  url: string,
  disk: string,
  { isBack, spare }: { readonly spare: number; readonly isBack: Effect.Effect<void> }
) {
  const ledger: Array<Entry> = []
  const report = (entry: Entry) => ledger.push(entry)
  return yield* Effect.gen(function*() {
    yield* settle(attempt(0), report)
    const ballast = fill(disk, spare)
    let refusal: Failure | undefined
    let attempts = 0
    while (refusal === undefined) {
      const next = attempt(++attempts)
      ledger.push({ _tag: "Began", at: now(), attempt: next })
      const sent = yield* sendOnce(next, report)
      if (Result.isFailure(sent)) refusal = sent.failure
    }
    fs.rmSync(ballast)
    yield* isBack
    yield* agrees(url, ledger)
    // what was refused, and one more
    yield* settle(attempt(attempts), report)
    yield* settle(attempt(attempts + 1), report)
    yield* agrees(url, ledger)
    assert.lengthOf(accounts(ledger).filter(({ outcome }) => outcome === "acknowledged"), attempts + 2)
    return refusal
  }).pipe(Effect.provide(PostgresEventStore.layer({ url })))
})

/** Large enough that a few of them fill what is spared, and that one takes the server a while. */
const attempt = (n: number): Attempt => ({
  id: `note ${n}`,
  how: n % 2 === 0 ? "append" : "command",
  writes: [{ stream: "red", parts: 2000, expectedVersion: "any" }]
})

/** Takes all of a disk but a few bytes, by a file that is to be removed. */
const fill = (folder: string, spare: number): string => {
  const ballast = path.join(folder, "ballast")
  const { bavail, bsize } = fs.statfsSync(folder)
  const file = fs.openSync(ballast, "w")
  const block = Buffer.alloc(bsize)
  for (let left = bavail * bsize - spare; left >= bsize; left -= bsize) fs.writeSync(file, block)
  fs.closeSync(file)
  return ballast
}

/** A disk of its own in an empty folder, while the scope is open. */
const mount = (folder: string, size: string) =>
  Effect.acquireRelease(
    Effect.sync(() => run("mount", "-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder)),
    () => Effect.sync(() => run("umount", folder))
  )

/** The same with what is in the folder, and for its owner. */
const moveToMount = Effect.fnUntraced(function*(folder: string, size: string) {
  const { gid, uid } = fs.statSync(folder)
  const aside = `${folder}-aside`
  run("cp", "-a", folder, aside)
  yield* mount(folder, size)
  run("cp", "-a", `${aside}/.`, folder)
  fs.chownSync(folder, uid, gid)
})

const run = (command: string, ...args: ReadonlyArray<string>): void => {
  const { error, status, stderr } = spawnSync(command, args, { encoding: "utf8" })
  assert.strictEqual(status, 0, `${command} ${args.join(" ")}: ${error?.message ?? stderr}`)
}
