// Every rule of `check` beyond the schemas themselves: what it says, why, and how to mend. `deciduous explain` prints it.
import { codeRules } from "./rules/code.ts"
import { lintRules } from "./rules/lint.ts"
import { publishedRules } from "./rules/published.ts"
import { rolloutRules } from "./rules/rollout.ts"
import { storeRules } from "./rules/store.ts"

export const rulebook = { ...storeRules, ...rolloutRules, ...publishedRules, ...codeRules, ...lintRules }

/** The name of such a rule, `VERSION_CHANGED`. */
export type RuleId = keyof typeof rulebook

export const isRule = (code: string): code is RuleId => Object.hasOwn(rulebook, code)
