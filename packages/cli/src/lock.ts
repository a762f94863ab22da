// `deciduous lock`: freezes event versions, so that nothing that may be stored changes unseen.
import { formatDiagnostics } from "@deciduous/codegen"
import { lock as run, type LockOutcome } from "@deciduous/codegen/evolution/lock"
import { summary } from "@deciduous/codegen/report/report"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Unusable, Violations } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { Command, Flag } from "./internal/cli.ts"
import { evolutionOptions } from "./internal/evolution.ts"

const text = (name: string, metavar: string, description: string) =>
  Flag.String(name).pipe(Flag.withDescription(description), Flag.withMetavar(metavar), Flag.optional)

const flags = {
  schemas: schemasFlag,
  check: Flag.Boolean("check").pipe(
    Flag.withDescription("Write nothing; fail where something is not locked yet"),
    Flag.withDefault(false)
  ),
  accept: text("accept", "RULE", "Accept what breaks a rule, and write it into the lock with today's date"),
  because: text("because", "TEXT", "Why that is right; for --accept"),
  at: text("at", "PLACE", "Which place, where a rule is broken in several; for --accept")
}

export const lock = Command.make(
  "lock",
  flags,
  Effect.fnUntraced(function*({ accept, at, because, check, schemas }) {
    if (Option.isSome(accept) !== Option.isSome(because)) {
      return yield* new Unusable({
        message: "--accept RULE and --because TEXT go together: nothing is accepted without a reason."
      })
    }
    const options = yield* evolutionOptions(schemas)
    const today = DateTime.formatIsoDateUtc(yield* DateTime.now)
    const accepting = Option.isSome(accept) && Option.isSome(because)
      ? { accept: { rule: accept.value, because: because.value, at: Option.getOrUndefined(at) } }
      : {}
    const outcome = yield* Effect.tryPromise({
      try: () => run({ ...options, check, today, ...accepting }),
      catch: (cause) =>
        new Unusable({ message: `The lock can't be written: ${cause instanceof Error ? cause.message : cause}` })
    })
    if (outcome._tag === "Unusable") return yield* new Unusable({ message: outcome.problem })
    if (outcome._tag === "Refused") {
      const printed = formatDiagnostics(outcome.diagnostics)
      const isFolder = !outcome.diagnostics.some(({ code }) => code === "FOLDER_MISSING")
      if (!isFolder) return yield* new Unusable({ message: printed.trimEnd() })
      return yield* new Violations({ message: `${printed}\n${summary(outcome.diagnostics)} Nothing was locked.` })
    }
    if (check && outcome.isWritten) {
      const { added, changed, removed } = outcome
      const differs = [
        ...added.map((key) => `not locked  ${key}`),
        ...changed.map((key) => `changed     ${key}`),
        ...removed.map((key) => `gone        ${key}`)
      ]
      return yield* new Violations({
        message: [...differs, "The lock is not up to date. Run: deciduous lock"].join("\n")
      })
    }
    yield* Console.log(check ? "The lock is up to date." : changes(outcome))
  })
).pipe(
  Command.withDescription("Freeze event versions, so that what is stored stays readable"),
  Command.withExamples([
    { command: "deciduous lock", description: "After a version is written for the first time: before a release" },
    { command: "deciduous lock --check", description: "In CI: fail where somebody forgot to lock" },
    {
      command: `deciduous lock --accept UPCAST_CHANGED --because "No v1 was ever stored"`,
      description: "Answer for one finding of deciduous check"
    }
  ])
)

const changes = ({ accepted, added, changed, removed }: Extract<LockOutcome, { _tag: "Locked" }>): string =>
  [
    ...accepted.map(({ at, rule }) => `accepted ${rule} at ${at}`),
    ...added.map((key) => `locked   ${key}`),
    ...changed.map((key) => `changed  ${key}`),
    ...removed.map((key) => `removed  ${key}`),
    `${added.length} locked, ${changed.length} changed, ${removed.length} removed.`
  ].join("\n")
