// One owner to a folder. PGlite does not see to it: two processes on one folder lose events that were acknowledged.
import { EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type * as Scope from "effect/Scope"
import * as fs from "node:fs/promises"
import * as path from "node:path"
import { messageOf, unavailable } from "./unavailable.ts"

/**
 * Takes a folder, which it creates with its parents, until the scope closes. Fails with `StoreInUse` or
 * `StoreUnavailable`.
 *
 * Each process puts a file with its pid there and then looks for others: of two that come at once at least one sees the
 * other, and who sees another that lives goes away. A killed process leaves its file behind, and the next one removes
 * it. One file for all could not be taken over from the dead without a race.
 */
export const own = (folder: string): Effect.Effect<void, EventStoreError.EventStoreError, Scope.Scope> =>
  Effect.gen(function*() {
    yield* attempt(folder, () => fs.mkdir(folder, { recursive: true }))
    const place = yield* attempt(folder, () => fs.realpath(folder))
    yield* refuseForeign(place)
    yield* Effect.acquireRelease(
      Effect.suspend(() => ownedHere.has(place) ? inUse(place, process.pid) : Effect.sync(() => ownedHere.add(place))),
      () => Effect.sync(() => ownedHere.delete(place))
    )
    yield* Effect.acquireRelease(announce(place), () => withdraw(place))
  })

/** Within this process no file is needed, and none could tell two owners apart. */
const ownedHere = new Set<string>()

/** Two that came at once part and come again, a few times. */
const announce = Effect.fnUntraced(function*(folder: string) {
  for (let left = 8;; left--) {
    const owner = yield* otherOwner(folder, "before")
    if (owner !== undefined) return yield* inUse(folder, owner)
    const rival = yield* attempt(folder, () => fs.writeFile(ownFile(folder), startOfThisProcess)).pipe(
      Effect.andThen(otherOwner(folder, "after")),
      Effect.onError(() => withdraw(folder))
    )
    if (rival === undefined) return
    yield* withdraw(folder)
    if (left === 0) return yield* inUse(folder, rival)
    yield* Effect.sleep(yield* Random.nextIntBetween(5, 100))
  }
})

/** The pid of another owner that lives, before or after this process has put its own file. Files of the dead go. */
const otherOwner = (folder: string, moment: "before" | "after") =>
  attempt(folder, async () => {
    for (const name of await fs.readdir(folder)) {
      const pid = Number(pidFile.exec(name)?.[1])
      if (Number.isNaN(pid) || (pid === process.pid && moment === "after")) continue
      const file = path.join(folder, name)
      if (pid === process.pid ? await fs.readFile(file, "utf8") === startOfThisProcess : isAlive(pid)) return pid
      await fs.rm(file, { force: true })
    }
    return undefined
  })

/** In a container every process may have the pid of the last one. */
const startOfThisProcess = String(performance.timeOrigin)

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // it lives and belongs to another user
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

/** A folder with files but without a database is someone else's. */
const refuseForeign = Effect.fnUntraced(function*(folder: string) {
  const names = yield* attempt(folder, () => fs.readdir(folder))
  const foreign = names.filter((name) => !pidFile.test(name))
  if (foreign.length > 0 && !foreign.includes("PG_VERSION")) {
    return yield* unavailable(folder, "holds other files and no database. Give an empty or a new one.", foreign[0])
  }
})

const pidFile = /^deciduous-(\d+)\.pid$/
const ownFile = (folder: string) => path.join(folder, `deciduous-${process.pid}.pid`)
const withdraw = (folder: string) => Effect.promise(() => fs.rm(ownFile(folder), { force: true }))

const inUse = (folder: string, pid: number) =>
  Effect.fail(new EventStoreError.EventStoreError({ reason: new EventStoreError.StoreInUse({ folder, pid }) }))

const attempt = <A>(folder: string, use: () => Promise<A>) =>
  Effect.tryPromise({ try: use, catch: (cause) => unavailable(folder, `cannot be used: ${messageOf(cause)}.`, cause) })
