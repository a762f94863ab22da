// One owner to a folder. PGlite does not see to it: two processes on one folder lose events that were acknowledged.
import { EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as Random from "effect/Random"
import type * as Scope from "effect/Scope"
import { randomUUID } from "node:crypto"
import { utimesSync } from "node:fs"
import * as fs from "node:fs/promises"
import * as path from "node:path"
import { refuseForeign } from "./creation.ts"
import { type Identity, isAlive, thisProcess } from "./identity.ts"
import { attempt, because } from "./unavailable.ts"

/**
 * Takes a folder, which it creates with its parents, until the scope closes. Fails with `StoreInUse` or
 * `StoreUnavailable`.
 *
 * Each process puts a file of its own there and then looks for others: of two that come at once at least one sees the
 * other, and who sees another that lives goes away. A killed process leaves its file behind, and the next one removes
 * it. One file for all could not be taken over from the dead without a race.
 */
export const own = (folder: string): Effect.Effect<void, EventStoreError.EventStoreError, Scope.Scope> =>
  Effect.gen(function*() {
    yield* attempt(folder, () => fs.mkdir(folder, { recursive: true }))
    const real = yield* attempt(folder, () => fs.realpath(folder))
    yield* refuseForeign(real)
    const file = yield* Effect.acquireRelease(announce(real, thisProcess()), withdraw)
    yield* keepAlive(file)
  })

/** How often an owner says that it lives. */
const heartbeatMillis = 5_000

/** How long the owner of another container or machine counts as alive after it last said so. */
const silenceMillis = 30_000

/** Two that came at once part and come again, a few times. Gives the file that tells of this owner. */
const announce = Effect.fnUntraced(function*(folder: string, self: Identity) {
  const file = path.join(folder, `deciduous-${self.pid}-${randomUUID()}.pid`)
  for (let left = 8;; left--) {
    const owner = yield* otherOwner(file, self)
    if (owner !== undefined) return yield* inUse(folder, owner)
    const rival = yield* attempt(folder, () => fs.writeFile(file, `${self.start}\n${self.place}`)).pipe(
      Effect.andThen(otherOwner(file, self)),
      Effect.onError(() => withdraw(file))
    )
    if (rival === undefined) return file
    yield* withdraw(file)
    if (left === 0) return yield* inUse(folder, rival)
    yield* Effect.sleep(yield* Random.nextIntBetween(5, 100))
  }
})

/** The pid of an owner that lives and has another file than this one. Files of the dead go. */
const otherOwner = (own: string, self: Identity) => {
  const folder = path.dirname(own)
  return attempt(folder, async () => {
    for (const name of await fs.readdir(folder)) {
      const pid = Number(pidFile.exec(name)?.[1])
      const file = path.join(folder, name)
      if (Number.isNaN(pid) || file === own) continue
      if (await lives(file, pid, self)) return pid
      await fs.rm(file, { force: true })
    }
    return undefined
  })
}

/** A pid can be looked up in its own place only; from elsewhere the age of the file decides, as it does for a half one. */
const lives = async (file: string, pid: number, self: Identity): Promise<boolean> => {
  try {
    const [start = "", place] = (await fs.readFile(file, "utf8")).split("\n")
    if (place === self.place) return isAlive({ pid, place, start })
    return Date.now() - (await fs.stat(file)).mtimeMs < silenceMillis
  } catch (error) {
    // it was withdrawn meanwhile
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false
    throw error
  }
}

/** A timer of the process's own, which no test clock stops and which does not keep the process alive. */
const keepAlive = (file: string) =>
  Effect.acquireRelease(
    Effect.sync(() => setInterval(touch, heartbeatMillis, file).unref()),
    (timer) => Effect.sync(() => clearInterval(timer))
  )

const touch = (file: string) => {
  try {
    const now = new Date()
    utimesSync(file, now, now)
  } catch (cause) {
    process.emitWarning(
      `${file} cannot be renewed${
        because(cause)
      }. Another container may open the database meanwhile, and events may be `
        + `lost: stop one of the two.`
    )
  }
}

const pidFile = /^deciduous-(\d+)-.+\.pid$/
const withdraw = (file: string) => Effect.promise(() => fs.rm(file, { force: true }))

const inUse = (folder: string, pid: number) =>
  Effect.fail(new EventStoreError.EventStoreError({ reason: new EventStoreError.StoreInUse({ folder, pid }) }))
