// Edits to the schemas of this repository's own events, many at random: each one that changes what is stored is reported at
// its file under the right rule, and each one that does not is passed over.
import { check } from "@deciduous/codegen/evolution/check"
import { lock } from "@deciduous/codegen/evolution/lock"
import fc from "fast-check"
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { parse } from "yaml"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260401)

type Schema = { [keyword: string]: any }

/** What an edit does to one event's schema; false where it has nothing to do there. */
type Edit = (schema: Schema, pick: <A>(values: ReadonlyArray<A>) => A | undefined) => boolean

const propertyOf = (
  schema: Schema,
  pick: Parameters<Edit>[1],
  fits: (property: Schema) => boolean
): Schema | undefined => pick(Object.values<Schema>(schema["properties"]).filter(fits))

const isText = ({ enum: values, format, type }: Schema) =>
  type === "string" && format === undefined && values === undefined

/** A brand has one meaning wherever it is used, which is another rule's business. */
const editing = (fits: (property: Schema) => boolean, change: (property: Schema) => void): Edit => (schema, pick) => {
  const property = propertyOf(schema, pick, (of) => of["x-brand"] === undefined && fits(of))
  if (property === undefined) return false
  change(property)
  return true
}

const breaking: Readonly<Record<string, Edit>> = {
  "a property less": (schema, pick) => {
    const name = pick(Object.keys(schema["properties"]))
    if (name === undefined) return false
    delete schema["properties"][name]
    schema["required"] = schema["required"].filter((other: string) => other !== name)
    return true
  },
  "a required property more": (schema) => {
    schema["properties"]["added"] = { type: "boolean" }
    schema["required"].push("added")
    return true
  },
  "an optional property more": (schema) => {
    schema["properties"]["added"] = { type: "boolean" }
    return true
  },
  "an optional property": (schema, pick) => {
    const name = pick<string>(schema["required"])
    schema["required"] = schema["required"].filter((other: string) => other !== name)
    return name !== undefined
  },
  "another type": editing(isText, (property) => {
    for (const key of Object.keys(property)) delete property[key]
    property["type"] = "integer"
  }),
  "a length": editing(isText, (property) => void (property["maxLength"] = (property["maxLength"] ?? 100) - 1)),
  "a pattern": editing(isText, (property) => void (property["pattern"] = "^[A-Z]$")),
  "a format": editing(
    (property) => property["format"] === "date-time",
    (property) => void (property["format"] = "date")
  ),
  "no format": editing(({ format }) => format === "date-time", (property) => void (delete property["format"])),
  "null": editing(
    ({ type }) => typeof type === "string",
    (property) => void (property["type"] = [property["type"], "null"])
  ),
  "a value more": editing(
    (property) => Array.isArray(property["enum"]),
    (property) => property["enum"].push("one-more")
  ),
  "a value less": editing((property) => property["enum"]?.length > 1, (property) => property["enum"].pop()),
  "a bound": editing(
    ({ type }) => type === "integer",
    (property) => void (property["maximum"] = (property["maximum"] ?? 99) - 1)
  ),
  "an array": editing(isText, (property) => {
    const items = { ...property }
    for (const key of Object.keys(property)) delete property[key]
    Object.assign(property, { type: "array", items })
  })
}

const harmless: Readonly<Record<string, Edit>> = {
  "properties in another order": (schema) => {
    schema["properties"] = Object.fromEntries(Object.entries(schema["properties"]).reverse())
    return true
  },
  "names under required in another order": (schema) => (schema["required"].reverse(), true),
  "other words": (schema, pick) => {
    Object.assign(schema, { description: "It is said otherwise.", $comment: "Now." })
    return editing((property) => property["$ref"] === undefined, (property) => void (property["description"] = "So."))(
      schema,
      pick
    )
  },
  "values in another order": editing(
    (property) => Array.isArray(property["enum"]),
    (property) => property["enum"].reverse()
  ),
  "a length of nothing": editing(
    (property) => isText(property) && property["minLength"] === undefined,
    (property) => void (property["minLength"] = 0)
  ),
  "an integer's bound said otherwise": editing(
    (property) => property["type"] === "integer" && property["minimum"] !== undefined,
    (property) => {
      property["exclusiveMinimum"] = property["minimum"] - 1
      delete property["minimum"]
    }
  ),
  "a deprecation": editing(
    (property) => property["$ref"] === undefined,
    (property) => void (property["deprecated"] = true)
  )
}

