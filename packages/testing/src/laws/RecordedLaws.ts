// The golden corpus, as laws: each example that was recorded once is read for ever as it was read on that day. Its form is
// told in docs/guide/audit.md.
import type { EventSet } from "@deciduous/core"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import { existsSync, globSync, readFileSync } from "node:fs"
import * as path from "node:path"
import { fileURLToPath } from "node:url"
import { firstDifference } from "../internal/difference.ts"
import { same } from "../internal/same.ts"
import { code } from "./internal/code.ts"
import { storedEvent } from "./internal/stored.ts"
import type { Law, Verdict } from "./Law.ts"

/**
 * One law for each file below `folder`, which `deciduous audit --record` and `deciduous sample --record` write. It may
 * also be the folder of one category.
 *
 * A category that none of the event sets has is a law that fails: what it holds is read by nobody.
 *
 * @since 0.1.0
 * @category laws
 */
export const laws = (folder: string | URL, sets: ReadonlyArray<AnyEventSet>): ReadonlyArray<Law> => {
  const root = typeof folder === "string" ? folder : fileURLToPath(folder)
  const files = globSync(["*.json", "*/*.json"], { cwd: root }).toSorted()
  const category = (file: string) => decodeURIComponent(path.basename(path.dirname(path.resolve(root, file))))
  const byCategory = new Map(sets.map((set) => [set.category, set]))
  if (files.length > 0) {
    return files.map((file) => ({
      name: `${file.replaceAll(path.sep, "/")} is read as it was recorded`,
      check: () => check(path.join(root, file), byCategory.get(category(file)))
    }))
  }
  const problem = existsSync(root) ? "There are no examples in it yet" : "There is no such folder"
  return [{
    name: "there are recorded examples",
    check: () => fails(`${problem}: run deciduous audit --record, or deciduous sample --record.`, root)
  }]
}

/** The event set of any aggregate. */
type AnyEventSet = Pick<EventSet.EventSet<any, any, any, any>, "aggregate" | "category" | "decode">

interface Example {
  readonly stored: Encoded & { readonly streamId: string; readonly version: number; readonly recordedAt: string }
  readonly read: ReadonlyArray<Encoded> | null
}

interface Encoded {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
}

const check = (file: string, set: AnyEventSet | undefined): Verdict => {
  const example = parsed(readFileSync(file, "utf8"))
  if (example === undefined) return fails("It is no recorded example. A recorded file is never edited.", file)
  if (set === undefined) return fails("No event set that was given is of this category, so nobody reads it.", file)
  const { read, stored } = example
  const decode = (encoded: Encoded) => {
    const recordedAt = DateTime.makeUnsafe(stored.recordedAt)
    const { streamId, version } = stored
    return Result.map(
      set.decode({ ...storedEvent(set.category, encoded), streamId, version, recordedAt }),
      (recorded) => recorded.map(({ event }): unknown => event)
    )
  }
  const shown = `stored as ${stored.type}@${stored.schemaVersion}: ${code(stored.data)}`
  const now = decode(stored)
  if (Result.isFailure(now)) return fails(now.failure.problem, shown)
  const then = Result.all((read ?? []).map(decode))
  if (Result.isFailure(then)) return fails(`What it was read as can no longer be read: ${then.failure.problem}`, shown)
  const events = then.success.flat()
  return read === null || same(events, now.success)
    ? { _tag: "Holds", tried: 1, seed: 0 }
    : fails(`It is read otherwise than it was: ${differenceOf(events, now.success)}`, shown)
}

const differenceOf = (then: ReadonlyArray<unknown>, now: ReadonlyArray<unknown>): string =>
  then.length === now.length
    ? firstDifference(then, now, same)
    : `as ${then.length} events on the day of recording, now as ${now.length}`

const parsed = (text: string): Example | undefined => {
  try {
    const example = JSON.parse(text) as Partial<Example> | null
    return typeof example?.stored?.type === "string" && example.read !== undefined ? example as Example : undefined
  } catch {
    // a file that is no JSON is no example, and the law says so
    return undefined
  }
}

const fails = (problem: string, counterexample: string): Verdict => ({
  _tag: "Fails",
  problem,
  counterexample,
  length: 1,
  seed: 0,
  found: "It fails whatever the seed."
})
