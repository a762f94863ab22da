// The process of `loan-log`: arguments in, an exit code out. 0: all as in the log; 1: not; 2: unusable arguments;
// 70: a fault of ours.
import { runMain } from "@effect/platform-node/NodeRuntime"
import { Cause, Console, Effect, Exit } from "effect"
import { parse, usage, wantsHelp } from "./options.ts"
import { replay } from "./replay.ts"

const args = process.argv.slice(2)

const main = Effect.gen(function*() {
  if (wantsHelp(args)) return yield* Effect.as(Console.log(usage), 0)
  const options = yield* Effect.fromResult(parse(args, process.env))
  const isRight = yield* replay(options)
  yield* isRight ? Console.log("loan-log: ok") : Console.error("loan-log: failed. See above.")
  return isRight ? 0 : 1
}).pipe(
  Effect.catch((error) => Effect.as(Console.error(`loan-log: ${error.message}`), error._tag === "Unusable" ? 2 : 1)),
  Effect.catchCause((cause) =>
    Cause.hasInterruptsOnly(cause)
      ? Effect.failCause(cause)
      : Effect.as(Console.error(`loan-log: this is a fault of the program.\n${Cause.pretty(cause)}`), 70)
  )
)

runMain(main, {
  disableErrorReporting: true,
  teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) ? exit.value as number : 130)
})
