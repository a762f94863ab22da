// `deciduous check`: whether old events stay readable. The work is done by @deciduous/codegen; here it is told.
import { hasErrors } from "@deciduous/codegen"
import { check as run } from "@deciduous/codegen/evolution/check"
import { formats, report, summary } from "@deciduous/codegen/report/report"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Unusable, Violations } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { Command, Flag } from "./internal/cli.ts"
import { evolutionOptions } from "./internal/evolution.ts"

const flags = {
  schemas: schemasFlag,
  against: Flag.String("against").pipe(
    Flag.withDescription("Compare with another state too: a commit, a branch, a tag, or a folder"),
    Flag.withMetavar("REF|DIR"),
    Flag.optional
  ),
  strictRollout: Flag.Boolean("strict-rollout").pipe(
    Flag.withDescription("Fail on what the release given by --against could not read"),
    Flag.withDefault(false)
  ),
  format: Flag.Literals("format", formats).pipe(
    Flag.withDescription("How findings are printed (default: text)"),
    Flag.withDefault("text")
  )
}

export const check = Command.make(
  "check",
  flags,
  Effect.fnUntraced(function*({ against, format, schemas, strictRollout }) {
    if (strictRollout && Option.isNone(against)) {
      return yield* new Unusable({
        message: "--strict-rollout asks what the last release can read: name it with --against."
      })
    }
    const options = yield* evolutionOptions(schemas)
    const checked = yield* Effect.promise(() =>
      run({ ...options, strictRollout, ...(Option.isSome(against) && { against: against.value }) })
    )
    if (checked._tag === "Unusable") return yield* new Unusable({ message: checked.problem })
    const { diagnostics } = checked
    const text = report(format, diagnostics)
    if (text !== "" && !(format === "text" && hasErrors(diagnostics))) yield* Console.log(text)
    if (diagnostics.some(({ code }) => code === "FOLDER_MISSING")) return yield* new Unusable({ message: text })
    if (hasErrors(diagnostics)) {
      return yield* new Violations({ message: format === "text" ? text : summary(diagnostics) })
    }
  })
).pipe(
  Command.withDescription("Check that old events stay readable, against the lock and what was released"),
  Command.withExamples([
    { command: "deciduous check", description: "Against schemas.lock.json" },
    { command: "deciduous check --against main", description: "Against the branch that this one goes to" },
    { command: "deciduous check --against v1.4.0 --strict-rollout", description: "Against the last release" }
  ])
)
