// The lock's text: printed with one sorted line for each entry, so that branches merge; read line by line, so that what
// a merge does to commas and brackets is no harm.
import { canonicalText, hashOf } from "../contract/canonical.ts"
import type { Contract } from "../contract/contract.ts"
import { shapeOfContract } from "../contract/locked.ts"
import type { Json, Place } from "../model.ts"
import { type Accepted, type Fate, type Lock, LOCK_VERSION, type Locked } from "./model.ts"

export const printLock = (lock: Lock): string => {
  const accepted = lock.accepted.map((one) => line(4, undefined, { ...one })).toSorted()
  const streams = sortedEntries(lock.streams).map(([stream, lines]) => [
    `    ${JSON.stringify(stream)}: {`,
    ...commas(sortedEntries(lines).map(([key, locked]) => line(6, key, wordsOf(locked)))),
    "    }"
  ])
  const blocks = streams.map((block, index) => index < streams.length - 1 ? `${block.join("\n")},` : block.join("\n"))
  return [
    "{",
    `  "lockVersion": ${LOCK_VERSION},`,
    "  \"accepted\": [",
    ...commas(accepted),
    "  ],",
    "  \"types\": {",
    ...commas(sortedEntries(lock.types).map(([key, locked]) => line(4, key, wordsOf(locked)))),
    "  },",
    "  \"streams\": {",
    ...blocks,
    "  }",
    "}",
    ""
  ].join("\n")
}

/** The lock that a text holds; or, in one sentence, why it holds none that this program can work with. */
export const readLock = (file: string, text: string): Lock | LockProblem => {
  const accepted = new Map<string, Accepted>()
  const types = new Map<string, Locked>()
  const streams = new Map<string, Map<string, Locked>>()
  const clashes: Array<Lock["clashes"][number]> = []
  let section: "accepted" | "types" | "streams" | undefined
  let stream: string | undefined
  let version: number | undefined

  const lines = text.split(/\r?\n/)
  for (const [index, line] of lines.entries()) {
    const place: Place = { file, line: index + 1, column: 1 }
    const at = `${file}:${index + 1}`
    if (/^(<{7}|={7}|>{7}|\|{7})( |$)/.test(line)) {
      return problem(
        at,
        "Marks of a git conflict stand here.",
        "keep the lines of both sides, and run: deciduous lock."
      )
    }
    if (/^\s*[[\]{}]*,?\s*$/.test(line)) continue
    const format = /^\s*"lockVersion": (\d+),?$/.exec(line)
    if (format !== null) {
      version = Number(format[1])
      if (version <= LOCK_VERSION) continue
      return problem(
        at,
        `The lock has the format ${version}, and this program knows ${LOCK_VERSION}.`,
        "update @deciduous/cli to the version that the others use."
      )
    }
    const opened = /^(\s*)("(?:[^"\\]|\\.)*"): [[{](?:[\]}],?)?$/.exec(line)
    const name = opened === null ? undefined : textOf(opened[2] ?? "")
    if (opened !== null && name !== undefined) {
      if ((opened[1] ?? "").length <= 2 && (name === "accepted" || name === "types" || name === "streams")) {
        section = name
      } else if (section === "streams") stream = name
      else return broken(at)
      continue
    }
    const entry = entryOf(line)
    if (entry === undefined || version === undefined) return broken(at)
    if (section === "accepted") {
      const one = entry.key === undefined ? acceptedOf(entry.value) : undefined
      if (one === undefined) return broken(at)
      accepted.set(canonicalText({ ...one }), one)
      continue
    }
    const target = section === "types" ? types : stream === undefined ? undefined : streams.get(stream) ?? new Map()
    const locked = entry.key === undefined ? undefined : lockedOf(entry.value, place)
    if (target === undefined || entry.key === undefined || locked === undefined) return broken(at)
    if (locked === "edited") {
      return problem(
        at,
        "The hash does not fit the rest of the line, so the line has been edited by hand.",
        `git checkout -- ${file}; what is meant to change is changed by deciduous lock.`
      )
    }
    const before = target.get(entry.key)
    const isEqual = before !== undefined && canonicalText(before.value as Json) === canonicalText(locked.value as Json)
    if (before !== undefined && !isEqual) {
      clashes.push({ stream: section === "types" ? undefined : stream, key: entry.key, place })
    } else {
      const locks = [before?.locked ?? locked.locked, locked.locked].toSorted()
      target.set(entry.key, { ...locked, locked: locks[0] ?? locked.locked })
    }
    if (section === "streams" && stream !== undefined) streams.set(stream, target)
  }
  if (version === undefined) return problem(file, "The file is no lock: it names no lockVersion.", RESTORE(file))
  // merges mix up brackets and keep the last one; what was cut off would pass for what was never locked
  if (!/(^|\n)}\s*$/.test(text)) return problem(file, "The file ends in the midst of the lock.", RESTORE(file))
  return { accepted: [...accepted.values()], types, streams, clashes }
}

