// What is said of a rule. Read by the rulebook.
import type { Severity } from "../../diagnostic.ts"

/** `STORE` rules can't be switched off, only accepted one by one; `LINT` and `STORED` rules can. */
export interface Rule {
  readonly group: "SCHEMA" | "STORE" | "ROLLOUT" | "PUBLISHED" | "CODE" | "LINT" | "STORED"
  readonly severity: Severity
  readonly what: string
  readonly why: string
  readonly mend: string
}

type Words = readonly [what: string, why: string, mend: string]

/** The rules of one group. */
export const rulesOf = <K extends string>(
  group: Rule["group"],
  severity: Severity,
  words: Readonly<Record<K, Words>>
): Readonly<Record<K, Rule>> =>
  Object.fromEntries(
    Object.entries<Words>(words).map(([id, [what, why, mend]]) => [id, { group, severity, what, why, mend }])
  ) as Record<K, Rule>
