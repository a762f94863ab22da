import { defineProject } from "vitest/config"

/**
 * One project of the test run. The time limits are there to end a test that hangs; no test asserts on time, and the
 * slowest machine that runs them decides how generous they are.
 */
export const project = (name: string, files: { readonly include: Array<string>; readonly exclude?: Array<string> }) =>
  defineProject({ test: { name, ...files, testTimeout: 60_000, hookTimeout: 60_000 } })
