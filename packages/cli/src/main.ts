// The whole command line as a function: arguments in, printed text and an exit code out.
// Exit codes: 0 done, 1 violations, 2 unusable input, 70 a fault of ours.
import * as Cause from "effect/Cause"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { adopt } from "./adopt.ts"
import { audit } from "./audit.ts"
import { bump } from "./bump.ts"
import { check } from "./check.ts"
import { diff } from "./diff.ts"
import { events } from "./events.ts"
import { explain } from "./explain.ts"
import { export_ } from "./export.ts"
import { exitCodes } from "./Failure.ts"
import { generate } from "./generate.ts"
import { grant } from "./grant.ts"
import { import_ } from "./import.ts"
import { init } from "./init.ts"
import { CliConfig, Command, GlobalFlag } from "./internal/cli.ts"
import { version } from "./internal/packageVersion.ts"
import { lock } from "./lock.ts"
import { migrate } from "./migrate.ts"
import { new_ } from "./new.ts"
import { outbox } from "./outbox.ts"
import { processes } from "./processes.ts"
import { projections } from "./projections.ts"
import { sample } from "./sample.ts"
import { scaffold } from "./scaffold.ts"
import { state } from "./state.ts"
import { status } from "./status.ts"
import { streams } from "./streams.ts"
import { upcast } from "./upcast.ts"
import { validate } from "./validate.ts"

const deciduous = Command.make("deciduous").pipe(
  Command.withDescription(
    "Event sourcing from schema files: generates code, prepares databases, shows what they hold."
  ),
  Command.withSubcommands([
    init,
    new_,
    generate,
    bump,
    scaffold,
    check,
    lock,
    diff,
    upcast,
    sample,
    explain,
    import_,
    export_,
    audit,
    validate,
    migrate,
    grant,
    status,
    adopt,
    outbox,
    projections,
    processes,
    streams,
    events,
    state
  ])
)

const run = Command.runWith(deciduous, { version })
const builtIns = CliConfig.make({ builtIns: [GlobalFlag.Help, GlobalFlag.Version, GlobalFlag.Completions] })

export const main = (args: ReadonlyArray<string>) =>
  run(args).pipe(
    Effect.provideService(CliConfig.CliConfig, builtIns),
    Effect.as(exitCodes.done),
    Effect.catchTags({
      // effect/cli has printed the help and, below it, what is wrong with the arguments
      ShowHelp: ({ errors }) => Effect.succeed(errors.length === 0 ? exitCodes.done : exitCodes.unusable),
      Violations: ({ message }) => Effect.as(Console.error(message), exitCodes.violations),
      Unusable: ({ message }) => Effect.as(Console.error(message), exitCodes.unusable)
    }),
    Effect.catchCauseIf(
      (cause) => !Cause.hasInterruptsOnly(cause),
      (cause) => Effect.as(Console.error(faultText(cause)), exitCodes.fault)
    )
  )

const faultText = (cause: Cause.Cause<unknown>): string =>
  `This is a fault in deciduous ${version}, not in what you gave it. Please report it with the following:\n${
    Cause.pretty(cause)
  }`
