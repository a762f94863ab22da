// The golden corpus: what was recorded is read as it was, and who changes its meaning is told.
import type { EventSet } from "@deciduous/core"
import { laws } from "@deciduous/testing/laws/RecordedLaws"
import { assert, describe, it } from "@effect/vitest"
import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { pathToFileURL } from "node:url"
import { R, S } from "./domain.ts"

interface Named {
  readonly _tag: "Named"
  readonly given: string
  readonly family: string
}

/** `Named@1` had a name. */
const events = (family = (rest: ReadonlyArray<string>) => rest.join(" ")) =>
  R.eventSet({
    aggregate: "Person",
    category: "a person",
    id: () => R.Text,
    events: {
      "Named@1": R.upcast("Named@2", "Named@1", () => S.Struct({ name: R.Text })),
      "Named@2": R.current("Named", () => S.Struct({ _tag: S.tagDefaultOmit("Named"), given: R.Text, family: R.Text }))
    }
  }).with({
    "Named@1": ({ name }: { readonly name: string }) => {
      const [given, ...rest] = name.split(" ")
      return { given, family: family(rest) }
    }
  }) as EventSet.EventSet<Named, Named>

const stored = {
  streamId: "a person-1",
  version: 1,
  recordedAt: "2026-03-01T09:00:00.000Z",
  type: "Named",
  schemaVersion: 1,
  data: { name: "Ada King Lovelace" }
}
const read = [{ type: "Named", schemaVersion: 2, data: { given: "Ada", family: "King Lovelace" } }]

/** What the laws say of a folder with this one file in it. */
const said = (text: string | undefined, set = events(), category = "a%20person"): string => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "recorded-"))
  try {
    if (text !== undefined) {
      fs.mkdirSync(path.join(folder, category))
      fs.writeFileSync(path.join(folder, category, "Named@1.json"), text)
    }
    const [law, ...others] = laws(pathToFileURL(folder), [set])
    assert.isEmpty(others)
    const verdict = law!.check()
    return `${law!.name}: ${verdict._tag === "Holds" ? "holds" : verdict.problem}`
  } finally {
    fs.rmSync(folder, { recursive: true })
  }
}
const name = "a%20person/Named@1.json is read as it was recorded"

describe("a recorded event", () => {
  it("is read as it was", () => assert.strictEqual(said(JSON.stringify({ stored, read })), `${name}: holds`))

  it("is read at all, where it cannot be said as what", () =>
    assert.strictEqual(said(JSON.stringify({ stored, read: null })), `${name}: holds`))

  it("has another meaning by another upcaster", () =>
    assert.strictEqual(
      said(JSON.stringify({ stored, read }), events((rest) => rest.at(-1) ?? "")),
      `${name}: It is read otherwise than it was: at /0/family: expected "King Lovelace", got "Lovelace"`
    ))

  it("was more than one", () =>
    assert.strictEqual(
      said(JSON.stringify({ stored, read: [...read, ...read] })),
      `${name}: It is read otherwise than it was: as 2 events on the day of recording, now as 1`
    ))

  it("cannot be read any more", () =>
    assert.match(said(JSON.stringify({ stored: { ...stored, schemaVersion: 3 }, read })), /Named v3 is not known/))

  it("is of an aggregate that nobody reads", () =>
    assert.match(said(JSON.stringify({ stored, read }), events(), "plane"), /no event set that was given|No event set/))

  it("was edited", () => {
    assert.match(said("{"), /no recorded example/)
    assert.match(said(`{"stored":{}}`), /no recorded example/)
  })

  it("is missing", () => assert.match(said(undefined), /^there are recorded examples: There are no examples in it yet/))
})
