// Names and texts that try to end a comment, a string or a line: whatever is in the files, the generated code compiles as
// a user's project compiles it, holds nothing but declarations, and does nothing when it is imported.
import { formatDiagnostics, generate } from "@deciduous/codegen"
import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { Project } from "ts-morph"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { makeWorkspace, type Workspace } from "./support/workspace.ts"

const root = join(import.meta.dirname, "../..")

/** Each would set a global if it ran as code. */
const attacks = [
  "*/ globalThis.pwned = 1 /*",
  "*\\/ globalThis.pwned = 1 /\\*",
  "\\u002a/ globalThis.pwned = 1 //",
  "`${globalThis.pwned = 1}`",
  "${globalThis.pwned = 1}",
  "\"; globalThis.pwned = 1; \"",
  "'; globalThis.pwned = 1; '",
  "\n globalThis.pwned = 1 \n",
  "\r\n globalThis.pwned = 1 //",
  "\u2028globalThis.pwned = 1\u2029",
  "\u202e globalThis.pwned = 1",
  "\\\"; globalThis.pwned = 1; //",
  "</script><script>globalThis.pwned = 1",
  "]: any; [globalThis.pwned = 1",
  "//# sourceMappingURL=data:,globalThis.pwned=1",
  "@ts-expect-error"
]

/** Fields that only look odd: words of the language, names that generated code uses itself, and what needs quotes. */
const odd = [
  ..."class default delete function new null this true typeof void await yield async of type let static eval".split(
    " "
  ),
  ..."R S RT Arb Schema e context item0 parts0 undefined NaN Infinity arguments name length then".split(" "),
  ..."0 01 1e3 -1 \\ / ~ ~1 \u{1f600} \u00e9 e\u0301 $ _ toString valueOf hasOwnProperty".split(" "),
  "",
  " ",
  "a b",
  "long".repeat(500)
]

const names = [...attacks, ...odd]
const text = attacks.join(" ")

const pointer = (name: string): string => `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`

const object = (fields: Readonly<Record<string, unknown>>, rest: object = {}) => ({
  description: text,
  type: "object",
  properties: fields,
  required: Object.keys(fields),
  additionalProperties: false,
  ...rest
})

const fieldsOf = (schema: unknown) => Object.fromEntries(names.map((name) => [name, schema]))

/** Version 2 has every field of version 1 one level down, under the name of the field before it. */
const moves = names.map((name, index) => ({
  move: { from: pointer(name), to: `/in${pointer(names.at(index - 1) ?? "")}` }
}))

const files = {
  "_types/Shared.v1": object(fieldsOf({ type: "string", description: text }), { title: text, $comment: text }),
  "shop/Tried.v1": object(fieldsOf({ type: "string", description: text })),
  "shop/Tried.v2": object({
    in: object(fieldsOf({ type: "string", description: text, deprecated: true })),
    kind: { enum: names },
    choice: {
      oneOf: names.slice(0, 30).map((name) => object({ "*/": { const: name }, of: { $ref: "#/$defs/Part" } }))
    },
    pattern: { type: "string", pattern: "^[`$/*'\"{}]+\\/\\*|\\n[\\]/]$", examples: ["//*"] },
    shared: { $ref: "../_types/Shared.v1" }
  }, { $defs: { Part: { description: text, type: "array", items: { const: text } } } }),
  "shop/Gone.v1": object({}),
  "shop/commands": { Try: object(fieldsOf({ type: "integer", description: text })) },
  "shop/aggregate": {
    aggregate: "Shop",
    description: text,
    stream: "shop */ `${globalThis.pwned = 1}` \"'",
    id: { brand: "ShopId", pattern: "^`\\$\\{/\\*$|\\*/" },
    events: {
      Tried: {
        current: 2,
        published: { type: text },
        upcasts: {
          1: [
            ...moves,
            { add: { at: "/kind", value: names[0] } },
            { add: { at: "/choice", value: { "*/": names[1], of: [text] } } },
            { add: { at: "/pattern", value: "//*" } },
            { add: { at: "/shared", value: fieldsOf(text) } }
          ]
        }
      },
      Gone: { current: 1, retired: { on: "2026-03-02", reason: text, read: "keep" } }
    }
  }
}

describe("hostile files", () => {
  let workspace: Workspace
  beforeAll(() => {
    workspace = makeWorkspace()
    const config = readFileSync(join(root, "packages/cli/templates/project/tsconfig.json"), "utf8")
    workspace.write("tsconfig.json", config.replace("\"src\"", "\"out\"").replace("\"node\"", ""))
  })
  afterAll(() => workspace.remove())

  /** What is generated from the files as a system and an editor may have written them. */
  const run = (folder: string, extension: "json" | "yaml", render: (text: string) => string) => {
    for (const [file, content] of Object.entries(files)) {
      const json = JSON.stringify(content, undefined, 2).replaceAll("Shared.v1\"", `Shared.v1.${extension}"`)
      workspace.write(`${folder}/${file}.${extension}`, render(json))
    }
    const out = join("out", folder)
    const { diagnostics } = generate({ schemas: folder, out, cwd: workspace.folder, importExtension: ".ts" })
    assert.equal(formatDiagnostics(diagnostics), "")
    const generated = readdirSync(join(workspace.folder, out)).map((name) => [
      name,
      readFileSync(join(workspace.folder, out, name), "utf8").replaceAll(`${folder}/`, "").replaceAll(
        `.${extension}`,
        ""
      )
    ])
    return Object.fromEntries(generated) as Readonly<Record<string, string>>
  }

  it("mean the same in JSON and YAML, with LF and CRLF, and behind a byte order mark", () => {
    const plain = run("lf", "json", (json) => json)
    assert.deepEqual(run("crlf", "yaml", (json) => `\ufeff# a comment\r\n${json.replaceAll("\n", "\r\n")}\r\n`), plain)
  })

  it("become modules of declarations alone", () => {
    const project = new Project({ useInMemoryFileSystem: true })
    for (const [name, source] of Object.entries(run("lf", "json", (json) => json))) {
      const kinds = project.createSourceFile(name, source).getStatements().map((statement) => statement.getKindName())
      const others = kinds.filter((kind) => !DECLARATIONS.has(kind))
      assert.deepEqual(others, [], name)
    }
  })

  it("compile as a user's project does, and do nothing when they are imported", async () => {
    run("lf", "json", (json) => json)
    assert.equal(workspace.compile(), "")
    for (const name of readdirSync(join(workspace.folder, "out/lf"))) {
      await import(join(workspace.folder, "out/lf", name))
    }
    assert.notProperty(globalThis, "pwned")
  })
})

const DECLARATIONS: ReadonlySet<string> = new Set([
  "ImportDeclaration",
  "InterfaceDeclaration",
  "TypeAliasDeclaration",
  "VariableStatement"
])
