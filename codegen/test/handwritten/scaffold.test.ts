// Stubs in modules as people write them: what was there stays, byte for byte, and the result is TypeScript.
import { scaffold } from "@deciduous/codegen/handwritten/scaffold"
import { readCatalog } from "@deciduous/codegen/read/index"
import { join } from "node:path"
import { ts } from "ts-morph"
import { afterEach, assert, beforeEach, describe, it } from "vitest"
import { event, type Folder, makeFolder, manifest } from "../support/evolving.ts"

let folder: Folder
beforeEach(() => {
  folder = makeFolder()
  const byHand = "{ current: 2, upcasts: { 1: { code: true } } }"
  folder.write({
    "event-schemas/shop/aggregate.yaml": manifest({
      Opened: byHand,
      Closed: byHand,
      Moved: "{ replaced: { by: [Opened@2, Closed@2], on: 2026-01-01, code: true } }"
    }),
    ...Object.fromEntries(
      ["Opened.v1", "Opened.v2", "Closed.v1", "Closed.v2", "Moved.v1"].map((
        name
      ) => [`event-schemas/shop/${name}.yaml`, event({ a: "string" })])
    )
  })
})
afterEach(() => folder.remove())

const run = async () => {
  const { catalog } = readCatalog({ folder: "event-schemas", cwd: folder.path })
  if (catalog === undefined) return assert.fail("no catalog")
  return scaffold(catalog, {
    schemas: join(folder.path, "event-schemas"),
    cwd: folder.path,
    out: join(folder.path, "src/generated"),
    importExtension: ".ts"
  })
}

const scaffolded = async (text: string): Promise<string> => {
  folder.write({ "src/upcasters.ts": text })
  const made = await run()
  if ("problem" in made) return made.problem
  return made[0]?.text ?? "nothing"
}

const isTypeScript = (text: string): boolean =>
  ts.transpileModule(text, { reportDiagnostics: true, fileName: "a.ts" }).diagnostics?.length === 0

/** What is left of `after` without what was added: `before`, if nothing else was touched. */
const without = (after: string, before: string): string => {
  let at = 0
  for (const character of after) if (character === before[at]) at++
  return before.slice(0, at)
}

const PARTS: Readonly<Record<string, string>> = {
  "an object on lines":
    "import type { A } from \"./a.ts\"\n\nexport const upcasters: A = {\n  \"Opened@1\": (e) => e\n}\n\nconst after = 1\n",
  "CRLF": "export const upcasters: A = {\r\n\t\"Opened@1\": (e) => e,\r\n}\r\n",
  "a byte order mark": "\uFEFFexport const upcasters = {\n  \"Opened@1\": (e: A) => e\n}\n",
  "satisfies":
    "export const upcasters = {\n  \"Opened@1\": (e) => e, // last, and with a comma\n  // a comment of the end\n} satisfies A\n",
  "comments":
    "export const upcasters = {\n  \"Opened@1\": (e: A) => e /* here } */ // and there }\n  /* the end */\n}\n",
  "an empty object on one line": "export const upcasters = {}\n",
  "an object on one line": "export const upcasters = { \"Opened@1\": (e: A) => e } as const; const after = {}\n",
  "a frozen object": "export const upcasters = Object.freeze({\n    \"Opened@1\": (e: A) => e,\n})\n",
  "an object of another name": "const mine: A = {\n  \"Opened@1\": (e) => e\n}\nexport { mine as upcasters }\n"
}

describe("scaffold", () => {
  for (const [name, text] of Object.entries(PARTS)) {
    it(`keeps every byte of ${name}`, async () => {
      const after = await scaffolded(text)
      assert.isTrue(isTypeScript(after), after)
      assert.equal(without(after, text), text, after)
      for (const key of ["Opened@1", "Closed@1", "Moved@1"]) {
        assert.equal(after.split(`"${key}":`).length, 2, `${key} once in\n${after}`)
      }
      if (text.includes("\r\n")) assert.notMatch(after, /(?<!\r)\n/)
      // what is written is found again
      assert.equal(await scaffolded(after), "nothing")
    })
  }

  it("says in a stub what it is for, and lets nobody take it for an upcaster", async () => {
    assert.equal(
      await scaffolded("export const upcasters = {\n  \"Opened@1\": f,\n  \"Moved@1\": g\n}\n"),
      "export const upcasters = {\n  \"Opened@1\": f,\n  \"Moved@1\": g,\n  // Closed v1 -> v2\n  \"Closed@1\": (_event, _context) => {\n    throw new Error(\"The upcaster Closed@1 is not written yet.\")\n  }\n}\n"
    )
    assert.include(await scaffolded("export const upcasters = {}"), "// Moved v1 -> Opened v2 + Closed v2")
  })

  it("writes a module where there is none, with the type that is generated", async () => {
    const made = await run()
    if ("problem" in made) return assert.fail(made.problem)
    assert.deepEqual(made.map(({ file, isNew, keys }) => ({ file, isNew, keys })), [
      { file: "src/upcasters.ts", isNew: true, keys: ["Opened@1", "Closed@1", "Moved@1"] }
    ])
    assert.include(made[0]?.text ?? "", "import type { ShopUpcasters } from \"./generated/shop.events.gen.ts\"")
    assert.include(made[0]?.text ?? "", "export const upcasters: ShopUpcasters = {\n")
  })

  it("adds to the object that is exported, wherever in the project it stands, and to none that may hold more", async () => {
    folder.write({ "src/shop.ts": "export const shop = { \"Opened@1\": f, \"Closed@1\": f }\n" })
    assert.match(
      await scaffolded("import { shop } from \"./shop.ts\"\nexport const upcasters = { ...shop }\n"),
      /^import [^]*\{ \.\.\.shop, *\n {2}\/\/ Moved v1 -> /
    )
    const made = await run().then((all) => "problem" in all ? all.problem : all.map(({ file }) => file))
    assert.deepEqual(made, ["src/upcasters.ts"])
    assert.equal(await scaffolded("import { more } from \"more\"\nexport const upcasters = { ...more }\n"), "nothing")
    folder.write({ "src/upcasters.ts": "import { shop } from \"./shop.js\"\nexport const upcasters = shop\n" })
    const elsewhere = await run()
    assert.deepEqual("problem" in elsewhere ? elsewhere.problem : elsewhere.map(({ file }) => file), ["src/shop.ts"])
  })

  it("says what keeps it from knowing where stubs go", async () => {
    assert.match(
      await scaffolded("export const others = {}\n"),
      /^src\/upcasters\.ts exports no object "upcasters"\. help: export const upcasters: ShopUpcasters = \{\}$/
    )
    assert.match(
      await scaffolded("export const upcasters = {\n"),
      /^src\/upcasters\.ts:2:1 {2}error {2}MODULE_UNREADABLE {2}The module is no TypeScript: /
    )
  })
})
