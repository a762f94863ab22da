// The project as it was at a commit, in a folder of its own, with the packages that are installed now: so that code of
// another release can run beside this one's. Read by `otherBuild`.
import { checkOut } from "@deciduous/codegen/evolution/git"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as fs from "node:fs"
import { tmpdir } from "node:os"
import * as path from "node:path"
import { Unusable } from "../../Failure.ts"

/** Gives the folder that stands for the working folder. It is gone with the scope. */
export const projectAt = (ref: string): Effect.Effect<string, Unusable, Scope.Scope> =>
  Effect.gen(function*() {
    const copy = yield* Effect.acquireRelease(
      Effect.sync(() => fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), "deciduous-at-")))),
      (folder) => Effect.sync(() => fs.rmSync(folder, { recursive: true, force: true }))
    )
    const found = checkOut(process.cwd(), ref, copy)
    if ("problem" in found) return yield* new Unusable({ message: `--compare: ${found.problem}` })
    linkPackages(fs.realpathSync(found.top), copy)
    return path.join(copy, found.inside)
  })

/** Every `node_modules` of the repository again, its packages those that are installed, and the repository's own the old ones. */
const linkPackages = (top: string, copy: string): void => {
  for (const manifest of fs.globSync("**/package.json", { cwd: copy })) {
    const from = path.join(top, path.dirname(manifest), "node_modules")
    if (!fs.existsSync(from)) continue
    const to = path.join(copy, path.dirname(manifest), "node_modules")
    for (const name of packagesIn(from)) {
      const real = fs.realpathSync(path.join(from, name))
      const within = path.relative(top, real)
      const isOurs = !within.startsWith("..") && !path.isAbsolute(within)
        && !within.split(path.sep).includes("node_modules")
      const ours = path.join(copy, within)
      fs.mkdirSync(path.dirname(path.join(to, name)), { recursive: true })
      fs.symlinkSync(isOurs && fs.existsSync(ours) ? ours : real, path.join(to, name), "junction")
    }
  }
}

/** `effect`, `@deciduous/core` */
const packagesIn = (folder: string): ReadonlyArray<string> =>
  fs.readdirSync(folder).filter((name) => !name.startsWith(".")).flatMap((name) =>
    name.startsWith("@") ? fs.readdirSync(path.join(folder, name)).map((inner) => `${name}/${inner}`) : [name]
  )
