// What the configuration may say of rules: lint rules are switched off or raised, and no other.
import type { Diagnostic } from "../diagnostic.ts"
import { didYouMean } from "../read/suggest.ts"
import type { Finding } from "./finding.ts"
import { isRule, rulebook } from "./rulebook.ts"
import { storedRules } from "./rules/stored.ts"

/** By the rule's name. */
export type LintSettings = Readonly<Record<string, LintSetting>>

export type LintSetting = "off" | "warning" | "error"

export const lintSettingNames: ReadonlyArray<LintSetting> = ["off", "warning", "error"]

/** Why a setting can't be had, in a sentence that follows the setting's name; nothing where it can. */
export const settingProblem = (rule: string, setting: unknown): string | undefined => {
  if (Object.hasOwn(storedRules, rule)) return valueProblem(setting)
  const lintRules = [
    ...Object.entries(rulebook).filter(([, { group }]) => group === "LINT").map(([id]) => id),
    ...Object.keys(storedRules)
  ]
  if (!isRule(rule)) return `is not a rule: ${didYouMean(rule, lintRules) ?? `there are ${lintRules.join(", ")}.`}`
  const { group } = rulebook[rule]
  if (group === "STORE") {
    return `is a STORE rule, which can't be switched off, only accepted one by one: deciduous lock --accept ${rule} --because "...".`
  }
  if (group !== "LINT") return `is a ${group} rule, and only lint rules can be set.`
  return valueProblem(setting)
}

const valueProblem = (setting: unknown): string | undefined =>
  lintSettingNames.some((name) => name === setting) ? undefined : `takes "off", "warning" or "error".`

/** What `validate` finds is nothing that is accepted, so that it is a problem and no finding. */
export const applyStoredSettings = (
  problems: ReadonlyArray<Diagnostic>,
  rules: LintSettings
): ReadonlyArray<Diagnostic> =>
  problems.flatMap((problem) => {
    const setting = rules[problem.code]
    return setting === "off" ? [] : [setting === undefined ? problem : { ...problem, severity: setting }]
  })

export const applySettings = (
  findings: ReadonlyArray<Finding>,
  { rules, strictRollout }: { readonly rules: LintSettings; readonly strictRollout: boolean }
): ReadonlyArray<Finding> =>
  findings.flatMap((finding) => {
    const { code } = finding.problem
    const group = isRule(code) ? rulebook[code].group : undefined
    const setting = group === "LINT" ? rules[code] : group === "ROLLOUT" && strictRollout ? "error" : undefined
    if (setting === undefined) return [finding]
    return setting === "off" ? [] : [{ ...finding, problem: { ...finding.problem, severity: setting } }]
  })
