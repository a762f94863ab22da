// The process of `loan-log`. What it does stands in command.ts.
import { runMain } from "@effect/platform-node/NodeRuntime"
import { Exit } from "effect"
import { loanLog } from "./command.ts"

runMain(loanLog(process.argv.slice(2), process.env), {
  disableErrorReporting: true,
  // loanLog never fails, so what is no exit code is an interruption from the keyboard
  teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) ? exit.value as number : 130)
})
