// Rules x backends as verdicts, and what is wrong with them: the exit code of `pnpm conformance`. Pure.
import type { Backend } from "./backends.ts"
import type { Result } from "./results.ts"
import type { Group } from "./rules.ts"

export interface Verdict {
  readonly rule: number
  readonly backend: string
  readonly passed: number
  readonly failed: ReadonlyArray<string>
  /** Why something of the rule, or all of it, cannot be asked of this backend. */
  readonly unsupported: ReadonlyArray<string>
  /** Why nothing is tested yet. */
  readonly later: string | undefined
}

export interface Gap {
  readonly rule: number
  readonly backend: string
}

export const verdictsOf = (
  groups: ReadonlyArray<Group>,
  backends: ReadonlyArray<Backend>,
  results: ReadonlyArray<Result>
): ReadonlyArray<Verdict> =>
  groups.flatMap(({ later, rules }) =>
    Object.keys(rules).map(Number).flatMap((rule) =>
      backends.map(({ name, without }) => {
        const mine = results.filter((one) => one.rule === rule && (one.backend === undefined || one.backend === name))
        const reasons = mine.flatMap(({ outcome }) => typeof outcome === "string" ? [] : [outcome.unsupported])
        const isTested = results.some((one) => one.rule === rule)
        const isMine = mine.length > 0
        return {
          rule,
          backend: name,
          passed: mine.filter(({ outcome }) => outcome === "passed").length,
          failed: mine.filter(({ outcome }) => outcome === "failed").map(({ title }) => title),
          unsupported: [...new Set(without[rule] === undefined || isMine ? reasons : [without[rule]])],
          later: isMine || (without[rule] !== undefined && isTested) ? undefined : laterOf(later, rule)
        }
      })
    )
  )

export const laterOf = (later: Group["later"], rule: number): string | undefined =>
  typeof later === "string" ? later : later?.[rule]

/** Why a run is not accepted: nothing, or a sentence each. */
export const problemsOf = (
  verdicts: ReadonlyArray<Verdict>,
  gaps: ReadonlyArray<Gap>,
  results: ReadonlyArray<Result>
): ReadonlyArray<string> => {
  const known = (one: Gap) => gaps.some(({ backend, rule }) => rule === one.rule && backend === one.backend)
  const numbers = new Set(verdicts.map(({ rule }) => rule))
  return [
    ...verdicts.filter((one) => !holds(one) && !known(one)).map((one) =>
      `[${one.rule}] ${
        isUntested(one)
          ? `has no test on ${one.backend}: write one, or say in report/backends.ts why there is none.`
          : `fails on ${one.backend}: ${one.failed.join("; ")}`
      }`
    ),
    ...gaps.flatMap((gap) => {
      const verdict = verdicts.find(({ backend, rule }) => rule === gap.rule && backend === gap.backend)
      const what = `known-gaps.txt has rule ${gap.rule} on ${gap.backend}`
      return verdict === undefined
        ? [`${what}, and there is no such cell.`]
        : holds(verdict)
        ? [`${what}, which holds now: remove the line.`]
        : []
    }),
    ...results.filter(({ rule }) => !numbers.has(rule)).map(({ rule, title }) =>
      `[${rule}] ${title}: there is no rule of that number.`
    )
  ]
}

export const isUntested = ({ failed, later, passed, unsupported }: Verdict): boolean =>
  passed === 0 && failed.length === 0 && unsupported.length === 0 && later === undefined

const holds = (verdict: Verdict): boolean => verdict.failed.length === 0 && !isUntested(verdict)

/** One gap a line: `23 PostgreSQL: why`. Lines that begin with `#` are remarks. */
export const gapsOf = (text: string): ReadonlyArray<Gap> =>
  text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#")).map((line) => {
    const [, rule, backend] = /^(\d+) ([^:]+): \S/.exec(line) ?? []
    if (rule === undefined || backend === undefined) {
      throw new Error(`known-gaps.txt has a line that is no gap: ${line}. Write: <rule> <backend>: <why>`)
    }
    return { rule: Number(rule), backend }
  })