/** Why a lock can't be used, ready to print on one line. */
export interface LockProblem {
  readonly problem: string
}

export const isProblem = (lock: Lock | LockProblem): lock is LockProblem => "problem" in lock

const problem = (at: string, message: string, help: string): LockProblem => ({
  problem: `${at}  error  LOCK_UNUSABLE  ${message} help: ${help}`
})

const RESTORE = (file: string) => `git checkout -- ${file}`

const broken = (at: string): LockProblem =>
  problem(
    at,
    "This is not a line that deciduous lock writes.",
    `${RESTORE(at.replace(/:\d+$/, ""))}; and keep formatters away from the file.`
  )

const wordsOf = ({ locked, value }: Locked): { readonly [key: string]: unknown } =>
  "contract" in value
    ? { locked, sha256: hashOf(value.contract), contract: value.contract }
    : "ops" in value
    ? { locked, sha256: hashOf(value.ops), ops: value.ops }
    : { locked, ...value }

const line = (indent: number, key: string | undefined, words: { readonly [key: string]: unknown }): string => {
  // the words in the order in which people read them, what they hold in the canonical one
  const inner = Object.entries(words).map(([word, value]) => `${JSON.stringify(word)}: ${canonicalText(value as Json)}`)
  return `${" ".repeat(indent)}${key === undefined ? "" : `${JSON.stringify(key)}: `}{ ${inner.join(", ")} }`
}

const commas = (lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.map((line, index) => index < lines.length - 1 ? `${line},` : line)

const sortedEntries = <A>(map: ReadonlyMap<string, A>): ReadonlyArray<readonly [string, A]> =>
  [...map].sort(([a], [b]) => a < b ? -1 : 1)

interface Entry {
  readonly key: string | undefined
  readonly value: { readonly [key: string]: Json }
}

const entryOf = (line: string): Entry | undefined => {
  const match = /^\s*(?:("(?:[^"\\]|\\.)*"): )?(\{.*\}),*\s*$/.exec(line)
  if (match === null) return undefined
  try {
    const value: unknown = JSON.parse(match[2] ?? "")
    return { key: match[1] === undefined ? undefined : textOf(match[1]), value: value as Entry["value"] }
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

const textOf = (quoted: string): string | undefined => {
  try {
    return String(JSON.parse(quoted))
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined
    throw cause
  }
}

const acceptedOf = (value: Entry["value"]): Accepted | undefined => {
  const { at, because, on, rule, sha256 } = value
  return [at, because, on, rule, sha256].every((word) => typeof word === "string")
    ? { rule: String(rule), at: String(at), sha256: String(sha256), because: String(because), on: String(on) }
    : undefined
}

const lockedOf = (value: Entry["value"], place: Place): Locked | "edited" | undefined => {
  const { locked, sha256 } = value
  const hashed = value["contract"] ?? value["ops"]
  if (typeof locked !== "string") return undefined
  if (hashed !== undefined && hashOf(hashed) !== sha256) return "edited"
  const said = valueOf(value)
  // a hash can be made of anything
  const isRead = said === undefined || !("contract" in said) || shapeOfContract(said.contract, { key: "", place })
  if (isRead === undefined) return undefined
  return said && { locked, place, value: said }
}

const valueOf = ({ aggregate, code, contract, id, ops, published, renamed, replaced, retired }: Entry["value"]) => {
  if (isContract(contract)) return { contract }
  if (Array.isArray(ops)) return { ops }
  if (typeof code === "string") return { code }
  if (typeof aggregate === "string") return isContract(id) ? { aggregate, id } : undefined
  const fate: Fate = {
    ...(typeof renamed === "string" && { renamed }),
    ...(Array.isArray(replaced) && { replaced: replaced.map(String) }),
    ...((retired === "keep" || retired === "skip") && { retired }),
    ...(typeof published === "string" && { published })
  }
  return Object.keys(fate).length === 0 ? undefined : fate
}

const isContract = (value: Json | undefined): value is Contract =>
  typeof value === "object" && value !== null && !Array.isArray(value)
