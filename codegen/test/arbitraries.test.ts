// What generated arbitraries make, for a domain with every keyword and format: the schema, its codec and the event set
// take all of it, and give it back.
import { generate } from "@deciduous/codegen"
import { misfit, type TypeOf } from "@deciduous/codegen/check/fits"
import type { Catalog, Json } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import { declaredIn, findDeclared } from "@deciduous/codegen/walk"
import * as DateTime from "effect/DateTime"
import * as Equal from "effect/Equal"
import * as Schema from "effect/Schema"
import fc from "fast-check"
import { join } from "node:path"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { goldenCasesForTests } from "./golden.ts"
import { makeWorkspace, type Workspace } from "./support/workspace.ts"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260301)
const numRuns = 1_000

const envelope = {
  streamId: "s-1",
  version: 7,
  position: "1",
  recordedAt: DateTime.makeUnsafe("2026-03-01T12:00:00.000Z")
}

/** What is written by hand in these domains. */
const upcasters: { readonly [aggregate: string]: unknown } = {
  Shop: {
    "PackedAndSent@1": (data: unknown) => ["OrderPacked", "OrderSent"].map((type) => ({ type, version: 1, data }))
  }
}

const domains = goldenCasesForTests.filter(({ name }) => name !== "patterns-that-no-text-is-made-from")

for (const { folder, name } of domains) {
  describe(`${name.replaceAll("-", " ")} (seed ${seed})`, () => {
    const catalog: Catalog = readCatalog({ folder: "in", cwd: folder }).catalog!
    const find = findDeclared(declaredIn(catalog))
    const typeOf: TypeOf = (reference) => find(reference)?.shape
    const aggregate = catalog.aggregates[0]!
    const hasHistory = aggregate.events.some(({ reading, versions }) =>
      reading._tag !== "Current" || versions.length > 1
    )
    let workspace: Workspace
    let load: (module: string) => Promise<any>

    beforeAll(() => {
      workspace = makeWorkspace()
      generate({ schemas: "in", out: workspace.folder, cwd: folder, importExtension: ".ts" })
      load = (module) => import(join(workspace.folder, `${module}.gen.ts`))
    })
    afterAll(() => workspace.remove())

    const check = <A>(arbitrary: fc.Arbitrary<A>, predicate: (value: A) => void): void =>
      fc.assert(fc.property(arbitrary, predicate), { numRuns, seed })

    const returns = <A, I>(codec: Schema.Codec<A, I>, value: A): void => {
      const encoded = Schema.encodeSync(codec)(value)
      assert.isTrue(Equal.equals(Schema.decodeSync(codec)(JSON.parse(JSON.stringify(encoded)) as I), value))
    }

    it("stores payloads that their schema, the codec of their version and the event set take", async () => {
      const { stored } = (await load(`${aggregate.folder}.arbitraries`))[`${aggregate.name}Arbitraries`]
      const current = await load(`${aggregate.folder}.events`)
      const codecs = { ...current, ...(hasHistory ? await load(`${aggregate.folder}.history`) : {}) }
      const set = current[`${aggregate.name}Events`]
      const events = upcasters[aggregate.name] === undefined ? set : set.with(upcasters[aggregate.name])

      for (const [key, arbitrary] of Object.entries<fc.Arbitrary<Json>>(stored)) {
        const [type, version] = key.split("@")
        const payload = aggregate.events.find(({ name }) => name === type)!.versions[Number(version) - 1]!.payload
        const codec: Schema.Codec<{ readonly _tag: string }, Json> = codecs[`${type}V${version}`] ?? codecs[type!]
        check(arbitrary, (data) => {
          assert.deepEqual(JSON.parse(JSON.stringify(data)), data, "JSON changes nothing")
          assert.equal(misfit(data, payload, typeOf)?.fault, undefined)
          const value = Schema.decodeSync(codec)(data)
          assert.equal(value._tag, type)
          returns(codec, value)
          const read = events.decode({ ...envelope, type, schemaVersion: Number(version), data })
          assert.deepInclude(read, { _tag: "Success" }, key)
        })
      }
    })

    it("makes events, commands and shared types that their codecs give back as they were", async () => {
      const made = (await load(`${aggregate.folder}.arbitraries`))[`${aggregate.name}Arbitraries`]
      const commands = aggregate.commands.length === 0 ? {} : await load(`${aggregate.folder}.commands`)
      const groups: ReadonlyArray<readonly [arbitraries: object, codecs: any]> = [
        [made.events, await load(`${aggregate.folder}.events`)],
        [made.commands, commands],
        [(await load("arbitraries")).SharedArbitraries, await load("types")]
      ]
      for (const [arbitraries, codecs] of groups) {
        for (const [key, arbitrary] of Object.entries<fc.Arbitrary<unknown>>(arbitraries as {})) {
          check(arbitrary, (value) => returns(codecs[key], value))
        }
      }
    })
  })
}
