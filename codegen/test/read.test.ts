// Good input: what the bank account's files mean, and what the reader makes of its options.
import { formatDiagnostics } from "@deciduous/codegen/diagnostic"
import type { Catalog, EventType, Shape } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, assert, describe, it } from "vitest"

const root = join(import.meta.dirname, "../..")

const bank = (): Catalog => {
  const ignore = ["loan-application", "order", "payment", "shipment", "stock"].map((folder) =>
    `event-schemas/${folder}`
  )
  const { catalog, problems } = readCatalog({ folder: "event-schemas", cwd: root, ignore })
  assert.equal(formatDiagnostics(problems), "")
  return catalog ?? assert.fail("the bank account can't be read")
}

const event = (catalog: Catalog, name: string): EventType =>
  catalog.aggregates[0]?.events.find((event) => event.name === name) ?? assert.fail(`no event ${name}`)

const field = (shape: Shape | undefined, name: string): Shape =>
  (shape?._tag === "Object" ? shape.fields.find((field) => field.name === name)?.shape : undefined)
    ?? assert.fail(`no field ${name}`)

describe("the bank account's schema files", () => {
  it("are one aggregate with its events and commands in the files' order", () => {
    const { aggregates, folder } = bank()
    assert.equal(folder, "event-schemas")
    assert.deepEqual(aggregates.map(({ folder, id, name, stream }) => ({ folder, id, name, stream })), [
      { folder: "bank-account", id: "AccountId", name: "BankAccount", stream: "bank-account" }
    ])
    assert.deepEqual(
      aggregates[0]?.events.map(({ name, versions }) => `${name} ${versions.map(({ version }) => version)}`),
      [
        "AccountOpened 1,2",
        "FundsDeposited 1",
        "FundsWithdrawn 1",
        "AccountClosed 1",
        "OverdraftLimitSet 1,2",
        "OverdraftChanged 1",
        "MoneyMoved 1",
        "StatementPrinted 1"
      ]
    )
    assert.deepEqual(aggregates[0]?.commands.map(({ name }) => name), [
      "OpenAccount",
      "Deposit",
      "Withdraw",
      "SetOverdraftLimit",
      "CloseAccount"
    ])
  })

  it("say how every event is read", () => {
    const catalog = bank()
    const readings = catalog.aggregates[0]?.events.map(({ name, reading }) => {
      const steps = reading.steps.map(({ _tag, from }) => `${from}: ${_tag}`)
      switch (reading._tag) {
        case "Current":
          return [name, reading.current, ...steps, reading.retired?.read, reading.published?.type].filter((x) =>
            x !== undefined
          )
        case "Renamed":
          return [name, `${reading.to.event}@${reading.to.version}`, reading.on, ...steps]
        case "Replaced":
          return [name, ...reading.by.map(({ event, version }) => `${event}@${version}`), reading.on, ...steps]
      }
    })
    assert.deepEqual(readings, [
      ["AccountOpened", 2, "1: Operations"],
      ["FundsDeposited", 1, "com.example.funds-deposited"],
      ["FundsWithdrawn", 1],
      ["AccountClosed", 1],
      ["OverdraftLimitSet", 2, "1: Code"],
      ["OverdraftChanged", "OverdraftLimitSet@1", "2026-03-02"],
      ["MoneyMoved", "FundsDeposited@1", "FundsWithdrawn@1", "2026-05-11"],
      ["StatementPrinted", 1, "skip"]
    ])
  })

  it("keep the operations of a declarative upcast as data, each with its place", () => {
    const { reading } = event(bank(), "AccountOpened")
    const [step] = reading.steps
    if (step?._tag !== "Operations") return assert.fail("not declarative")
    const file = "event-schemas/bank-account/aggregate.yaml"
    assert.deepEqual(step.operations.slice(1, 5), [
      {
        op: "add",
        at: ["office", "country"],
        value: { _tag: "Value", value: "CZ" },
        ifMissing: false,
        place: { file, line: 13, column: 11 }
      },
      { op: "rename", from: ["openedOn"], to: ["openedAt"], place: { file, line: 14, column: 11 } },
      {
        op: "convert",
        at: ["openedAt"],
        using: "date-to-start-of-day-utc",
        otherwise: undefined,
        place: { file, line: 15, column: 11 }
      },
      {
        op: "split",
        from: ["holderName"],
        to: [["holder", "given"], ["holder", "family"]],
        on: " ",
        limit: 2,
        place: { file, line: 16, column: 11 }
      }
    ])
  })

  it("hold shapes with formats, brands, constraints, unions and references", () => {
    const catalog = bank()
    const opened = event(catalog, "AccountOpened").versions[1]
    assert.deepInclude(field(field(opened?.payload, "office"), "country"), { _tag: "String", pattern: "^[A-Z]{2}$" })
    assert.deepInclude(field(opened?.payload, "openedAt"), { _tag: "String", format: "date-time" })
    const referral = field(opened?.payload, "referral")
    if (referral._tag !== "Union") return assert.fail("no union")
    assert.equal(referral.tag, "kind")
    assert.equal(referral.description, "Where the customer came from.")
    assert.deepInclude(field(referral.branches[0], "accountId"), { format: "uuid", brand: "AccountId" })
    const deposited = event(catalog, "FundsDeposited").versions[0]
    assert.deepInclude(field(deposited?.payload, "amount"), { _tag: "Reference", typeName: "Money" })
    assert.deepInclude(field(deposited?.payload, "channel"), { _tag: "Literal", values: ["atm", "branch", "wire"] })
    assert.deepEqual(deposited?.payload.fields.map(({ name, required }) => [name, required]), [
      ["amount", true],
      ["channel", true],
      ["at", true],
      ["note", false]
    ])
    assert.deepInclude(catalog.brands.map(({ name, shape }) => [name, shape._tag]), ["AccountId", "String"])
    assert.deepInclude(field(catalog.types[0]?.shape, "amount"), {
      format: "decimal",
      decimal: { precision: 19, scale: 4 }
    })
  })
})

