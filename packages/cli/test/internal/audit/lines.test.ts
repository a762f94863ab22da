import { ofLines } from "#internal/audit/lines"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { emptyFolder } from "../../support/cli.ts"
import { accounts, asLines } from "../../support/storedBank.ts"

const inFile = (content: string | Uint8Array): string => {
  const file = path.join(emptyFolder(), "events.jsonl")
  fs.writeFileSync(file, content)
  return file
}

const read = (file: string, after?: string) =>
  Effect.runPromise(Stream.runCollect(ofLines(file, ["bank-account"], []).pages(after)))

const [line] = accounts(1)

describe("a file of stored events", () => {
  it("is read as a store is: what else an event has may be left out", async () => {
    const [page] = await read(inFile(asLines([line])))
    expect(page!.events).toMatchObject([{
      category: "bank-account",
      aggregateId: line!.streamId.slice("bank-account-".length),
      version: 1,
      type: "AccountOpened",
      schemaVersion: 1,
      data: line!.data,
      metadata: {}
    }])
    expect(page!.done).toBe(1)
  })

  it("may begin with a mark, hold empty lines, end its lines as Windows does, and its last one not at all", async () => {
    const pages = await read(inFile(`\uFEFF${JSON.stringify(line)}\r\n\r\n\n${JSON.stringify(line)}`))
    expect(pages.flatMap((page) => page.events.map((_, index) => page.at(index)))).toEqual(["line 1", "line 4"])
  })

  it("is read in pages of whole lines, however long it is, and goes on after each", async () => {
    const file = inFile(asLines(accounts(3_000)))
    const pages = await read(file)
    expect(pages.length).toBeGreaterThan(3)
    const events = pages.flatMap((page) => page.events.map((event, index) => ({ event, at: page.at(index) })))
    expect(events.length).toBe(15_000)
    expect(events.map(({ at }) => at)).toEqual(events.map((_, index) => `line ${index + 1}`))
    const rest = await read(file, pages[1]!.place)
    expect(rest.flatMap((page) => page.events.map((_, index) => page.at(index)))).toEqual(
      pages.slice(2).flatMap((page) => page.events.map((_, index) => page.at(index)))
    )
  })

  it("knows the category of a stream whose name has several dashes", async () => {
    const [page] = await read(inFile(asLines([{ ...line, streamId: "late-parcel-7", aggregateId: "7" }, {
      ...line,
      streamId: "parcel-7-a"
    }])))
    expect(page!.events.map(({ category }) => category)).toEqual(["late-parcel", "parcel"])
  })

  it.each([
    ["no JSON", `{"streamId":`, "is no JSON."],
    ["a list", "[1]", "is no JSON object."],
    ["without a stream", JSON.stringify({ ...line, streamId: "" }), `has to have "streamId": the name of a stream.`],
    ["at version 0", JSON.stringify({ ...line, version: 0 }), `has to have "version": a whole number from 1.`],
    ["without a type", JSON.stringify({ ...line, type: 1 }), `has to have "type": the name of an event.`],
    [
      "without a schema version",
      JSON.stringify({ ...line, schemaVersion: "1" }),
      `has to have "schemaVersion": a whole number from 1.`
    ],
    [
      "without a payload",
      JSON.stringify({ ...line, data: undefined }),
      `has to have "data": the payload as it is stored.`
    ],
    [
      "without a time",
      JSON.stringify({ ...line, recordedAt: "today" }),
      `has to have "recordedAt": a time such as 2026-03-01T09:00:00.000Z.`
    ],
    [
      "of another category",
      JSON.stringify({ ...line, category: "parcel" }),
      `has a "streamId" that does not begin with its category and a dash.`
    ],
    ["in another encoding", Buffer.from([0x22, 0xff, 0x22]), "is no UTF-8."]
  ])("is refused where a line is %s, by its number", async (_, bad, problem) => {
    const before = Buffer.from(asLines([line, line]))
    const file = inFile(Buffer.concat([before, Buffer.from(bad), Buffer.from(`\n${asLines([line])}`)]))
    await expect(read(file)).rejects.toThrow(`${file}, line 3 ${problem}`)
  })

  it("is not gone on with where it has changed", async () => {
    const file = inFile(asLines([line]))
    await expect(read(file, "5:2")).rejects.toThrow("it has changed since the audit was interrupted")
    await expect(read(file, "100000:2")).rejects.toThrow("it has changed since the audit was interrupted")
  })
})
