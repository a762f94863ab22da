// An event set's rules as text that differs wherever stored events may be read differently: schemas, steps, and their code.
import * as Schema from "effect/Schema"
import type { HandWritten, Rule, Rules } from "./rules.ts"

export const describedRules = (rules: Rules, upcasters: HandWritten | undefined): string =>
  JSON.stringify(Object.keys(rules).sort().map((key) => [key, ...described(rules[key]!, upcasters)]))

const described = (rule: Rule, upcasters: HandWritten | undefined): ReadonlyArray<unknown> => {
  switch (rule._tag) {
    case "Current":
    case "Retired":
      // which of the two it is says who may write it, not how it is read
      return ["Read", rule.type, Schema.toRepresentation(rule.codec())]
    case "Upcast":
      return [rule._tag, rule.to, codeOf(rule.by, upcasters)]
    case "Split":
      return [rule._tag, codeOf(rule.by, upcasters)]
    case "Renamed":
      return [rule._tag, rule.to]
    case "Skip":
      return [rule._tag]
  }
}

/** A function's own text; what it calls is not seen. */
const codeOf = (by: string | ((...args: ReadonlyArray<any>) => unknown), upcasters: HandWritten | undefined): string =>
  String(typeof by === "string" ? upcasters?.[by] ?? by : by)
