// One thing that `check` has found, with the name by which it can be accepted. Read by all rules of `evolution/`.
import { hashOf } from "../contract/canonical.ts"
import { type Diagnostic, error, note, warning, type WholeFile } from "../diagnostic.ts"
import type { Accepted } from "../lock/model.ts"
import type { Json, Place } from "../model.ts"
import { isRule, rulebook, type RuleId } from "./rulebook.ts"

/** A problem of the user's files, as a rule of `check` sees it. */
export interface Finding {
  readonly problem: Diagnostic
  /** `bank-account/AccountOpened@1`; `undefined` of what nobody can accept. */
  readonly at: string | undefined
  /** The hash of what would be accepted. */
  readonly sha256: string | undefined
}

/** What would be accepted at a place: once it is something else, it is reported again. */
export interface Acceptable {
  readonly stream: string
  /** Of the lock. */
  readonly key: string
  readonly what: Json
}

/** The rule's own severity, which only the configuration of lint rules changes. */
export const finding = (
  rule: RuleId,
  place: Place | WholeFile,
  message: string,
  { accept, help }: { readonly accept?: Acceptable; readonly help?: string | undefined } = {}
): Finding => {
  const make = { error, warning, note }[rulebook[rule].severity]
  return {
    problem: make(rule, place, message, help),
    at: accept && `${accept.stream}/${accept.key}`,
    sha256: accept && hashOf(accept.what)
  }
}

/** Somebody has answered for just this. */
export const isAccepted = ({ at, problem, sha256 }: Finding, accepted: ReadonlyArray<Accepted>): boolean =>
  at !== undefined
  && accepted.some((one) => one.rule === problem.code && one.at === at && one.sha256 === sha256)

/** Faults with one rule at one place are one message that names them all: two of them would be read as two mistakes. */
export const joined = (findings: ReadonlyArray<Finding>): ReadonlyArray<Finding> => {
  const groups = new Map<string, Finding>()
  for (const one of findings) {
    const { code, message, place } = one.problem
    const key = JSON.stringify([code, place.file, place.line, place.column])
    const first = groups.get(key)
    if (first === undefined) groups.set(key, one)
    else if (!first.problem.message.includes(message)) {
      groups.set(key, { ...first, problem: { ...first.problem, message: `${first.problem.message} ${message}` } })
    }
  }
  return [...groups.values()]
}

/** A problem that another part of the program has found, under this rule's severity. */
export const asFinding = (problem: Diagnostic, accept?: Acceptable): Finding => ({
  problem: isRule(problem.code) ? { ...problem, severity: rulebook[problem.code].severity } : problem,
  at: accept && `${accept.stream}/${accept.key}`,
  sha256: accept && hashOf(accept.what)
})
