// A stored payload on its way to what the program sees, through steps, hand-written code, renames and splits.
import { formatDiagnostics } from "@deciduous/codegen/diagnostic"
import type { Json } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import { shapesOf } from "@deciduous/codegen/upcast/open"
import { type ByHand, walk } from "@deciduous/codegen/upcast/walk"
import { afterEach, assert, beforeEach, describe, it } from "vitest"
import { event, type Folder, makeFolder, manifest } from "../support/evolving.ts"

let folder: Folder
beforeEach(() => {
  folder = makeFolder()
  folder.write({
    "in/shop/aggregate.yaml": manifest({
      Opened:
        "{ current: 3, upcasts: { 1: [{ rename: { from: /a, to: /b } }, { add: { at: /at, from: $recordedAt } }], 2: { code: true } } }",
      Begun: "{ renamed: { to: Opened@2, on: 2026-01-01 }, upcasts: { 1: [] } }",
      Moved: "{ replaced: { by: [Opened@3, Closed@1], on: 2026-01-01, code: true } }",
      Closed: "{ current: 1, downcasts: { 2: [{ rename: { from: /d, to: /c } }], 3: { code: true } } }",
      Printed: "{ current: 1, retired: { on: 2026-01-01, reason: Gone., read: skip } }"
    }),
    "in/shop/Opened.v1.yaml": event({ a: "string" }),
    "in/shop/Opened.v2.yaml": event({ b: "string", at: "string" }),
    "in/shop/Opened.v3.yaml": event({ c: "integer" }),
    "in/shop/Opened.v4.yaml": event({ c: "integer" }),
    "in/shop/Begun.v1.yaml": event({ b: "string", at: "string" }),
    "in/shop/Begun.v2.yaml": event({ b: "string", at: "string" }),
    "in/shop/Moved.v1.yaml": event({ c: "integer" }),
    "in/shop/Closed.v1.yaml": event({ c: "integer" }),
    "in/shop/Closed.v2.yaml": event({ d: "integer" }),
    "in/shop/Closed.v3.yaml": event({ e: "integer" }),
    "in/shop/Printed.v1.yaml": event({ c: "integer" })
  })
})
afterEach(() => folder.remove())

const walked = (name: string, version: number, payload: Json, byHand: ByHand = () => ({ c: 1 })) => {
  const { catalog, problems } = readCatalog({ folder: "in", cwd: folder.path })
  const aggregate = catalog?.aggregates[0] ?? assert.fail(formatDiagnostics(problems))
  const context = { streamId: "shop-1", version: 7, recordedAt: "2026-01-01T00:00:00.000Z" }
  const result = walk({ aggregate, shapeOf: shapesOf(catalog!), byHand, context }, name, version, payload)
  return { ...result, stops: result.stops.map(({ by, name, payload }) => `${name} (${by}) ${JSON.stringify(payload)}`) }
}

describe("a stored payload", () => {
  it("goes from version to version, each with what made it", () => {
    assert.deepEqual(walked("Opened", 1, { a: "x" }), {
      _tag: "Arrived",
      stops: [
        "Opened v1 (as it was stored) {\"a\":\"x\"}",
        "Opened v2 (rename /a -> /b; add /at: when it was recorded) {\"b\":\"x\",\"at\":\"2026-01-01T00:00:00.000Z\"}",
        "Opened v3 (by hand) {\"c\":1}"
      ]
    })
  })

  it("goes down from a version above the current one", () => {
    const keys: Array<string> = []
    const byHand: ByHand = (key) => {
      keys.push(key)
      return { d: 5 }
    }
    assert.deepEqual(walked("Closed", 3, { e: 1 }, byHand).stops, [
      "Closed v3 (as it was stored) {\"e\":1}",
      "Closed v2 (by hand) {\"d\":5}",
      "Closed v1 (rename /d -> /c) {\"c\":5}"
    ])
    assert.deepEqual(keys, ["Closed@3>2"])
  })

  it("keeps its own chain first where its name leads elsewhere, and then goes on there", () => {
    assert.deepEqual(walked("Begun", 1, { b: "x", at: "y" }).stops.map((stop) => stop.replace(/ \{.*/, "")), [
      "Begun v1 (as it was stored)",
      "Begun v2 (nothing has to be done)",
      "Opened v2 (renamed from Begun)",
      "Opened v3 (by hand)"
    ])
  })

  it("becomes several, or none", () => {
    const parts = ["Opened@3", "Closed@1"].map((key) => {
      const [type, version] = key.split("@")
      return { type, version: Number(version), data: { c: 2 } }
    })
    assert.deepEqual(walked("Moved", 1, { c: 2 }, () => parts).stops.map((stop) => stop.replace(/ \{.*/, "")), [
      "Moved v1 (as it was stored)",
      "Opened v3 (part 1 of Moved@1)",
      "Closed v1 (part 2 of Moved@1)"
    ])
    assert.deepInclude(walked("Printed", 1, { c: 1 }), { _tag: "Skipped", name: "Printed" })
  })

  it("is stuck with a sentence, and what it was until then is shown", () => {
    const stuck = (...args: Parameters<typeof walked>) => {
      const result = walked(...args)
      return result._tag === "Stuck" ? [result.problem, result.stops.length] : result._tag
    }
    assert.deepEqual(stuck("Opened", 1, { a: 1 }), ["This is no Opened v1: /a must be text, and is 1.", 1])
    assert.deepEqual(stuck("Opened", 2, { b: "x", at: "y" }, () => ({ c: "no" })), [
      "This is no Opened v3: /c must be an integer, and is \"no\".",
      2
    ])
    assert.deepEqual(stuck("Opened", 2, { b: "x", at: "y" }, () => undefined), [
      "The upcaster \"Opened@2\" returned what is no JSON.",
      1
    ])
    assert.deepEqual(stuck("Opened", 4, { c: 1 }), ["Opened v4 is a draft: nobody reads it while current is 3.", 1])
    assert.deepEqual(stuck("Moved", 1, { c: 1 }, () => ({})), [
      "The upcaster \"Moved@1\" has to return a list of events.",
      1
    ])
    assert.deepEqual(stuck("Moved", 1, { c: 1 }, () => [{ type: "Closed" }]), [
      "Part 1 of \"Moved@1\" is not { type, version, data }.",
      1
    ])
  })
})
