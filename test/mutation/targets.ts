// What is mutated, and which tests have to notice. For whoever adds a target, or asks what a score is a score of.

export interface Target {
  /** What it is, in the table of scores. */
  readonly title: string
  /** Source files, from the root; `!` before what is left out. */
  readonly mutate: ReadonlyArray<string>
  /** Test files, from the root, in the order in which they run: what is fast and notices much comes first, as one red test ends a run. */
  readonly tests: ReadonlyArray<string>
  /** Kinds of mutants that are not made. */
  readonly without: ReadonlyArray<string>
}

export const targets: Readonly<Record<string, Target>> = {
  core: {
    title: "`packages/core`",
    mutate: ["packages/core/src/**/*.ts"],
    tests: [
      "packages/core/test/EventSet.test.ts",
      "packages/core/test/*.test.ts",
      "packages/core/test/internal/{nearest,shortcut,unknownField}.test.ts",
      "packages/core/test/internal/direct.test.ts"
    ],
    without: []
  },
  checker: {
    title: "`codegen`: the rules of `check`",
    mutate: [
      "codegen/src/contract/*.ts",
      "codegen/src/evolution/*.ts",
      // texts of rules: every one of them stands in a golden file
      "!codegen/src/evolution/rules/*.ts"
    ],
    tests: [
      "codegen/test/contract/*.test.ts",
      "codegen/test/rules.test.ts",
      "codegen/test/check.cases.test.ts",
      "codegen/test/evolution/{explain,diff,lock,domains}.test.ts",
      "codegen/test/contract.test.ts",
      "codegen/test/evolution/{counterexample,git}.test.ts"
    ],
    without: ["StringLiteral"]
  },
  runtime: {
    title: "`packages/runtime`",
    mutate: ["packages/runtime/src/**/*.ts"],
    tests: ["packages/runtime/test/**/*.test.ts", "test/mutation/inMemory.ts"],
    without: ["StringLiteral"]
  }
}
