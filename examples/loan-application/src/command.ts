// `loan-log` as a function: arguments and environment in, printed text and an exit code out.
// 0: all is as in the log; 1: something was rejected or differs, or the store failed; 2: unusable input; 70: a fault of ours.
import { Cause, Console, Effect } from "effect"
import { parse, usage, wantsHelp } from "./options.ts"
import { replay } from "./replay.ts"

export const loanLog = (args: ReadonlyArray<string>, env: NodeJS.ProcessEnv): Effect.Effect<number> =>
  Effect.gen(function*() {
    if (wantsHelp(args)) return yield* Effect.as(Console.log(usage), 0)
    const options = yield* Effect.fromResult(parse(args, env))
    const isRight = yield* replay(options)
    yield* isRight ? Console.log("loan-log: ok") : Console.error("loan-log: failed. See above.")
    return isRight ? 0 : 1
  }).pipe(
    Effect.catch((error) => Effect.as(Console.error(`loan-log: ${error.message}`), unusable.has(error._tag) ? 2 : 1)),
    Effect.catchCauseIf(
      (cause) => !Cause.hasInterruptsOnly(cause),
      (cause) => Effect.as(Console.error(`loan-log: this is a fault of the program.\n${Cause.pretty(cause)}`), 70)
    )
  )

const unusable: ReadonlySet<string> = new Set(["Unusable", "LogUnreadable", "BadLine"])
