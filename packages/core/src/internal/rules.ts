// Follows the rules of an event set to their ends, once, when the set is made.
import type * as Schema from "effect/Schema"
import type { UpcastContext } from "../Upcast.ts"
import { nearest } from "./nearest.ts"

/** A step: it may throw, as users write some of them. */
export type Upcaster = (data: any, context: UpcastContext) => unknown

/** A chain that leads nowhere, or upcasters that were never given: a fault of the program, met before any payload is. */
export class BrokenEventSet extends TypeError {}

/** By `Type@version`. */
export type HandWritten = Readonly<Record<string, Upcaster>>

/** The codec of an old version: its upcast trusts that the payload fits it. */
export type StoredCodec = () => Schema.Codec<any, any>

/** What to do with one stored type and version; `to` is another key of the rules, `by` a function or its name. */
export type Rule =
  | { readonly _tag: "Current" | "Retired"; readonly type: string; readonly codec: () => Schema.Codec<any, any> }
  | { readonly _tag: "Upcast"; readonly to: string; readonly by: string | Upcaster; readonly stored?: StoredCodec }
  | { readonly _tag: "Renamed"; readonly to: string }
  | { readonly _tag: "Split"; readonly by: string; readonly stored?: StoredCodec }
  | { readonly _tag: "Skip"; readonly type: string }

/** By `Type@version`. */
export type Rules = Readonly<Record<string, Rule>>

interface Steps {
  readonly steps: ReadonlyArray<{ readonly key: string; readonly by: Upcaster }>
  /** What the payload has to fit before the first step. */
  readonly stored: StoredCodec | undefined
}

export interface Current extends Steps {
  readonly _tag: "Current"
  readonly type: string
  readonly schemaVersion: number
  readonly codec: () => Schema.Codec<unknown, unknown>
}

export interface Split extends Steps {
  readonly _tag: "Split"
}

export interface Skip extends Steps {
  readonly _tag: "Skip"
}

/** A rule followed to where it ends, with the steps on the way. */
export type End = Current | Split | Skip

export interface Ends {
  readonly readable: ReadonlyMap<string, ReadonlyMap<number, End>>
  readonly writable: ReadonlyMap<string, Current>
  /** Why a type and version cannot be read. */
  readonly unreadable: (type: string, schemaVersion: number) => string
  /** Why a type cannot be written. */
  readonly unwritable: (type: string) => string
}

/** Without `upcasters` those written by hand are still to come: their steps fail when they are met. */
export const resolve = (
  aggregate: string,
  rules: Rules,
  upcasters: HandWritten | undefined
): Ends => {
  const broken = (problem: string) => new BrokenEventSet(`The event set of ${aggregate} is broken: ${problem}`)

  const named = (name: string): Upcaster => {
    if (upcasters === undefined) {
      return () => {
        throw broken(`the upcaster "${name}" is needed; give it by .with(upcasters)`)
      }
    }
    const by = Object.hasOwn(upcasters, name) ? upcasters[name] : undefined
    if (by === undefined) throw broken(`the upcaster "${name}" is missing; add it to the upcasters given to .with`)
    return by
  }

  const follow = (key: string, before: Steps, seen: ReadonlyArray<string>): End => {
    const rule = Object.hasOwn(rules, key) ? rules[key] : undefined
    if (rule === undefined) throw broken(`"${seen.at(-1)}" leads to "${key}", and there is no such event`)
    if (seen.includes(key)) throw broken(`${[...seen, key].map((k) => `"${k}"`).join(" -> ")} is a circle`)
    const through = [...seen, key]
    switch (rule._tag) {
      case "Upcast": {
        const by = typeof rule.by === "string" ? named(rule.by) : rule.by
        return follow(rule.to, after(before, key, by, rule.stored), through)
      }
      case "Renamed":
        return follow(rule.to, before, through)
      case "Split":
        return { _tag: "Split", ...after(before, key, named(rule.by), rule.stored) }
      case "Skip":
        return { _tag: "Skip", ...none }
      default:
        return {
          _tag: "Current",
          type: rule.type,
          schemaVersion: parseKey(key).schemaVersion,
          codec: rule.codec,
          ...before
        }
    }
  }

  const readable = new Map<string, Map<number, End>>()
  const writable = new Map<string, Current>()
  for (const [key, rule] of Object.entries(rules)) {
    const { schemaVersion, type } = parseKey(key)
    const end = follow(key, none, [])
    const versions = readable.get(type) ?? new Map<number, End>()
    readable.set(type, versions.set(schemaVersion, end))
    if (rule._tag === "Current" && end._tag === "Current") writable.set(type, end)
  }

  return {
    readable,
    writable,
    unreadable: (type, schemaVersion) => {
      const versions = readable.get(type)
      return versions === undefined
        ? `${type} v${schemaVersion} is not known to this program. `
          + `It was perhaps written by a newer release, or by another aggregate.`
        : `${type} v${schemaVersion} is not known to this program (it knows ${
          [...versions.keys()].map((v) => `v${v}`).join(", ")
        }). It was perhaps written by a newer release.`
    },
    unwritable: (type) => {
      if (readable.has(type)) return "it is retired, renamed or replaced: it can still be read, but no longer written."
      const suggestion = nearest(type, writable.keys())
      return `there is no such event.${suggestion === undefined ? "" : ` Did you mean "${suggestion}"?`}`
    }
  }
}

const none: Steps = { steps: [], stored: undefined }

/** Only what is stored is held against its version; between the steps of a chain the types are enough. */
const after = ({ steps, stored }: Steps, key: string, by: Upcaster, codec: StoredCodec | undefined): Steps => ({
  steps: [...steps, { key, by }],
  stored: steps.length === 0 ? codec : stored
})

const parseKey = (key: string): { readonly type: string; readonly schemaVersion: number } => {
  const at = key.lastIndexOf("@")
  return { type: key.slice(0, at), schemaVersion: Number(key.slice(at + 1)) }
}
