// `lock`: freezes what the files say now, once nothing stands against it. Read after `check.ts`.
import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { type Diagnostic, hasErrors } from "../diagnostic.ts"
import { saveLock } from "../lock/file.ts"
import { type Accepted, EMPTY_LOCK, type Lock, LOCK_FILE, type Locked, nameOf, versionOf } from "../lock/model.ts"
import { printLock } from "../lock/text.ts"
import { isSame, updateLock } from "../lock/update.ts"
import { check, type CheckOptions } from "./check.ts"
import type { Finding } from "./finding.ts"
import { isRule, rulebook } from "./rulebook.ts"

export interface LockOptions extends CheckOptions {
  /** Only compare: nothing is written. */
  readonly check?: boolean
  /** A finding that is answered for; `at` says which, where a rule has several. */
  readonly accept?: { readonly rule: string; readonly because: string; readonly at?: string | undefined }
  /** yyyy-mm-dd */
  readonly today: string
}

export type LockOutcome =
  | { readonly _tag: "Unusable"; readonly problem: string }
  /** An error stands that nobody has accepted; nothing was written. */
  | { readonly _tag: "Refused"; readonly diagnostics: ReadonlyArray<Diagnostic> }
  | {
    readonly _tag: "Locked"
    /** What is locked now and was not, as `bank-account/AccountOpened@2`; with `check`, what would be. */
    readonly added: ReadonlyArray<string>
    readonly changed: ReadonlyArray<string>
    readonly removed: ReadonlyArray<string>
    readonly accepted: ReadonlyArray<Accepted>
    /** Whether the file differs from what was there, or was missing. */
    readonly isWritten: boolean
    readonly diagnostics: ReadonlyArray<Diagnostic>
  }

/**
 * Writes `schemas.lock.json`, whole or not at all.
 *
 * It fails as `node:fs` does where the folder can't be written; all else that is in the way is in the outcome.
 *
 * @example
 * ```ts
 * import { lock } from "@deciduous/codegen/evolution/lock"
 *
 * const outcome = await lock({ schemas: "event-schemas", today: "2026-11-21" })
 * console.log(outcome._tag === "Locked" ? outcome.added : outcome)
 * ```
 *
 * @since 0.1.0
 * @category locking
 */
export const lock = async (options: LockOptions): Promise<LockOutcome> => {
  const accepting = options.accept === undefined ? [] : await acceptedBy(options, options.accept)
  if ("problem" in accepting) return { _tag: "Unusable", problem: accepting.problem }
  const checked = await check({ ...options, accepting })
  if (checked._tag === "Unusable") return checked
  const { diagnostics, lines } = checked
  if (hasErrors(diagnostics) || lines === undefined) return { _tag: "Refused", diagnostics }

  const last = checked.lock ?? EMPTY_LOCK
  const next = updateLock(last, dated(lines, options.today), { accepted: accepting, gone: goneBy(accepting, last) })
  const [path, text] = [join(resolve(options.cwd ?? ".", options.schemas), LOCK_FILE), printLock(next)]
  const differs = checked.lock === undefined || printLock(last) !== text
  // what a merge has left untidy says the same, and is written anew by the next one who locks
  const isWritten = differs || (options.check !== true && readFileSync(path, "utf8") !== text)
  if (isWritten && options.check !== true) saveLock(path, text)
  return { _tag: "Locked", ...compareLocks(last, next), accepted: accepting, isWritten, diagnostics }
}

type Problem = { readonly problem: string }

const acceptedBy = async (
  options: LockOptions,
  { at, because, rule }: NonNullable<LockOptions["accept"]>
): Promise<ReadonlyArray<Accepted> | Problem> => {
  const refused = isRule(rule) && ["STORE", "PUBLISHED"].includes(rulebook[rule].group)
    ? undefined
    : `--accept takes a STORE or a PUBLISHED rule, and "${rule}" is none.`
  if (refused !== undefined) return { problem: refused }
  if (because.trim() === "") {
    return { problem: "--accept needs --because \"...\": whoever reads the lock in ten years asks why." }
  }
  const checked = await check(options)
  if (checked._tag === "Unusable") return checked
  const found = checked.findings.filter(({ problem }) => problem.code === rule && problem.severity === "error")
  const open = found.toSorted((a, b) => (a.at ?? "") < (b.at ?? "") ? -1 : 1).filter((finding): finding is Answerable =>
    finding.at !== undefined && finding.sha256 !== undefined
  )
  const chosen = at === undefined ? open : open.filter((finding) => finding.at === at)
  const [one, ...more] = chosen
  if (one === undefined) {
    const known = open.map((finding) => finding.at)
    return {
      problem: found.length > 0 && open.length === 0
        ? `${rule} can't be accepted: it has to be mended.`
        : known.length > 0
        ? `Nothing breaks ${rule} at "${at}": there is ${known.join(", ")}.`
        : `Nothing breaks ${rule}, so there is nothing to accept.`
    }
  }
  if (more.length > 0) {
    return {
      problem: `${rule} is broken in ${chosen.length} places, which are accepted one by one. Add --at ${
        chosen.map((finding) => finding.at).join(" or --at ")
      }.`
    }
  }
  return [{ rule, at: one.at, sha256: one.sha256, because: because.trim(), on: options.today }]
}

type Answerable = Finding & { readonly at: string; readonly sha256: string }

const dated = (lines: Lock, today: string): Lock => {
  const date = (of: ReadonlyMap<string, Locked>) =>
    new Map([...of].map(([key, line]) => [key, { ...line, locked: today }]))
  return {
    ...lines,
    types: date(lines.types),
    streams: new Map([...lines.streams].map(([stream, of]) => [stream, date(of)]))
  }
}

/** The lines that go with what was accepted to be gone, as `stream/key`. */
const goneBy = (accepted: ReadonlyArray<Accepted>, last: Lock): ReadonlySet<string> =>
  new Set(
    accepted.flatMap(({ at, rule }) => {
      const stream = at.slice(0, at.lastIndexOf("/"))
      const key = at.slice(stream.length + 1)
      const keys = [...last.streams.get(stream)?.keys() ?? []]
      const isGone = rule === "AGGREGATE_DELETED" || rule === "STREAM_CHANGED"
        ? () => true
        : rule === "EVENT_DELETED" || rule === "EVENT_MOVED"
        ? (line: string) => line.split(/[@>]/)[0] === nameOf(key)
        : rule === "VERSION_DELETED"
        ? (line: string) => line === key || stepTouches(line, key)
        : () => false
      return keys.filter(isGone).map((line) => `${stream}/${line}`)
    })
  )

const stepTouches = (line: string, key: string): boolean => {
  const version = versionOf(key)
  const step = /^([^@>]+)@(\d+)>(\d+)$/u.exec(line)
  return version !== undefined && step?.[1] === version.event
    && [step[2], step[3]].includes(String(version.version))
}

const compareLocks = (last: Lock, next: Lock) => {
  const [before, after] = [flat(last), flat(next)]
  const keys = [...after.keys()]
  return {
    added: keys.filter((key) => !before.has(key)).sort(),
    changed: keys.filter((key) => {
      const [was, is] = [before.get(key), after.get(key)]
      return was !== undefined && is !== undefined && !isSame(was, is)
    }),
    removed: [...before.keys()].filter((key) => !after.has(key))
  }
}

const flat = ({ streams, types }: Lock) =>
  new Map([
    ...[...types].map(([key, line]) => [`types/${key}`, line] as const),
    ...[...streams].flatMap(([stream, lines]) => [...lines].map(([key, line]) => [`${stream}/${key}`, line] as const))
  ])
