// `deciduous export`, run as a user runs it. What the files hold is tested in codegen; here, where they go, what is said,
// and that nobody else's file is lost.
import { Position } from "@deciduous/core"
import { CloudEvent } from "@deciduous/runtime"
import * as DateTime from "effect/DateTime"
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { bankFolder, deciduousIn, emptyFolder, filesIn, writeIn } from "./support/cli.ts"

const exportedIn = (folder: string) => Object.keys(filesIn(folder)).filter((file) => !file.startsWith("event-schemas/"))

describe("deciduous export", () => {
  it("writes each form into a folder of its own, and what is unchanged stays untouched", () => {
    const folder = bankFolder()
    const deciduous = deciduousIn(folder)
    for (const form of ["json-schema", "asyncapi", "eventcatalog", "cloudevents", "markdown"]) {
      const { status, stderr, stdout } = deciduous("export", form)
      expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
      expect(stdout).toMatch(new RegExp(`^wrote {4}exports/${form}/`))
    }
    expect(exportedIn(folder)).toEqual(
      expect.arrayContaining([
        "exports/asyncapi/asyncapi.yaml",
        "exports/cloudevents/bank-account/FundsDeposited.cloudevent.schema.json",
        "exports/eventcatalog/services/bank-account/events/AccountOpened/index.mdx",
        "exports/eventcatalog/services/bank-account/events/AccountOpened/versioned/1.0.0/schema.json",
        "exports/json-schema/bank-account/AccountOpened.v1.schema.json",
        "exports/json-schema/bank-account/commands/Withdraw.schema.json",
        "exports/markdown/README.md",
        "exports/markdown/bank-account.md",
        "exports/markdown/types.md"
      ])
    )
    expect(deciduous("export", "markdown").stdout).toBe("0 files written, 3 unchanged.\n")
  })

  it("names schemas by where they will be found, of published events alone where that is asked", () => {
    const folder = bankFolder()
    const { stdout } = deciduousIn(folder)(
      "export",
      "cloudevents",
      "--published",
      "--base-uri",
      "https://schemas.example.com/bank",
      "--out",
      "docs/published/"
    )
    const file = "docs/published/bank-account/FundsDeposited.cloudevent.schema.json"
    expect(stdout).toBe(`wrote    ${file}\n1 file written, 0 unchanged.\n`)
    const [example] = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8")).examples
    expect(example).toMatchObject({
      type: "com.example.funds-deposited",
      source: "/bank-account",
      dataschema: "https://schemas.example.com/bank/bank-account/FundsDeposited.v1.schema.json"
    })
  })

  it("describes the messages that an outbox sends", () => {
    const folder = bankFolder()
    deciduousIn(folder)("export", "cloudevents", "--published", "--base-uri", "https://bank.example/schemas")
    const file = path.join(folder, "exports/cloudevents/bank-account/FundsDeposited.cloudevent.schema.json")
    const { properties, propertyNames, required } = JSON.parse(fs.readFileSync(file, "utf8"))
    const message = CloudEvent.fromStored(
      {
        id: "0199c0de-5d0a-7c31-9f2e-6b1f0a7c2e11",
        category: "bank-account",
        aggregateId: "42",
        streamId: "bank-account-42",
        version: 1,
        type: "FundsDeposited",
        schemaVersion: 1,
        data: {},
        metadata: {},
        recordedAt: DateTime.makeUnsafe("2026-03-01T09:00:00.000Z"),
        position: Position.make(0n, 1n)
      },
      { published: { FundsDeposited: { type: "com.example.funds-deposited", schema: "bank-account/FundsDeposited" } } },
      { source: "https://bank.example", schemas: "https://bank.example/schemas" }
    )
    expect(message).toMatchObject({
      specversion: properties.specversion.const,
      source: expect.stringMatching(new RegExp(properties.source.pattern, "u")),
      type: properties.type.const,
      datacontenttype: properties.datacontenttype.const,
      dataschema: properties.dataschema.const
    })
    expect(Object.keys(message!)).toEqual(expect.arrayContaining(required))
    for (const name of Object.keys(message!)) expect(name).toMatch(new RegExp(propertyNames.pattern, "u"))
  })

  it("tells CI what is not up to date, with exit code 1", () => {
    const folder = bankFolder()
    const deciduous = deciduousIn(folder)
    deciduous("export", "markdown")
    expect(deciduous("export", "markdown", "--check")).toMatchObject({ status: 0, stdout: "3 files up to date.\n" })
    fs.appendFileSync(path.join(folder, "exports/markdown/README.md"), "more")
    fs.rmSync(path.join(folder, "exports/markdown/types.md"))
    const before = filesIn(folder)
    expect(deciduous("export", "markdown", "--check")).toEqual({
      status: 1,
      stdout: "",
      stderr: "exports/markdown/README.md is not up to date.\nexports/markdown/types.md is not there.\n"
        + "  help: deciduous export markdown\n"
    })
    expect(filesIn(folder)).toEqual(before)
  })

  it("overwrites no file that it has not exported, and then writes none at all", () => {
    const folder = bankFolder()
    writeIn(folder, { "README.md": "# My bank\n" })
    const before = filesIn(folder)
    const { status, stderr } = deciduousIn(folder)("export", "markdown", "--out", ".")
    expect(status).toBe(2)
    expect(stderr).toBe(
      "README.md would be overwritten, and deciduous has not exported it.\n"
        + "  help: move it away, or export into another folder by --out.\nNothing was written.\n"
    )
    expect(filesIn(folder)).toEqual(before)
  })

  it("refuses what it can't work with in a line, with exit code 2", () => {
    const folder = bankFolder()
    const deciduous = deciduousIn(folder)
    expect(deciduous("export", "avro")).toMatchObject({ status: 2 })
    expect(deciduous("export", "json-schema", "--base-uri", "nowhere")).toMatchObject({
      status: 2,
      stderr: "--base-uri takes an absolute URI, such as https://schemas.example.com/events/.\n"
    })
    writeIn(folder, { "event-schemas/bank-account/FundsDeposited.v1.yaml": "type: objekt\n" })
    const { status, stderr } = deciduous("export", "json-schema")
    expect(status).toBe(2)
    expect(stderr).toContain("\"objekt\" is not a type.")
    expect(stderr).toContain("Nothing was exported.")
    expect(deciduousIn(emptyFolder())("export", "markdown").stderr).toContain(
      "There is no such folder of schema files."
    )
    expect(exportedIn(folder)).toEqual([])
  })
})
