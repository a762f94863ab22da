// The one place that touches Effect's unstable command line modules.
export * as CliError from "effect/cli/CliError"
export * as Command from "effect/cli/Command"
export * as Flag from "effect/cli/Flag"
