import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { deciduousIn, emptyFolder, unreadIn, writeIn } from "./support/cli.ts"
import { filledProject } from "./support/filledProject.ts"

// none of the tests writes
const folder = filledProject(() => fill)
const deciduous = deciduousIn(folder)

/** Many streams of a log, as only long output breaks, then two carts, an event that no schema knows, and a stream of an aggregate that the project does not have. */
const fill = `
import { StreamId } from "@deciduous/core"
import { PgliteEventStore } from "@deciduous/postgres/pglite"
import { Aggregate, EventStore } from "@deciduous/runtime"
import { DateTime, Effect } from "effect"
import { ShoppingCart } from "./src/ShoppingCart.ts"

const at = DateTime.makeUnsafe("2026-03-01T09:00:00.000Z")
const add = (id: string, product: string, quantity: number) =>
  Aggregate.handle(ShoppingCart, id as never, { _tag: "AddItem", item: { product, quantity } })
const raw = (category: string, id: number, type: string) => Effect.gen(function*() {
  const store = yield* EventStore.EventStore
  const event = { id: crypto.randomUUID(), type, schemaVersion: 1, data: { text: "a\\u009b2J" }, metadata: {} }
  yield* store.append(StreamId.make(category, String(id)), [event], { expectedVersion: 0 })
})

await Effect.gen(function*() {
  for (let n = 1000; n < 2500; n++) yield* raw("log", n, "Logged")
  yield* add("1", "tea", 2)
  yield* add("1", "a long name of a product", 1)
  yield* add("2", "milk", 3)
  yield* Aggregate.handle(ShoppingCart, "1" as never, { _tag: "CheckOut", at })
  yield* raw("shopping-cart", 9, "ItemPainted")
  yield* raw("parcel", 9, "ParcelSent")
}).pipe(Effect.provide(PgliteEventStore.layer({ folder: ".deciduous/pglite" })), Effect.runPromise)
`

