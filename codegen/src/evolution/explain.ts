// What there is to say of a rule by its name: `deciduous explain RULE`. Every rule of codegen has an entry.
import { isRule, rulebook } from "./rulebook.ts"
import type { Rule } from "./rules/rule.ts"
import { outputRules, schemaRules } from "./rules/schema.ts"
import { storedRules } from "./rules/stored.ts"

const schemas: Readonly<Record<string, Rule>> = { ...schemaRules, ...outputRules, ...storedRules }

export const explanationOf = (id: string): Rule | undefined =>
  isRule(id) ? rulebook[id] : Object.hasOwn(schemas, id) ? schemas[id] : undefined

/** The names of all rules, sorted. */
export const ruleNames: ReadonlyArray<string> = [...Object.keys(rulebook), ...Object.keys(schemas)].sort()

/** As it is printed. */
export const explain = (id: string): string | undefined => {
  const rule = explanationOf(id)
  if (rule === undefined) return undefined
  const standing = rule.group === "STORE"
    ? "An error that can't be switched off, only accepted with a reason: deciduous lock --accept."
    : rule.group === "SCHEMA"
    ? "An error that can't be switched off."
    : rule.group === "PUBLISHED"
    ? "An error for events with \"published\", accepted only with a reason: deciduous lock --accept."
    : rule.group === "ROLLOUT"
    ? "A note with --against; an error with --strict-rollout."
    : rule.group === "CODE"
    ? "A note."
    : rule.group === "STORED"
    ? `${
      STANDING[rule.severity]
    } of deciduous validate, which the configuration may raise or switch off: rules: { ... } in deciduous.config.ts.`
    : "A warning, which the configuration may raise or switch off: rules: { ... } in deciduous.config.ts."
  return `${id} (${rule.group})\n\nWhat:  ${rule.what}\nWhy:   ${rule.why}\nMend:  ${rule.mend}\n\n${standing}`
}

const STANDING = { error: "An error", warning: "A warning", note: "A note" } as const
