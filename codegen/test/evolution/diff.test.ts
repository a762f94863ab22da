// What `deciduous diff` shows: two versions of an event, and two states of a folder of schemas.
import { type Changed, diffCatalogs, diffVersions, type Section } from "@deciduous/codegen/evolution/diff"
import { findVersion } from "@deciduous/codegen/findVersion"
import type { Catalog } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import { assert, describe, it } from "vitest"
import { event, makeFolder, manifest } from "../support/evolving.ts"

type Files = Readonly<Record<string, string>>

const catalogOf = (files: Files): Catalog => {
  const folder = makeFolder()
  try {
    folder.write(files)
    const { catalog, problems } = readCatalog({ folder: ".", cwd: folder.path })
    return catalog ?? assert.fail(problems.map(({ message }) => message).join("\n"))
  } finally {
    folder.remove()
  }
}

const two = {
  "shop/aggregate.yaml": manifest({
    Opened: `{ current: 2, upcasts: { 1: [{ rename: { from: /a, to: /b } }, { add: { at: /c, value: 0 } }] } }`,
    Closed: 1
  }),
  "shop/Opened.v1.yaml": event({ a: "string", kept: "string" }),
  "shop/Opened.v2.yaml": event({ b: "string", c: "integer", kept: "{ type: string, minLength: 1 }" }),
  "shop/Closed.v1.yaml": event({ at: "string" })
}

describe("two versions of an event", () => {
  const between = (
    files: Files,
    from: string,
    to: string
  ): ReadonlyArray<readonly [string, string, ...Array<string>]> => {
    const catalog = catalogOf(files)
    const [before, after] = [findVersion(catalog, from), findVersion(catalog, to)]
    if ("problem" in before || "problem" in after) return assert.fail("there are no such versions")
    return diffVersions(catalog, before, after).map(({ by, pointer, text }: Changed) => [pointer, text, ...by])
  }

  it("differ field by field, each with what the upcast does to it", () => {
    assert.deepEqual(between(two, "Opened@1", "Opened@2"), [
      ["/a", "text (required) -> nothing", "rename /a -> /b"],
      ["/b", "nothing -> text (required)", "rename /a -> /b"],
      ["/c", "nothing -> an integer (required)", "add /c: 0"],
      ["/kept", "no minLength -> minLength 1"]
    ])
    assert.deepEqual(between(two, "Opened@1", "Opened@1"), [])
  })

  it("differ the other way too, where no step leads down", () => {
    assert.deepEqual(between(two, "Opened@2", "Opened@1"), [
      ["/b", "text (required) -> nothing"],
      ["/c", "an integer (required) -> nothing"],
      ["/a", "nothing -> text (required)"],
      ["/kept", "minLength 1 -> no minLength"]
    ])
  })

  it("are led from one to the other by hand, or by every step between them", () => {
    const byHand = {
      ...two,
      "shop/aggregate.yaml": manifest({ Opened: "{ current: 2, upcasts: { 1: { code: true } } }", Closed: 1 })
    }
    assert.deepEqual(between(byHand, "Opened@1", "Opened@2")[0], ["/a", "text (required) -> nothing", "by hand"])
    const three = {
      ...two,
      "shop/aggregate.yaml": manifest({
        Opened:
          "{ current: 3, upcasts: { 1: [{ rename: { from: /a, to: /b } }, { add: { at: /c, value: 0 } }], 2: [{ remove: { at: /b } }] } }",
        Closed: 1
      }),
      "shop/Opened.v2.yaml": event({ b: "string", c: "integer", kept: "string" }),
      "shop/Opened.v3.yaml": event({ c: "integer", kept: "string" })
    }
    assert.deepEqual(between(three, "Opened@1", "Opened@3"), [
      ["/a", "text (required) -> nothing", "rename /a -> /b"],
      ["/c", "nothing -> an integer (required)", "add /c: 0"]
    ])
    assert.deepEqual(between(three, "Opened@2", "Opened@3"), [["/b", "text (required) -> nothing", "remove /b"]])
  })
})

describe("two states of a folder", () => {
  const between = (before: Files, after: Files): ReadonlyArray<string> =>
    diffCatalogs(catalogOf(before), catalogOf(after)).flatMap(({ at, changes }: Section) =>
      changes.map(({ pointer, text }) => `${at}${pointer} ${text}`)
    )
  const withManifest = (entries: Parameters<typeof manifest>[0], more: Files = {}): Files => ({
    ...two,
    "shop/aggregate.yaml": manifest(entries),
    ...more
  })
  const entry = (steps: string) => `{ current: 2, upcasts: { 1: ${steps} } }`
  const one = {
    "shop/aggregate.yaml": manifest({ Opened: 1 }),
    "shop/Opened.v1.yaml": two["shop/Opened.v1.yaml"]
  }

  it("are told apart by nothing where they are the same", () => assert.deepEqual(between(two, two), []))

  it("are told apart by aggregates and events that are new or gone", () => {
    const other = {
      "drinks/aggregate.yaml": manifest({ Poured: 1 }, "Bar"),
      "drinks/Poured.v1.yaml": event({ drink: "string" })
    }
    assert.deepEqual(between(two, { ...two, ...other }), ["drinks is new"])
    assert.deepEqual(between({ ...two, ...other }, two), ["drinks is gone"])
    const closed = {
      ...one,
      "shop/aggregate.yaml": manifest({ Opened: 1, Closed: 1 }),
      "shop/Closed.v1.yaml": event({ at: "string" })
    }
    assert.deepEqual(between(one, closed), ["shop/Closed is new"])
    assert.deepEqual(between(closed, one), ["shop/Closed is gone"])
  })

  it("are told apart by versions, and by how they are read", () => {
    const before = {
      ...one,
      "shop/aggregate.yaml": manifest({ Opened: 1, Closed: 1 }),
      "shop/Closed.v1.yaml": event({ at: "string" })
    }
    assert.deepEqual(between(before, two), ["shop/Opened current 1 -> current 2", "shop/Opened@2 is new"])
    assert.deepEqual(between(two, before), ["shop/Opened current 2 -> current 1", "shop/Opened@2 is gone"])
    const retired = {
      ...before,
      "shop/aggregate.yaml": manifest({
        Opened: 1,
        Closed: "{ current: 1, retired: { on: 2026-01-01, reason: no use, read: skip } }"
      })
    }
    assert.deepEqual(between(before, retired), ["shop/Closed current 1 -> current 1, retired (skip)"])
  })

  it("are told apart by fields, and by steps that do something else", () => {
    assert.deepEqual(between(two, { ...two, "shop/Closed.v1.yaml": event({ at: "integer" }) }), [
      "shop/Closed@1/at text -> an integer"
    ])
    const operations = "[{ rename: { from: /a, to: /b } }, { add: { at: /c, value: 1 } }]"
    assert.deepEqual(between(two, withManifest({ Opened: entry(operations), Closed: 1 })), [
      "shop/Opened@1 its step to v2: rename /a -> /b; add /c: 0 -> rename /a -> /b; add /c: 1"
    ])
    assert.deepEqual(between(two, withManifest({ Opened: entry("{ code: true }"), Closed: 1 })), [
      "shop/Opened@1 its step to v2: rename /a -> /b; add /c: 0 -> by hand"
    ])
  })
})
