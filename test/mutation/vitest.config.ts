// How vitest runs the tests of one target, thousands of times: Stryker reads this, in the copy that `tree.ts` makes.
import * as fs from "node:fs"
import * as path from "node:path"
import { defineConfig } from "vitest/config"
import { BaseSequencer, type TestSpecification } from "vitest/node"
import { targets } from "./targets.ts"

const root = path.resolve(import.meta.dirname, "../..")
const name = process.env.DECIDUOUS_MUTATION_TARGET ?? ""
const target = targets[name]
if (target === undefined) throw new Error(`DECIDUOUS_MUTATION_TARGET is "${name}": run \`pnpm mutation\`.`)

/** As the target lists them; within a pattern the smallest first. */
class AsListed extends BaseSequencer {
  override sort(files: Array<TestSpecification>) {
    const place = ({ moduleId }: TestSpecification) =>
      target!.tests.findIndex((pattern) => path.matchesGlob(moduleId, path.join(root, pattern)))
    const size = ({ moduleId }: TestSpecification) => fs.statSync(moduleId).size
    return Promise.resolve(files.toSorted((a, b) => place(a) - place(b) || size(a) - size(b)))
  }
}

export default defineConfig({
  test: {
    root,
    include: [...target.tests],
    // one load of Effect for all files of a run, and not one for each
    isolate: false,
    sequence: { sequencer: AsListed },
    // ends what a mutant has made wait for ever
    testTimeout: 20_000,
    hookTimeout: 20_000
  }
})
