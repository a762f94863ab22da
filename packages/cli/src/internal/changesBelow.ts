// Whether anything has changed below a folder, as a stream: one element for a burst of changes, however an editor writes.
// The one place that touches chokidar.
import { watch } from "chokidar"
import * as Cause from "effect/Cause"
import * as Effect from "effect/Effect"
import * as Queue from "effect/Queue"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as path from "node:path"
import { Unusable } from "../Failure.ts"

/** Long enough for an editor that writes a file in steps, and for `git checkout`; too short to be noticed. */
const QUIET = "50 millis"

/**
 * What happens after this effect is done is seen, until its scope is closed. The folder may go, and come back. `ignored`
 * are folders below it that are not looked at.
 */
export const changesBelow = (
  folder: string,
  ignored: ReadonlyArray<string>
): Effect.Effect<Stream.Stream<void, Unusable>, Unusable, Scope.Scope> =>
  Effect.gen(function*() {
    const unseen = new Set(ignored.map((one) => path.resolve(one)))
    const queue = yield* Queue.unbounded<void, Unusable>()
    const watcher = yield* Effect.acquireRelease(
      Effect.sync(() =>
        watch(path.resolve(folder), {
          ignored: (file) => unseen.has(path.resolve(file)) || /^(node_modules|\.git)$/.test(path.basename(file)),
          ignoreInitial: true,
          // whoever reads the files says what can't be read
          ignorePermissionErrors: true
        })
      ),
      (watcher) => Effect.promise(() => watcher.close())
    )
    watcher.on("all", () => Queue.offerUnsafe(queue, undefined))
    yield* Effect.callback<void, Unusable>((resume) => {
      watcher.on("error", (cause) => {
        const problem = notWatched(folder, cause)
        resume(Effect.fail(problem))
        Queue.failCauseUnsafe(queue, Cause.fail(problem))
      })
      watcher.once("ready", () => resume(Effect.void))
    })
    return Stream.debounce(Stream.fromQueue(queue), QUIET)
  })

/** Linux counts what is watched, for all programs of a user together. */
const notWatched = (folder: string, cause: unknown): Unusable => {
  const reason = cause instanceof Error ? "code" in cause ? String(cause.code) : cause.message : String(cause)
  const help = reason === "ENOSPC" || reason === "EMFILE"
    ? " help: close what else watches files, or raise fs.inotify.max_user_watches."
    : ""
  return new Unusable({ message: `${folder} can't be watched: ${reason}.${help}` })
}
