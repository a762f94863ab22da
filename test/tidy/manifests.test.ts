// What every package.json must say, first tried on one that says nothing of it.
import { describe, expect, it } from "vitest"
import { type Manifest, problems } from "./support/manifests.ts"
import { files, read, source, sources } from "./support/Source.ts"

const homes = files.filter((file) =>
  /^(packages\/[^/]+|codegen|event-schemas|examples\/[^/]+|test)\/package\.json$/.test(file)
)
  .map((file) => file.replace("/package.json", ""))

describe("package.json", () => {
  it("is seen where it lacks what a user or a registry needs", () => {
    const found = problems(
      "packages/a",
      {
        name: "a",
        exports: { ".": "./src/index.ts", "./b": "./src/b.ts" },
        peerDependencies: { effect: "catalog:", vitest: "5" }
      },
      [source(
        "packages/a/src/index.ts",
        `import "effect/Array"\nimport "@deciduous/core/View"\nimport "node:fs"\nimport "./b.ts"\n`
      )]
    )
    expect(found).toMatchSnapshot()
    expect(found.length).toBe(11)
  })

  it.each(homes)("of %s says all that is needed", (home) => {
    const manifest = JSON.parse(read(`${home}/package.json`)) as Manifest
    expect(problems(home, manifest, sources.filter((source) => source.home === home))).toEqual([])
  })
})
