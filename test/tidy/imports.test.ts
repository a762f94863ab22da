// Import directions. Each rule is first tried on code that breaks it, then on ours.
import { describe, expect, it } from "vitest"
import * as Imports from "./support/imports.ts"
import { files, generated, read, type Source, source, sources, tests } from "./support/Source.ts"

const hold = (
  name: string,
  rule: (sources: ReadonlyArray<Source>) => ReadonlyArray<string>,
  { broken, ours = sources }: {
    readonly broken: Readonly<Record<string, string>>
    readonly ours?: ReadonlyArray<Source>
  }
) =>
  describe(name, () => {
    it("is seen where it is broken", () => {
      const found = rule(
        Object.entries(broken).map(([path, specifiers]) =>
          source(path, specifiers.split(" ").map((specifier) => `import * as X from "${specifier}"\n`).join(""))
        )
      )
      expect(found).not.toEqual([])
      expect(found).toMatchSnapshot()
    })
    it("holds", () => {
      expect(rule(ours)).toEqual([])
    })
  })

const a = (package_: string) => `packages/${package_}/src/A.ts`

hold("the direction core <- runtime <- postgres", Imports.direction, {
  ours: [...sources, ...generated],
  broken: {
    [a("core")]: "@deciduous/runtime",
    [a("runtime")]: "@deciduous/core @deciduous/postgres/pglite",
    [a("testing")]: "@deciduous/runtime @deciduous/postgres",
    "codegen/src/a.ts": "@deciduous/core",
    "event-schemas/generated/a.gen.ts": "@deciduous/core/generated/v1 @deciduous/core"
  }
})

hold("the purity of core", Imports.purity, {
  broken: { [a("core")]: "effect effect/Effect effect/sql/SqlClient node:fs yaml effect/Result ./B.ts" }
})

hold("one home for SQL, ts-morph and test runners", Imports.home, {
  broken: {
    [a("runtime")]: "effect/sql/SqlClient vitest",
    [a("cli")]: "@effect/sql-pg @electric-sql/pglite ts-morph",
    [a("core")]: "fast-check @effect/vitest"
  }
})

hold("a generator without Effect", Imports.codegenIsPlain, {
  broken: { "codegen/src/a.ts": "effect effect/Array yaml" }
})

hold("relative imports that name their file and stay at home", Imports.relative, {
  ours: [...sources, ...generated, ...tests.filter(({ home }) => home !== "test")],
  broken: { [a("core")]: "./B ./B.js ../../runtime/src/B.ts ./internal/b.ts" }
})

hold("one file for each unstable module of Effect", Imports.unstable, {
  broken: { [a("cli")]: "effect/cli/Command", "packages/cli/src/B.ts": "effect/cli/Command effect/cli/Flag" }
})

hold("no circles", Imports.cycles, {
  broken: { [a("core")]: "./B.ts", "packages/core/src/B.ts": "./C.ts", "packages/core/src/C.ts": "./A.ts ./D.ts" }
})

const manifests = files.filter((file) => /(^|\/)(package\.json|[^/]+\.html)$/.test(file)).map(read)
const mentioned = [...manifests, ...[...sources, ...generated, ...tests].map(({ text }) => text)]
hold("no dead files", (of) => Imports.dead(of, of === sources ? mentioned : []), {
  broken: { "packages/core/src/index.ts": "./B.ts", "packages/core/src/B.ts": "effect/Array", [a("core")]: "./B.ts" }
})
