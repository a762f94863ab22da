// `schemas.lock.json` as data: what events, shared types and steps were when they were frozen. Read first of `lock/`.
import type { Contract } from "../contract/contract.ts"
import type { Json, Place } from "../model.ts"

/** The only format there is. */
export const LOCK_VERSION = 1

export const LOCK_FILE = "schemas.lock.json"

export interface Lock {
  readonly accepted: ReadonlyArray<Accepted>
  /** By `Money@1`. */
  readonly types: ReadonlyMap<string, Locked>
  /** By the stream's name, then by the line's key: `""`, `AccountOpened@1`, `AccountOpened@1>2`, `AccountOpened>`. */
  readonly streams: ReadonlyMap<string, ReadonlyMap<string, Locked>>
  /** Keys that stand there twice and differ: two branches have locked the same version. */
  readonly clashes: ReadonlyArray<{ readonly stream: string | undefined; readonly key: string; readonly place: Place }>
}

/** A line, but for its key. */
export interface Locked {
  /** The day of locking, yyyy-mm-dd. */
  readonly locked: string
  readonly value: LockedValue
  readonly place: Place
}

/** What a line says; each key of it is a word of the file. */
export type LockedValue =
  | { readonly aggregate: string; readonly id: Contract }
  | { readonly contract: Contract }
  | { readonly ops: ReadonlyArray<Json> }
  | { readonly code: string }
  | Fate

/** How an event's name is read, where that is more than its versions say; and under which type it is published. */
export interface Fate {
  readonly renamed?: string
  readonly replaced?: ReadonlyArray<string>
  readonly retired?: "keep" | "skip"
  readonly published?: string
}

/** What somebody has answered for, with a reason. */
export interface Accepted {
  readonly rule: string
  /** `bank-account/AccountOpened@1>2` */
  readonly at: string
  /** Of what was accepted; anything else at the same place is reported again. */
  readonly sha256: string
  readonly because: string
  readonly on: string
}

export const EMPTY_LOCK: Lock = { accepted: [], types: new Map(), streams: new Map(), clashes: [] }

/** The version that a key names, if it names one. */
export const versionOf = (key: string): { readonly event: string; readonly version: number } | undefined => {
  const { event, version } = /^(?<event>[^@>]+)@(?<version>\d+)$/u.exec(key)?.groups ?? {}
  return event === undefined ? undefined : { event, version: Number(version) }
}

/** The name whose fate a key tells, if it tells one. */
export const nameOf = (key: string): string | undefined => /^([^@>]+)>$/u.exec(key)?.[1]

/** Of the version that a key names. */
export const contractAt = (lines: ReadonlyMap<string, Locked> | undefined, key: string): Contract | undefined => {
  const value = lines?.get(key)?.value
  return value !== undefined && "contract" in value ? value.contract : undefined
}

export const fateAt = (lines: ReadonlyMap<string, Locked> | undefined, name: string): Fate => {
  const value = lines?.get(`${name}>`)?.value
  return value === undefined || "contract" in value || "ops" in value || "code" in value || "aggregate" in value
    ? {}
    : value
}

/** The names of events with a locked version. */
export const lockedNames = (lines: ReadonlyMap<string, Locked>): ReadonlyArray<string> => [
  ...new Set([...lines.keys()].flatMap((key) => versionOf(key)?.event ?? nameOf(key) ?? []))
]
