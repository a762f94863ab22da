// The payloads that are shown beside what is said of a step: they really go wrong there, and are found where there are some.
import { misfit } from "@deciduous/codegen/check/fits"
import { counterexample } from "@deciduous/codegen/evolution/counterexample"
import type { EventType, ObjectShape, Step } from "@deciduous/codegen/model"
import { readCatalog } from "@deciduous/codegen/read/index"
import { samplesOf } from "@deciduous/codegen/sample/sample"
import { aim } from "@deciduous/codegen/upcast/aim"
import { fit } from "@deciduous/codegen/upcast/fit"
import { shapesOf } from "@deciduous/codegen/upcast/open"
import { flow } from "@deciduous/codegen/upcast/step"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { goldenCases, goldenCasesForTests } from "../golden.ts"
import { mutated } from "../support/mutations.ts"
import { type RandomStep, randomStep } from "../support/randomSteps.ts"
import { noTypes, nowhere } from "../support/shapes.ts"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260302)

const eventOf = ({ from, operations, to }: RandomStep): readonly [EventType, Step] => {
  const step: Step = { _tag: "Operations", from: 1, to: 2, operations, place: nowhere }
  const version = (number: number, payload: ObjectShape) => ({
    version: number,
    file: "",
    description: undefined,
    deprecated: false,
    payload,
    definitions: [],
    place: nowhere
  })
  const reading = {
    _tag: "Current",
    current: 2,
    steps: [step],
    unused: [],
    retired: undefined,
    published: undefined
  } as const
  return [{ name: "A", versions: [version(1, from), version(2, to)], reading, place: nowhere }, step]
}

describe(`counterexamples of random steps to a version with one change (seed ${seed})`, () => {
  const cases = fc.sample(
    randomStep(3).chain((step) => mutated(step.to).map((to) => ({ ...step, to }))),
    { numRuns: 300, seed }
  ).map((step) => {
    const { result } = flow(step.operations, step.from, { shapeOf: noTypes, version: "v1" })
    const mismatches = fit(aim(result, step.to, noTypes), step.to, { shapeOf: noTypes, next: "v2" })
    const shown = counterexample(...eventOf(step), mismatches.map(({ pointer }) => pointer), noTypes)
    return { step, mismatches, shown }
  })

  it("are none where nothing is said", () => {
    const silent = cases.filter(({ mismatches }) => mismatches.length === 0)
    assert.isAbove(silent.length, 40)
    assert.deepEqual(silent.flatMap(({ shown }) => shown ?? []), [])
  })

  it("are there for most values that pass into a narrower place", () => {
    const narrowing = cases.filter(({ mismatches }) => mismatches.some(({ kind }) => kind === "narrows"))
    assert.isAbove(narrowing.length, 20)
    const found = narrowing.filter(({ shown }) => shown !== undefined)
    // what fails for every payload shows none, and a pattern or a conversion counts as the widest
    assert.isAbove(found.length / narrowing.length, 0.5)
  })
})

describe("samples", () => {
  const versions = [...goldenCases, ...goldenCasesForTests].flatMap(({ folder, name }) => {
    const { catalog } = readCatalog({ folder: "in", cwd: folder })
    const shapeOf = catalog && shapesOf(catalog)
    return (catalog?.aggregates ?? []).flatMap(({ events }) =>
      events.flatMap((event) =>
        event.versions.map(({ payload, version }) => ({
          at: `${name}/${event.name}@${version}`,
          payload,
          shapeOf: shapeOf!
        }))
      )
    )
  })

  it("are what their schema takes, and the same for the same seed", () => {
    const none: Array<string> = []
    for (const { at, payload, shapeOf } of versions) {
      const samples = samplesOf(payload, shapeOf, { count: 5, seed })
      if (samples === undefined) none.push(at)
      assert.deepEqual(samplesOf(payload, shapeOf, { count: 5, seed }), samples)
      for (const sample of samples ?? []) assert.isUndefined(misfit(sample, payload, shapeOf), at)
    }
    // only where a pattern is that no text is made from
    assert.isBelow(none.length, versions.length / 20, none.join())
  })
})
