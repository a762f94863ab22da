// The ids of commands that processes send: aggregates know them, so they never change.
import { commandId } from "#internal/process/commandId"
import { sha1 } from "#internal/process/sha1"
import { assert, describe, it } from "@effect/vitest"
import { createHash } from "node:crypto"

describe("the digest", () => {
  it("is that of everybody, at every length around the borders of blocks", () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (7 * i + length) % 256)
      assert.strictEqual(Buffer.from(sha1(bytes)).toString("hex"), createHash("sha1").update(bytes).digest("hex"))
    }
  })
})

describe("the id of a command", () => {
  const event = { streamId: "order-1", version: 3, part: 0 }

  it("is what it has always been", () => {
    assert.strictEqual(commandId("fulfilment", "1", event, 0), "b2e1f7d0-5a1c-5fd5-9055-cdc2f5c7e081")
  })

  it("differs where anything of its place differs, also by how a name is cut and by half a surrogate pair", () => {
    const ids = [
      commandId("fulfilment", "1", event, 0),
      commandId("fulfilment", "1", event, 1),
      commandId("fulfilment", "1", { ...event, part: 1 }, 0),
      commandId("fulfilment", "1", { ...event, version: 4 }, 0),
      commandId("fulfilment", "1", { ...event, streamId: "order-2" }, 0),
      commandId("fulfilment", "2", event, 0),
      commandId("fulfilment1", "", event, 0),
      commandId("fulfilment", "\ud800", event, 0),
      commandId("fulfilment", "\ud801", event, 0)
    ]
    assert.strictEqual(new Set(ids).size, ids.length)
    for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