describe("reading a folder", () => {
  let folder: string | undefined
  afterEach(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
  })

  const write = (files: { readonly [file: string]: string }): string => {
    folder = mkdtempSync(join(tmpdir(), "deciduous-read-"))
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(folder, dirname(file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    return folder
  }

  const manifest = (event: string): string =>
    `aggregate: Shop\nstream: shop\nid: { brand: ShopId }\nevents:\n  ${event}\n`
  const payload = "type: object\nadditionalProperties: false\n"

  it("warns of a version that nothing says how to read, and leaves its step to be written by hand", () => {
    const cwd = write({
      "schemas/shop/aggregate.yaml": manifest("OrderPlaced: { current: 3, upcasts: { 2: [] } }"),
      "schemas/shop/OrderPlaced.v1.yaml": payload,
      "schemas/shop/OrderPlaced.v2.yaml": payload,
      "schemas/shop/OrderPlaced.v3.yaml": payload
    })
    const { catalog, problems } = readCatalog({ folder: "schemas", cwd })
    assert.deepEqual(catalog?.aggregates[0]?.events[0]?.reading.steps.map(({ _tag }) => _tag), [
      "Missing",
      "Operations"
    ])
    assert.equal(
      formatDiagnostics(problems),
      [
        "schemas/shop/aggregate.yaml:5:3  warning  UPCAST_MISSING  OrderPlaced v1 has a file (events of it may be stored) and nothing says how to read it as v2.",
        "  5 |   OrderPlaced: { current: 3, upcasts: { 2: [] } }",
        "    |   ^",
        "  help: add under upcasts: \"1: [...]\" or \"1: {code: true}\".\n"
      ].join("\n")
    )
  })

  it("asks for no upcast of what is skipped, and keeps a draft above the current version", () => {
    const cwd = write({
      "shop/aggregate.yaml": manifest(
        "OrderPlaced: { current: 2, retired: { on: 2026-01-02, reason: Gone., read: skip } }"
      ),
      "shop/OrderPlaced.v1.yaml": payload,
      "shop/OrderPlaced.v2.yaml": payload,
      "shop/OrderPlaced.v3.yaml": payload
    })
    const { catalog, problems } = readCatalog({ folder: ".", cwd })
    assert.deepEqual(problems, [])
    assert.deepEqual(catalog?.aggregates[0]?.events[0]?.versions.map(({ version }) => version), [1, 2, 3])
  })

  it("keeps descriptions and deprecations of events, fields, types and commands", () => {
    const documented = (text: string): string => `description: ${text}\ndeprecated: true\n`
    const cwd = write({
      "shop/aggregate.yaml": manifest("OrderPlaced: { current: 1 }"),
      "shop/OrderPlaced.v1.yaml": [
        documented("An order."),
        "type: object\nadditionalProperties: false\nproperties:\n",
        "  old: { type: string, description: A field., deprecated: true }\n",
        "  new: { type: string, deprecated: false }\n",
        "  maybe: { type: [string, \"null\"], description: Perhaps. }\n",
        "  size: { $ref: ../_types/Size.v1.yaml, description: A size here. }\n"
      ].join(""),
      "shop/commands.yaml":
        `PlaceOrder: { description: A command., deprecated: true, type: object, additionalProperties: false }\n`,
      "_types/Size.v1.yaml": `${documented("A size.")}type: integer\n`
    })
    const { catalog } = readCatalog({ folder: ".", cwd })
    const version = catalog?.aggregates[0]?.events[0]?.versions[0] ?? assert.fail()
    assert.deepInclude(version, { description: "An order.", deprecated: true })
    assert.deepEqual(
      version.payload.fields.map(({ deprecated, shape }) => [deprecated, shape._tag, shape.description]),
      [
        [true, "String", "A field."],
        [false, "String", undefined],
        [false, "Nullable", "Perhaps."],
        [false, "Reference", "A size here."]
      ]
    )
    const maybe = field(version.payload, "maybe")
    assert.isUndefined(maybe._tag === "Nullable" ? maybe.shape.description : "no nullable")
    assert.deepInclude(catalog?.aggregates[0]?.commands[0], { description: "A command.", deprecated: true })
    assert.deepInclude(catalog?.types[0], { description: "A size.", deprecated: true, typeName: "Size" })
  })

  it("takes JSON files, for JSON is YAML", () => {
    const cwd = write({
      "shop/aggregate.json": JSON.stringify({
        aggregate: "Shop",
        stream: "shop",
        id: { brand: "ShopId" },
        events: { OrderPlaced: { current: 1 } }
      }),
      "shop/OrderPlaced.v1.json": "{\n\t\"type\": \"object\",\n\t\"additionalProperties\": false\n}\n"
    })
    const { catalog, problems } = readCatalog({ folder: cwd, cwd })
    assert.equal(formatDiagnostics(problems), "")
    assert.equal(catalog?.aggregates[0]?.name, "Shop")
  })

  it("takes -0 for 0, which PostgreSQL would make of it", () => {
    const cwd = write({
      "shop/aggregate.yaml": manifest("OrderPlaced: { current: 1 }"),
      "shop/OrderPlaced.v1.yaml":
        "type: object\nproperties:\n  a: { const: -0.0 }\n  b: { type: number, minimum: -0.0, maximum: -0 }\nadditionalProperties: false\n"
    })
    const { catalog, problems } = readCatalog({ folder: cwd, cwd })
    assert.equal(formatDiagnostics(problems), "")
    const payload = catalog?.aggregates[0]?.events[0]?.versions[0]?.payload
    const [a, b] = [field(payload, "a"), field(payload, "b")]
    const numbers = [...(a._tag === "Literal" ? a.values : []), ...(b._tag === "Number" ? [b.minimum, b.maximum] : [])]
    assert.deepEqual(numbers.map((number) => Object.is(number, 0)), [true, true, true])
  })

  it("prints paths from the working folder, and leaves ignored folders alone", () => {
    const cwd = write({
      "a/schemas/shop/aggregate.yaml": "x: 1\n",
      "a/schemas/out/OrderPlaced.v1.yaml": payload,
      "b/x": ""
    })
    const options = { folder: "../a/schemas", cwd: join(cwd, "b"), ignore: ["../a/schemas/out"] }
    assert.deepEqual(readCatalog(options).problems.map(({ place }) => place.file), ["../a/schemas/shop/aggregate.yaml"])
  })

  it("says that a folder is not there, or holds nothing", () => {
    const cwd = write({ "file": "", "empty/readme.md": "" })
    const codes = (folder: string) =>
      readCatalog({ folder, cwd }).problems.map(({ code, place }) => `${place.file} ${code}`)
    assert.deepEqual(codes("nowhere"), ["nowhere FOLDER_MISSING"])
    assert.deepEqual(codes("file"), ["file FOLDER_MISSING"])
    assert.deepEqual(codes("empty"), ["empty MANIFEST_MISSING"])
  })

  it("says which file can't be opened, and reads the others", () => {
    const cwd = write({
      "shop/aggregate.yaml": manifest("OrderPlaced: { current: 1 }\n  OrderShipped: { current: 1 }"),
      "shop/OrderShipped.v1.yaml": "type: strng\n"
    })
    symlinkSync(join(cwd, "nowhere"), join(cwd, "shop/OrderPlaced.v1.yaml"))
    symlinkSync(join(cwd, "loop"), join(cwd, "loop"))
    assert.deepEqual(
      readCatalog({ folder: "shop/..", cwd }).problems.map(({ code, message }) => `${code} ${message}`),
      [
        "FILE_UNREADABLE The file can't be read: ENOENT.",
        "UNKNOWN_TYPE \"strng\" is not a type."
      ]
    )
  })

  it("refuses a file that is too large to be a schema", () => {
    const cwd = write({
      "shop/aggregate.yaml": manifest("OrderPlaced: { current: 1 }"),
      "shop/OrderPlaced.v1.yaml": `# ${"x".repeat(1024 * 1024)}\n${payload}`
    })
    const { problems } = readCatalog({ folder: ".", cwd })
    assert.deepEqual(problems.map(({ message }) => message), ["The file is larger than 1024 KiB."])
  })
})