const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`
const jsonLines = (text: string) => text.trimEnd().split("\n").map((line) => JSON.parse(line))

describe("deciduous events", () => {
  it("shows what is stored, in columns", () => {
    const { status, stderr, stdout } = deciduous("events", "shopping-cart-1")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout.replaceAll(new RegExp(`${time}(?=  )`, "g"), "<time>".padEnd(24))).toBe(
      [
        "VERSION  EVENT             RECORDED AT               PAYLOAD",
        `      1  ItemAdded@1       <time>                    {"item":{"product":"tea","quantity":2}}`,
        `      2  ItemAdded@1       <time>                    {"item":{"product":"a long name of a product","quantity":1}}`,
        `      3  CartCheckedOut@1  <time>                    {"at":"2026-03-01T09:00:00.000Z"}`,
        ""
      ].join("\n")
    )
  })

  it("begins at the end, and ends where it is told, as JSON", () => {
    const { stdout } = deciduous("events", "shopping-cart-1", "--backward", "--limit", "2", "--json")
    expect(jsonLines(stdout).map(({ data, recordedAt, type, version }) => ({ data, recordedAt, type, version })))
      .toEqual([
        {
          version: 3,
          type: "CartCheckedOut",
          data: { at: "2026-03-01T09:00:00.000Z" },
          recordedAt: expect.stringMatching(time)
        },
        { version: 2, type: "ItemAdded", data: expect.anything(), recordedAt: expect.stringMatching(time) }
      ])
    const range = deciduous("events", "shopping-cart-1", "--from", "2", "--to", "2", "--json")
    expect(jsonLines(range.stdout).map(({ version }) => version)).toEqual([2])
  })

  it("sends nothing to a terminal that would act on it", () => {
    expect(deciduous("events", "parcel-9").stdout).toContain(String.raw`{"text":"a\u009b2J"}`)
  })

  it("says that a range is empty", () => {
    expect(deciduous("events", "shopping-cart-1", "--from", "7")).toMatchObject({
      status: 0,
      stdout: "shopping-cart-1 is at version 3 and has no events in this range.\n"
    })
  })

  it.each([
    [
      ["shopping-cart-7"],
      /^\.deciduous\/pglite has no stream "shopping-cart-7"\. These are there: deciduous streams\n$/
    ],
    [["cart"], /^"cart" is no stream: streams are named <category>-<id>, such as bank-account-42\.\n$/],
    [["shopping-cart-1", "--from", "-1"], /Cannot read: "from" is -1; give a whole number from 0\.\n$/],
    [["shopping-cart-1", "--limit", "many"], /Invalid value for flag --limit: "many"/],
    [["shopping-cart-1", "--folder", "src"], /^There is no database in src: /],
    [
      ["shopping-cart-1", "--folder", "nowhere"],
      /^There is no database in nowhere: [^\n]* Name it by --folder or --url\.\n$/
    ],
    [
      ["shopping-cart-1", "--url", "postgres://ada:secret@127.0.0.1:1/bank"],
      /^127\.0\.0\.1:1\/bank: The event store cannot be reached/
    ],
    [
      ["shopping-cart-1", "--schema", "other"],
      /^\.deciduous\/pglite: The database is not ready: .* Run: deciduous migrate\n$/
    ]
  ])("cannot work with %j: exit code 2", (args, message) => {
    const { status, stderr } = deciduous("events", ...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(fs.existsSync(path.join(folder, "nowhere"))).toBe(false)
    expect(fs.existsSync(path.join(folder, "src/base"))).toBe(false)
  })
})

describe("deciduous streams", () => {
  it("lists them, the latest event first", () => {
    const { status, stdout } = deciduous("streams")
    expect(status).toBe(0)
    const lines = stdout.replaceAll(new RegExp(time, "g"), "<time>").split("\n")
    expect(lines.slice(0, 6)).toEqual(
      [
        "STREAM           EVENTS  LAST RECORDED AT",
        "parcel-9              1  <time>",
        "shopping-cart-9       1  <time>",
        "shopping-cart-1       3  <time>",
        "shopping-cart-2       1  <time>",
        "log-2499              1  <time>"
      ]
    )
  })

  it("lists those of one category, as JSON", () => {
    expect(jsonLines(deciduous("streams", "parcel", "--json").stdout)).toEqual([
      { streamId: "parcel-9", category: "parcel", events: 1, lastRecordedAt: expect.stringMatching(time) }
    ])
  })

  it.skipIf(process.platform === "win32")("ends in silence where nobody reads on, as with head", () => {
    expect(unreadIn(folder)("streams", "log", "--json")).toBe("")
  })

  it("says which categories there are: exit code 2", () => {
    const { status, stderr } = deciduous("streams", "shopping")
    expect(status).toBe(2)
    expect(stderr).toBe(
      ".deciduous/pglite has no streams of the category \"shopping\". It has those of log, parcel, shopping-cart.\n"
    )
  })
})

describe("deciduous state", () => {
  it("folds a stream by the project's own code", () => {
    const { status, stderr, stdout } = deciduous("state", "shopping-cart-1")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    expect(stdout).toMatch(
      new RegExp(`^ShoppingCart shopping-cart-1 at version 3, recorded at ${time}\n{\n  "checkedOut": true,\n`)
    )
  })

  it("folds it up to a version, as JSON", () => {
    const { stdout } = deciduous("state", "shopping-cart-1", "--version", "1", "--json")
    expect(jsonLines(stdout)).toEqual([{
      streamId: "shopping-cart-1",
      aggregate: "ShoppingCart",
      version: 1,
      recordedAt: expect.stringMatching(time),
      state: { checkedOut: false, quantities: { tea: 2 } }
    }])
  })

  it("folds it up to a time, before which nothing may have happened", () => {
    const { stdout } = deciduous("state", "shopping-cart-1", "--at", "2020-01-01T00:00:00Z")
    expect(stdout).toMatch(/^ShoppingCart shopping-cart-1 at version 0, before its first event\n/)
  })

  it("says which event its schemas do not know: exit code 1", () => {
    const { status, stderr } = deciduous("state", "shopping-cart-9")
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^ShoppingCart stream shopping-cart-9, version 1: ItemPainted v1 is not known to this program/
    )
  })

  it("says where evolve threw: exit code 1", () => {
    const file = path.join(folder, "src/ShoppingCart.ts")
    const text = fs.readFileSync(file, "utf8")
    fs.writeFileSync(file, text.replace("return { ...cart, checkedOut: true }", "throw new RangeError(\"no till\")"))
    try {
      const { status, stderr } = deciduous("state", "shopping-cart-1")
      expect(status).toBe(1)
      expect(stderr).toMatch(
        /^evolve of ShoppingCart threw at version 3 \(CartCheckedOut@1\): RangeError: no till \(src\/ShoppingCart\.ts:\d+:\d+\)\n$/
      )
    } finally {
      fs.writeFileSync(file, text)
    }
  })

  it.each([
    [["shopping-cart-1", "--version", "4"], /^shopping-cart-1 is at version 3\.\n$/],
    [
      ["shopping-cart-1", "--version", "1", "--at", "2026-03-01T09:00:00Z"],
      /^Give --version, --at or --position, one of them\.\n$/
    ],
    [["shopping-cart-1", "--position", "12"], /^"12" is no position\. deciduous events --json shows each event's\.\n$/],
    [
      ["shopping-cart-1", "--at", "yesterday"],
      /^--at takes a date and a time with an offset, such as .* not "yesterday"\.\n$/
    ],
    [["shopping-cart-7"], /has no stream "shopping-cart-7"/],
    [
      ["parcel-9"],
      /^The stream is of the category "parcel", and "aggregates" of deciduous\.config\.ts has no such aggregate\. It has ShoppingCart \(shopping-cart\)\.\n$/
    ]
  ])("cannot work with %j: exit code 2", (args, message) => {
    const { status, stderr } = deciduous("state", ...args)
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it.each([
    [
      "is not there",
      undefined,
      /^A state is folded by the project's own code, which deciduous\.config\.ts has to name:/
    ],
    ["names no aggregates", "export default {}", /^A state is folded by the project's own code/],
    [
      "names a module that is not there",
      `export default { aggregates: () => import("./src/agregates.ts") }`,
      /^"aggregates" of deciduous\.config\.ts cannot be loaded: Cannot find module/
    ],
    [
      "names a module without aggregates",
      `export default { aggregates: () => import("./empty.ts") }`,
      /It has none at all: export them by name\.\n$/
    ]
  ])("says what to do where the configuration %s: exit code 2", (_, config, message) => {
    const other = emptyFolder()
    writeIn(other, { "empty.ts": "export {}", ...(config === undefined ? {} : { "deciduous.config.ts": config }) })
    const { status, stderr } = deciduousIn(other)(
      "state",
      "shopping-cart-1",
      "--folder",
      path.join(folder, ".deciduous/pglite")
    )
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
  })
})
