// What the configuration may say of rules: lint rules are switched off or raised, and no other.
import { didYouMean } from "../read/suggest.ts"
import type { Finding } from "./finding.ts"
import { isRule, rulebook } from "./rulebook.ts"

/** By the rule's name. */
export type LintSettings = Readonly<Record<string, LintSetting>>

export type LintSetting = "off" | "warning" | "error"

export const lintSettingNames: ReadonlyArray<LintSetting> = ["off", "warning", "error"]

/** Why a setting can't be had, in a sentence that follows the setting's name; nothing where it can. */
export const settingProblem = (rule: string, setting: unknown): string | undefined => {
  const lintRules = Object.entries(rulebook).filter(([, { group }]) => group === "LINT").map(([id]) => id)
  if (!isRule(rule)) return `is not a rule: ${didYouMean(rule, lintRules) ?? `there are ${lintRules.join(", ")}.`}`
  const { group } = rulebook[rule]
  if (group === "STORE") {
    return `is a STORE rule, which can't be switched off, only accepted one by one: deciduous lock --accept ${rule} --because "...".`
  }
  if (group !== "LINT") return `is a ${group} rule, and only lint rules can be set.`
  return lintSettingNames.some((name) => name === setting) ? undefined : `takes "off", "warning" or "error".`
}

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
