// How files look. Each rule is first tried on files that break it, then on ours.
import { describe, expect, it } from "vitest"
import { files, isGenerated, read, sources } from "./support/Source.ts"
import * as Texts from "./support/texts.ts"

const hold = (
  name: string,
  rule: (files: ReadonlyArray<Texts.Text>) => ReadonlyArray<string>,
  broken: Readonly<Record<string, string>>,
  ours: ReadonlyArray<Texts.Text> = written
) =>
  describe(name, () => {
    it("are seen where the rule is broken", () => {
      const found = rule(Object.entries(broken).map(([path, text]) => ({ path, text })))
      expect(found).not.toEqual([])
      expect(found).toMatchSnapshot()
    })
    it("are as they should be", () => {
      expect(rule(ours)).toEqual([])
    })
  })

const written = sources.filter((source) => !isGenerated(source))

hold("lengths of source files", Texts.length, {
  "packages/core/src/A.ts": "// a\n".repeat(300),
  "packages/core/src/B.ts": "// a\n".repeat(299)
})

hold("first lines", Texts.opening, {
  "packages/core/src/A.ts": "import * as X from \"./X.ts\"\n",
  "packages/core/src/B.ts": "//\nexport const a = 1\n",
  "packages/core/src/C.ts": "// What C is for.\nexport const a = 1\n",
  "packages/cli/src/bin.ts": "#!/usr/bin/env node\n// The command line.\n"
})

hold(
  "escapes from the compiler",
  (of) => of === written ? Texts.escape(of) : Texts.escape(of, { "gone.ts: as any": "it was needed once" }),
  {
    "packages/core/src/A.ts":
      "const a = b as any\nconst c = d as unknown as\n  Row\n// @ts-ignore\nconst text = \"as any\"\n"
  }
)

const prose = files.filter((file) => /\.(ts|tsx|sql|md|json|ya?ml|html|css)$/.test(file) && file !== "pnpm-lock.yaml")
  .map((path) => ({ path, text: read(path) }))
hold("words", Texts.wording, {
  "docs/a.md": `Run it in ${"/tm"}p/x.\nOr see https://example.com${"/wor"}k/x.\n`,
  "packages/core/src/A.ts": `// ${"TO"}DO later\nconst a = "${"/hom"}e/ada/x"\nconst b = "C:${"\\User"}s\\ada"\n`,
  "test/a.test.ts": `it.${"only"}("runs alone")\n`
}, prose)
