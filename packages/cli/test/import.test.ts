// `deciduous import`, run as a user runs it, in a folder of its own. What becomes of documents is tested in codegen; here,
// what is said, which files are written, and that none is lost.
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { bankFolder, deciduousIn, emptyFolder, filesIn, initProject, writeIn } from "./support/cli.ts"

const bakery = (more = "") =>
  `asyncapi: 3.0.0
info: { title: Bakery, version: 1.0.0 }
channels:
  loaves:
    messages:
      loafBaked:
        summary: A loaf was baked.
        payload:
          type: object
          properties: { kind: { enum: [rye, wheat] }, grams: { type: integer, minimum: 1 } }
          required: [kind]
          additionalProperties: false
${more}`

const second = `      loaf.sold:
        payload: { type: object, properties: { price: { type: number, default: 3 } }, required: [price] }
`

const manifest = "event-schemas/bakery/aggregate.yaml"

describe("deciduous import", () => {
  it("writes event schemas that generate and check take as they are", () => {
    const folder = emptyFolder()
    writeIn(folder, { "bakery.yaml": bakery() })
    const deciduous = deciduousIn(folder)
    expect(deciduous("import", "asyncapi", "bakery.yaml", "--strict")).toEqual({
      status: 0,
      stderr: "",
      stdout: `wrote    ${manifest}
wrote    event-schemas/bakery/LoafBaked.v1.yaml
2 files written, 0 unchanged.

Next: read the files, move events to the aggregates that they belong to, then deciduous generate.
`
    })
    expect(filesIn(folder)["event-schemas/bakery/LoafBaked.v1.yaml"]).toBe(
      `# yaml-language-server: $schema=../../node_modules/@deciduous/cli/schemas/event.schema.json
description: A loaf was baked.
type: object
properties:
  kind: { enum: [rye, wheat] }
  grams: { type: integer, minimum: 1 }
required: [kind]
additionalProperties: false
`
    )
    expect(deciduous("generate").status).toBe(0)
    expect(deciduous("check").status).toBe(0)
  })

  it("tells line by line what it could not keep, and writes nothing of it with --strict", () => {
    const folder = emptyFolder()
    writeIn(folder, { "docs/bakery.yaml": bakery(second) })
    const deciduous = deciduousIn(folder)
    const notes = "docs/bakery.yaml#/channels/loaves/messages/loaf.sold/payload/properties/price  left out  "
      + "The default 3: it would change how old events are read.\n"
      + "  help: let decide write the value into new events, and an upcast into old ones.\n"
    const strict = deciduous("import", "asyncapi", "docs/bakery.yaml", "--strict")
    expect(strict.status).toBe(2)
    expect(strict.stderr).toContain(notes)
    expect(strict.stderr).toContain("1 loss, and --strict allows none. Nothing was written.")
    expect(Object.keys(filesIn(folder))).toEqual(["docs/bakery.yaml"])
    const { status, stderr, stdout } = deciduous("import", "asyncapi", "docs/bakery.yaml")
    expect(status).toBe(0)
    expect(stderr).toContain(notes)
    expect(stdout).toContain("3 files written, 0 unchanged; 1 thing left out or approximated, as said above.")
  })

  it("adds events to an aggregate that is there, and keeps every other byte of its manifest", () => {
    const folder = emptyFolder()
    writeIn(folder, { "bakery.yaml": bakery() })
    const deciduous = deciduousIn(folder)
    deciduous("import", "asyncapi", "bakery.yaml")
    const before = `${filesIn(folder)[manifest]}  # a note of ours\n`
    writeIn(folder, { "bakery.yaml": bakery(second), [manifest]: before })
    const { status, stdout } = deciduous("import", "asyncapi", "bakery.yaml")
    expect(status).toBe(0)
    expect(stdout).toContain(
      `changed  ${manifest}\nwrote    event-schemas/bakery/LoafSold.v1.yaml\n2 files written, 1 unchanged`
    )
    expect(filesIn(folder)[manifest]).toContain("# a note of ours")
    expect(filesIn(folder)[manifest]!.replace("  LoafSold: { current: 1 }\n", "")).toBe(before)
  })

  it("refuses to replace what is there and differs, with exit code 2 and nothing half-written, until it is told to", () => {
    const folder = emptyFolder()
    writeIn(folder, { "bakery.yaml": bakery() })
    const deciduous = deciduousIn(folder)
    deciduous("import", "asyncapi", "bakery.yaml")
    writeIn(folder, { "bakery.yaml": bakery(second).replace("minimum: 1", "minimum: 2") })
    const before = filesIn(folder)
    const { status, stderr } = deciduous("import", "asyncapi", "bakery.yaml")
    expect(status).toBe(2)
    expect(stderr).toContain(
      "event-schemas/bakery/LoafBaked.v1.yaml is there already, and differs.\n"
        + "  help: import into another folder by --schemas, or replace what is there by --overwrite.\nNothing was written.\n"
    )
    expect(filesIn(folder)).toEqual(before)
    const replaced = deciduous("import", "asyncapi", "bakery.yaml", "--overwrite")
    expect(replaced.status).toBe(0)
    expect(replaced.stdout).toContain("changed  event-schemas/bakery/LoafBaked.v1.yaml")
    expect(filesIn(folder)["event-schemas/bakery/LoafBaked.v1.yaml"]).toContain("minimum: 2")
  })

  it("gives every version a file, and asks for the steps that no document says", () => {
    const folder = emptyFolder()
    const version = (number: number, grams: string) =>
      `      v${number}:\n        name: LoafWeighed.v${number}\n        payload: { type: object, properties: { ${grams}: { type: integer } }, required: [${grams}], additionalProperties: false }\n`
    writeIn(folder, { "bakery.yaml": bakery(version(1, "weight") + version(2, "grams") + version(3, "grams")) })
    const { status, stdout } = deciduousIn(folder)("import", "asyncapi", "bakery.yaml")
    expect(status).toBe(0)
    expect(stdout).toContain("Next: say in aggregate.yaml how the older versions are read")
    expect(filesIn(folder)[manifest]).toContain("LoafWeighed: { current: 3, upcasts: { 1: { code: true }, 2: [] } }")
    expect(deciduousIn(folder)("generate").status).toBe(0)
  })

  it("leaves out examples that don't fit, and says so", () => {
    const folder = emptyFolder()
    const examples = "        examples: [{ payload: { kind: oat } }]\n"
    writeIn(folder, { "bakery.yaml": bakery(examples) })
    const { status, stderr } = deciduousIn(folder)("import", "asyncapi", "bakery.yaml")
    expect(status).toBe(0)
    expect(stderr).toContain(
      "event-schemas/bakery/LoafBaked.v1.yaml  left out  Examples that do not fit their schema: Example 1 does not fit: "
        + "/kind must be \"rye\" or \"wheat\", and is \"oat\"."
    )
    expect(filesIn(folder)["event-schemas/bakery/LoafBaked.v1.yaml"]).not.toContain("examples")
  })

  it("reads no network, no file outside of the folder, and nothing that is no document: exit code 2, a line each", () => {
    const folder = emptyFolder()
    const deciduous = deciduousIn(folder)
    writeIn(folder, {
      "remote.yaml": bakery("      far: { payload: { $ref: \"https://example.org/far.json\" } }\n"),
      "inner/away.json": JSON.stringify({ type: "object", properties: { a: { $ref: "../shared/a.json" } } }),
      "shared/a.json": JSON.stringify({ type: "object", properties: { b: { type: "string" } } }),
      "words.txt.yaml": "some words: [",
      "old.yaml": "asyncapi: 1.2.0\n"
    })
    fs.symlinkSync(path.join(folder, "shared/a.json"), path.join(folder, "inner/link.json"))
    writeIn(folder, { "inner/linked.json": JSON.stringify({ $ref: "link.json" }) })
    const before = filesIn(folder)
    const refusals = [
      [["asyncapi", "remote.yaml"], "remote.yaml#/channels/loaves/messages/far/payload  The reference"],
      [["asyncapi", "https://example.org/a.yaml"], "is a URL, and nothing is fetched from the network."],
      [["asyncapi", "words.txt.yaml"], "words.txt.yaml  It is neither YAML nor JSON: "],
      [["asyncapi", "old.yaml"], "old.yaml  AsyncAPI \"1.2.0\" is not supported"],
      [["asyncapi", "nowhere.yaml"], "There is no nowhere.yaml."],
      [["asyncapi", "inner"], "inner is a folder, and asyncapi is imported from a file."],
      [["eventcatalog", "old.yaml"], "old.yaml is a file, and eventcatalog is imported from a folder."],
      [
        ["json-schema", "inner/away.json"],
        "inner/away.json#/properties/a  The reference \"../shared/a.json\" leaves the folder."
      ],
      [["json-schema", "inner/linked.json"], "It is a link that leaves the folder."],
      [
        ["json-schema", "inner/away.json", "--root", "shared"],
        "inner/away.json does not lie in shared, which --root says."
      ]
    ] as const
    for (const [args, message] of refusals) {
      const { status, stderr, stdout } = deciduous("import", ...args)
      expect({ status, stdout }, args.join(" ")).toEqual({ status: 2, stdout: "" })
      expect(stderr).toContain(message)
      expect(stderr).not.toMatch(/\n {4}at /)
    }
    expect(filesIn(folder)).toEqual(before)
    const rooted = deciduous("import", "json-schema", "inner/away.json", "--root", ".")
    expect(rooted.status).toBe(0)
    expect(rooted.stdout).toContain("wrote    event-schemas/_types/A.v1.yaml")
  })

  it("reads the Effect schemas of a module, with what their types say of text", () => {
    const folder = emptyFolder()
    initProject(folder)
    writeIn(folder, {
      "src/orders.ts": `import { Schema } from "effect"
export class Line extends Schema.Class<Line>("Line")({ sku: Schema.String, count: Schema.Int }) {}
export const OrderPlaced = Schema.TaggedStruct("OrderPlaced", {
  at: Schema.DateTimeUtc,
  lines: Schema.NonEmptyArray(Line),
  note: Schema.optionalKey(Schema.NullOr(Schema.String)),
  total: Schema.BigInt,
  anything: Schema.Unknown
}).annotate({ description: "An order was placed." })
export const OrderEvent = Schema.Union([OrderPlaced, Schema.TaggedStruct("OrderPaid", { paidOn: Schema.Date })])
`
    })
    const deciduous = deciduousIn(folder)
    const { status, stderr, stdout } = deciduous("import", "ts", "src/orders.ts", "--aggregate", "order")
    expect({ status, stdout }).toMatchObject({ status: 0 })
    expect(stderr).toContain("src/orders.ts#/events/OrderPlaced/properties/anything  left out  ")
    const files = filesIn(folder)
    expect(files["event-schemas/order/OrderPaid.v1.yaml"]).toContain("paidOn: { type: string, format: date-time }")
    expect(files["event-schemas/order/OrderPlaced.v1.yaml"]).toContain(`description: An order was placed.
type: object
properties:
  at: { type: string, format: date-time }
  lines: { type: array, items: { $ref: ../_types/Line.v1.yaml }, minItems: 1 }
  note: { type: [string, "null"] }
  total: { type: string, format: bigint }
required: [at, lines, total]
`)
    expect(deciduous("generate").status).toBe(0)
    writeIn(folder, { "src/none.ts": "export const none = 1\n", "src/broken.ts": "export const = 1\n" })
    expect(deciduous("import", "ts", "src/none.ts").stderr).toContain("src/none.ts exports no Effect schemas.")
    expect(deciduous("import", "ts", "src/broken.ts")).toMatchObject({ status: 2 })
  })

  it("reads back what export has written", () => {
    const folder = bankFolder()
    const deciduous = deciduousIn(folder)
    deciduous("export", "eventcatalog")
    const { status, stderr } = deciduous(
      "import",
      "eventcatalog",
      "exports/eventcatalog",
      "--schemas",
      "again",
      "--strict"
    )
    expect({ status, losses: stderr.includes("left out") }).toEqual({ status: 0, losses: false })
    expect(deciduous("generate", "--schemas", "again").status).toBe(0)
  })
})
