// What an editor says of a schema file while it is written: nothing of a legal one, and something of each mistake that a
// schema of schemas can see.
import { readCatalog } from "@deciduous/codegen/read/index"
import { Ajv } from "ajv"
import { readdirSync, readFileSync } from "node:fs"
import { basename, join, relative } from "node:path"
import { assert, describe, it } from "vitest"
import { isMap, isSeq, type Node, parseDocument } from "yaml"
import { goldenCases, goldenCasesForLint, goldenCasesForTests } from "./golden.ts"

const root = join(import.meta.dirname, "../..")
const kinds = ["type", "event", "commands", "aggregate"] as const
type Kind = (typeof kinds)[number]

const textOf = (kind: Kind) => readFileSync(join(root, `codegen/schemas/${kind}.schema.json`), "utf8")

// a property of another branch of an `allOf` is no mistake
const ajv = new Ajv({ allErrors: true, strict: true, strictTypes: false, strictRequired: false })
for (const kind of kinds) ajv.addSchema(JSON.parse(textOf(kind)), `${kind}.schema.json`)

/** Which schema a file's modeline names. */
const kindOf = (file: string): Kind =>
  file.includes("/_types/")
    ? "type"
    : /\/commands\.\w+$/.test(file)
    ? "commands"
    : /\/aggregate\.\w+$/.test(file)
    ? "aggregate"
    : "event"

interface Said {
  readonly message: string
  readonly isWhole: boolean
  /** What it would underline, in offsets of the text. */
  readonly range: readonly [start: number, end: number]
}

/** What an editor would say. */
const said = (path: string): ReadonlyArray<Said> => {
  const document = parseDocument(textIn(path), { schema: "core", logLevel: "error" })
  // Keys of numbers are text in JSON.
  const value: unknown = JSON.parse(JSON.stringify(document.toJS()))
  ajv.validate(`${kindOf(path)}.schema.json`, value)
  return (ajv.errors ?? []).map(({ instancePath, message }) => {
    const keys = instancePath.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"))
    return {
      message: `${instancePath} ${message}`,
      isWhole: keys.length === 0,
      range: rangeOf(document.contents, keys)
    }
  })
}

/** From its key to its end. */
const rangeOf = (
  node: Node | null,
  [key, ...keys]: ReadonlyArray<string>,
  from?: number
): readonly [number, number] => {
  if (key === undefined) return [from ?? node?.range?.[0] ?? 0, node?.range?.[1] ?? 0]
  if (isSeq(node)) return rangeOf(node.items[Number(key)] as Node, keys)
  const pair = isMap<Node, Node>(node) ? node.items.find((pair) => String(pair.key) === key) : undefined
  return rangeOf(pair?.value ?? null, keys, pair?.key.range?.[0])
}

const textIn = (path: string): string => readFileSync(path, "utf8").replace(/^\ufeff/, "")

const filesBelow = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(yaml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => /(\.v\d+|^aggregate|^commands)\.\w+$/.test(basename(file)) && !file.includes("node_modules"))

const folders = [
  join(root, "event-schemas"),
  ...readdirSync(join(root, "examples")).map((name) => join(root, "examples", name)),
  join(root, "packages/cli/templates"),
  ...[...goldenCases, ...goldenCasesForTests, ...goldenCasesForLint].map(({ folder }) => join(folder, "in"))
]

describe("the editor's schemas", () => {
  it("take every example and every golden case without an error", () => {
    const refused = folders.flatMap((folder) => {
      const wrong = new Set(
        readCatalog({ folder: "in", cwd: join(folder, "..") }).problems
          .filter(({ severity }) => severity === "error")
          .map(({ place }) => place.file)
      )
      return filesBelow(folder).flatMap((path) => {
        const file = `in/${relative(folder, path).replaceAll("\\", "/")}`
        const isWrong = [...wrong].some((other) => file === other || file.startsWith(`${other}/`))
        const messages = isWrong ? [] : said(path)
        return messages.length === 0
          ? []
          : [`${relative(root, path)}: ${messages.map(({ message }) => message).join("; ")}`]
      })
    })
    assert.deepEqual(refused, [])
  })

  it("refuse what a schema of schemas can see", () => {
    const missed = goldenCases.flatMap(({ folder }) => {
      const { problems } = readCatalog({ folder: "in", cwd: folder })
      return problems.filter(({ code }) => SEEN.has(code)).flatMap(({ code, place }) => {
        const path = join(folder, place.file)
        const lineAt = (offset: number) => textIn(path).slice(0, offset).split("\n").length
        // what is said of the whole file is an answer to a mistake at its top only
        const isThere = said(path).some(({ isWhole, range: [start, end] }) =>
          isWhole ? place.column === 1 : lineAt(start) <= (place.line ?? 1) && (place.line ?? 1) <= lineAt(end)
        )
        const isOfAll = place.line === 1 && place.column === 1 && said(path).length > 0
        return isThere || isOfAll ? [] : [`${code} ${relative(root, path)}:${place.line}`]
      })
    })
    assert.deepEqual(missed, [])
  })

  it("name in every modeline the schema that the file is of", () => {
    for (const path of folders.flatMap(filesBelow)) {
      const modeline = /^# yaml-language-server: \$schema=(\S+)$/m.exec(readFileSync(path, "utf8"))?.[1]
      if (modeline === undefined) continue
      assert.equal(modeline, `../../node_modules/@deciduous/cli/schemas/${kindOf(path)}.schema.json`, path)
    }
  })

  it("say of each keyword what it is for", () => {
    for (const kind of kinds) {
      for (const [path, schema] of propertiesIn(JSON.parse(textOf(kind)), kind)) {
        if (!/\/(at|from|to|ops|using)$/.test(path)) assert.isString(schema["description"], path)
      }
    }
  })
})

interface Schema {
  readonly [key: string]: unknown
}

/** Every schema of a property that a user may write, by its path. */
const propertiesIn = (schema: Schema, path: string): ReadonlyArray<readonly [path: string, schema: Schema]> =>
  Object.entries(schema).flatMap(([key, value]) =>
    key === "properties" && schema["additionalProperties"] === false
      ? Object.entries(value as Record<string, Schema>).flatMap(([name, inner]) => [
        [`${path}/${name}`, inner] as const,
        ...propertiesIn(inner, `${path}/${name}`)
      ])
      : typeof value === "object" && value !== null
      ? propertiesIn(value as Schema, `${path}/${key}`)
      : []
  )

/** The rules that look at one file alone, and not at how two places in it go together. */
const SEEN: ReadonlySet<string> = new Set([
  "DECIMAL_UNBOUNDED",
  "DEFAULT_HERE",
  "ENUM_EMPTY",
  "EVENT_NOT_OBJECT",
  "FORMAT_TYPE",
  "KEY_MISSING",
  "OBJECT_OPEN",
  "REF_REMOTE",
  "UNKNOWN_FORMAT",
  "UNKNOWN_KEY",
  "UNKNOWN_KEYWORD",
  "UNKNOWN_TYPE",
  "UNSUPPORTED_KEYWORD",
  "UPCAST_OP_UNKNOWN"
])
