// Contracts of all golden cases: a shape read back from its contract has the same contract, and no difference from it.
import { misfit } from "@deciduous/codegen/check/fits"
import { canonicalText } from "@deciduous/codegen/contract/canonical"
import { differences } from "@deciduous/codegen/contract/compare"
import { contractOf } from "@deciduous/codegen/contract/contract"
import { shapeOfContract } from "@deciduous/codegen/contract/locked"
import type { Find } from "@deciduous/codegen/contract/normal"
import { closed } from "@deciduous/codegen/evolution/restore"
import { findIn } from "@deciduous/codegen/lock/lines"
import { readCatalog } from "@deciduous/codegen/read/index"
import { edgesOf } from "@deciduous/codegen/sample/edges"
import { findDeclared } from "@deciduous/codegen/walk"
import { Ajv2020 } from "ajv/dist/2020.js"
import { assert, describe, it } from "vitest"
import { goldenCases, goldenCasesForTests } from "./golden.ts"

const versions = [...goldenCases, ...goldenCasesForTests].flatMap(({ folder, name }) => {
  const { catalog } = readCatalog({ folder: "in", cwd: folder })
  if (catalog === undefined) return []
  const find = findIn(catalog)
  return catalog.aggregates.flatMap(({ events }) =>
    events.flatMap((event) =>
      event.versions.map(({ payload, version }) => ({ at: `${name}/${event.name}@${version}`, find, payload }))
    )
  )
})

describe("contracts", () => {
  it("are read back as what they are", () => {
    assert.isAbove(versions.length, 100)
    for (const { at, find, payload } of versions) {
      const contract = contractOf(payload, find)
      const locked = shapeOfContract(contract, { key: "Locked", place: payload.place }) ?? assert.fail(at)
      const findLocked: Find = findDeclared(locked.declared)
      assert.deepEqual(
        differences({ shape: payload, find }, { shape: locked.shape, find: findLocked }).filter(({ kind }) =>
          kind !== "Brand"
        ),
        [],
        at
      )
      assert.equal(canonicalText(contractOf(locked.shape, findLocked)), canonicalText(contract), at)
    }
  })

  it("take the edge values of their schemas, as does a validator of JSON Schema; and so do the schemas", () => {
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    let values = 0
    for (const { at, find, payload } of versions) {
      const validate = ajv.compile(closed(contractOf(payload, find)) as object)
      for (const value of edgesOf(payload, (reference) => find(reference)!.shape)) {
        values++
        assert.isUndefined(
          misfit(value, payload, (reference) => find(reference)?.shape),
          `${at} ${JSON.stringify(value)}`
        )
        assert.isTrue(validate(value), `${at} ${JSON.stringify(value)}`)
      }
    }
    assert.isAbove(values, 1_000)
  })
})
