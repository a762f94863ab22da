#!/usr/bin/env node
// The process: arguments in, an exit code out. What it does stands in main.ts.
import { runMain } from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import { main } from "./main.ts"

for (const output of [process.stdout, process.stderr]) {
  // who reads no further, as `head` does, has seen enough; what is open is still closed in order
  output.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error
  })
}

runMain(Effect.provide(main(process.argv.slice(2)), NodeServices.layer), {
  disableErrorReporting: true,
  // main never fails, so what is no exit code is an interruption from the keyboard, which some verbs wait for
  teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) ? exit.value as number : Number(process.exitCode ?? 130))
})
