// `deciduous generate`: schema files in, TypeScript out. The work is done by @deciduous/codegen; here it is told.
import { formatDiagnostics, generate as run, type Generated, hasErrors } from "@deciduous/codegen"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Unusable, Violations } from "./Failure.ts"
import { Command, Flag } from "./internal/cli.ts"
import { loadConfig } from "./internal/loadConfig.ts"
import { counted } from "./internal/print.ts"
import { isUnusable, regenerate } from "./internal/regenerate.ts"

export const schemasFlag = Flag.String("schemas").pipe(
  Flag.withDescription("The folder of schema files (default: event-schemas)"),
  Flag.withMetavar("DIR"),
  Flag.optional
)

const flags = {
  schemas: schemasFlag,
  out: Flag.String("out").pipe(
    Flag.withDescription("The folder that generated files go to (default: src/generated)"),
    Flag.withMetavar("DIR"),
    Flag.optional
  ),
  check: Flag.Boolean("check").pipe(
    Flag.withDescription("Write nothing; fail where the generated files are not up to date"),
    Flag.withDefault(false)
  ),
  checked: Flag.Boolean("checked").pipe(
    Flag.withDescription("Generate codecs that the compiler checks, field by field, at the price of its time"),
    Flag.withDefault(false)
  ),
  watch: Flag.Boolean("watch").pipe(
    Flag.withDescription("Stay, and generate again whenever a schema file changes, until Ctrl-C"),
    Flag.withDefault(false)
  )
}

export const generate = Command.make(
  "generate",
  flags,
  Effect.fnUntraced(function*({ check, checked, watch, ...given }) {
    if (check && watch) {
      return yield* new Unusable({ message: "--watch keeps the files up to date and --check writes none: give one." })
    }
    const config = yield* loadConfig
    const schemas = Option.getOrElse(given.schemas, () => config.schemas ?? "event-schemas")
    const out = Option.getOrElse(given.out, () => config.out ?? "src/generated")
    if (watch) return yield* regenerate({ schemas, out, checked })
    const generated = run({ schemas, out, check, checked })
    const { diagnostics } = generated
    if (diagnostics.length > 0) yield* Console.error(formatDiagnostics(diagnostics))
    if (hasErrors(diagnostics)) {
      const message = failure(generated, check)
      return yield* isUnusable(diagnostics) ? new Unusable({ message }) : new Violations({ message })
    }
    const lint = generated.lint.filter(({ code }) => config.rules?.[code] !== "off")
    yield* Console.log(success({ ...generated, lint }, check))
  })
).pipe(
  Command.withDescription("Generate types, codecs and upcast chains from event schema files"),
  Command.withExamples([
    { command: "deciduous generate", description: "From event-schemas into src/generated" },
    { command: "deciduous generate --check", description: "In CI: fail where somebody forgot to generate" },
    { command: "deciduous generate --watch", description: "While you write: what is wrong is said as you save" }
  ])
)

const failure = ({ diagnostics, stale }: Generated, check: boolean): string => {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length
  return stale.length > 0
    ? `${counted(stale.length, "file is", "files are")} not up to date. Run: deciduous generate`
    : `${counted(errors, "error", "errors")}.${check ? "" : " Nothing was written."}`
}

const success = ({ lint, removed, unchanged, written }: Generated, check: boolean): string =>
  [
    ...(check
      ? [`${counted(unchanged.length, "file is", "files are")} up to date.`]
      : [
        ...written.map((file) => `wrote    ${file}`),
        ...removed.map((file) => `removed  ${file}`),
        `${counted(written.length, "file", "files")} written, ${removed.length} removed, ${unchanged.length} unchanged.`
      ]),
    ...(lint.length > 0 ? [`${counted(lint.length, "lint warning", "lint warnings")}.`] : [])
  ].join("\n")
