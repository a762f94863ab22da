// A new folder's way to its first database. PGlite does not create one atomically, so a file marks the time until then.
import type { EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as fs from "node:fs/promises"
import * as path from "node:path"
import { attempt, unavailable } from "./unavailable.ts"

/** Fails with `StoreUnavailable` on a folder with files but without a database: it is someone else's. */
export const refuseForeign = Effect.fnUntraced(function*(folder: string) {
  const names = yield* attempt(folder, () => othersIn(folder))
  if (names.length > 0 && !names.includes("PG_VERSION") && !(yield* attempt(folder, () => isMarked(folder)))) {
    return yield* unavailable(folder, "holds other files and no database. Give an empty or a new one.", names[0])
  }
})

/** Marks a folder that has no database yet, and tells whether it did. Its owner calls it, before PGlite opens it. */
export const begin: (folder: string) => Effect.Effect<boolean, EventStoreError.EventStoreError> = Effect.fnUntraced(
  function*(folder) {
    const names = yield* attempt(folder, () => othersIn(folder))
    if (names.length === 0) {
      yield* attempt(
        folder,
        () => mark(folder, "The database in this folder was never opened: its creation goes on.\n")
      )
      return true
    }
    if (yield* attempt(folder, () => isMarked(folder))) {
      return yield* unavailable(
        folder,
        "was never opened: its creation was cut off. It holds no events: delete it, and start again.",
        names[0]
      )
    }
    return false
  }
)

/** Takes the mark away, before the first event: a mark that a power failure brings back is empty, and counts as none. */
export const finish = (folder: string): Effect.Effect<void, EventStoreError.EventStoreError> =>
  attempt(folder, async () => {
    await mark(folder, "")
    await fs.rm(marker(folder))
  })

const othersIn = async (folder: string): Promise<ReadonlyArray<string>> =>
  (await fs.readdir(folder)).filter((name) => !ours.test(name))

const ours = /^deciduous-(creating|.+\.pid)$/
const marker = (folder: string) => path.join(folder, "deciduous-creating")
const mark = (folder: string, text: string) => fs.writeFile(marker(folder), text, { flush: true })

const isMarked = (folder: string): Promise<boolean> =>
  fs.stat(marker(folder)).then(({ size }) => size > 0, (error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return false
    throw error
  })
