// `deciduous explain RULE`: what a rule says, why, and how to mend what breaks it.
import { explain as explained, ruleNames } from "@deciduous/codegen/evolution/explain"
import { didYouMean } from "@deciduous/codegen/read/suggest"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Unusable } from "./Failure.ts"
import { Argument, Command } from "./internal/cli.ts"

const rule = Argument.String("rule").pipe(Argument.withDescription("Its name, such as VERSION_CHANGED"))

export const explain = Command.make(
  "explain",
  { rule },
  Effect.fnUntraced(function*({ rule }) {
    const name = rule.toUpperCase().replaceAll("-", "_")
    const text = explained(name)
    if (text === undefined) {
      const near = didYouMean(name, ruleNames) ?? "messages of deciduous check begin with one, such as VERSION_CHANGED."
      return yield* new Unusable({ message: `"${rule}" is not a rule: ${near}` })
    }
    yield* Console.log(text)
  })
).pipe(
  Command.withDescription("Explain a rule: what it says, why, how to mend"),
  Command.withExamples([{ command: "deciduous explain UPCAST_NARROWS", description: "What the message does not say" }])
)
