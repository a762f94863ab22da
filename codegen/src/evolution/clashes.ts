// VERSION_CLASH in the lock itself: a merge has kept two different lines for one thing.
import { type Lock, versionOf } from "../lock/model.ts"
import { type Finding, finding } from "./finding.ts"

export const checkClashes = (lock: Lock | undefined, lockFile: string): ReadonlyArray<Finding> =>
  (lock?.clashes ?? []).map(({ key, place }) => {
    const version = versionOf(key)
    const name = version === undefined ? `"${key}"` : `${version.event} v${version.version}`
    const message = `${name} has two lines that differ: two branches have each locked it.`
    const help = version === undefined
      ? `keep the line that the files say, take the other out of ${lockFile}, and run: deciduous lock.`
      : `one of them becomes v${
        version.version + 1
      }: rename its file, give the upcast, take its line out of ${lockFile}, `
        + `and run: deciduous lock.`
    return finding("VERSION_CLASH", place, message, { help })
  })