describe(`edits to locked versions (seed ${seed})`, () => {
  let cwd: string
  let files: ReadonlyArray<string>
  beforeAll(async () => {
    cwd = mkdtempSync(join(tmpdir(), "deciduous-edits-"))
    const own = join(import.meta.dirname, "../../../event-schemas")
    for (const folder of ["_types", "loan-application"]) {
      cpSync(join(own, folder), join(cwd, "schemas", folder), { recursive: true })
    }
    const folder = "schemas/loan-application"
    files = readdirSync(join(cwd, folder)).filter((name) => name.includes(".v1.")).map((name) => `${folder}/${name}`)
    for (const file of files) {
      // with a field of each kind that there is something to edit in
      const schema: Schema = parse(readFileSync(join(cwd, file), "utf8"))
      delete schema["examples"]
      const more = {
        note: { type: "string" },
        kind: { enum: ["a", "b", "c"] },
        count: { type: "integer", minimum: 1 }
      }
      Object.assign(schema["properties"], more)
      schema["required"] = [...schema["required"] ?? [], ...Object.keys(more)]
      writeFileSync(join(cwd, file), JSON.stringify(schema, undefined, 2))
    }
    assert.equal((await lock({ schemas: "schemas", cwd, today: "2026-01-01" }))._tag, "Locked")
  })
  afterAll(() => rmSync(cwd, { recursive: true, force: true }))

  /** Edits each file, by one of the edits each, and says what `check` finds: the file and the rule. */
  const round = async (edits: Readonly<Record<string, Edit>>, draw: (most: number) => number) => {
    const before = files.map((file) => readFileSync(join(cwd, file), "utf8"))
    const done = new Map<string, string>()
    try {
      for (const [index, file] of files.entries()) {
        const schema: Schema = parse(before[index] ?? "")
        const names = Object.keys(edits)
        const start = draw(names.length - 1)
        const pick = <A>(values: ReadonlyArray<A>) => values[draw(Math.max(0, values.length - 1))]
        const name = [...names.slice(start), ...names.slice(0, start)].find((one) => edits[one]?.(schema, pick))
        if (name === undefined) continue
        done.set(file, name)
        writeFileSync(join(cwd, file), JSON.stringify(schema, undefined, 2))
      }
      const checked = await check({ schemas: "schemas", cwd })
      if (checked._tag === "Unusable") return assert.fail(checked.problem)
      const errors = checked.diagnostics.filter(({ severity }) => severity === "error")
      return { done, found: errors.map(({ code, place }) => `${code} ${place.file}`) }
    } finally {
      files.forEach((file, index) => writeFileSync(join(cwd, file), before[index] ?? ""))
    }
  }

  const draws = (rounds: number) =>
    fc.sample(fc.infiniteStream(fc.nat()), { numRuns: rounds, seed }).map((numbers) => (most: number) =>
      (numbers.next().value ?? 0) % (most + 1)
    )

  it("that change what is stored are each reported, once, as VERSION_CHANGED", async () => {
    const seen = new Set<string>()
    for (const draw of draws(12)) {
      const { done, found } = await round(breaking, draw)
      done.forEach((name) => seen.add(name))
      assert.deepEqual(
        [...found].sort(),
        [...done.keys()].map((file) => `VERSION_CHANGED ${file}`).sort(),
        JSON.stringify([...done])
      )
    }
    assert.isAbove(seen.size, 10, [...seen].join())
  })

  it("that change nothing are passed over", async () => {
    const seen = new Set<string>()
    for (const draw of draws(6)) {
      const { done, found } = await round(harmless, draw)
      done.forEach((name) => seen.add(name))
      assert.deepEqual(found, [], JSON.stringify([...done]))
    }
    assert.isAbove(seen.size, 4, [...seen].join())
  })
})
