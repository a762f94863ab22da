// What is said of an upcast that does not lead to the next version is true, and nothing is left unsaid.
import { misfit } from "@deciduous/codegen/check/fits"
import { aim } from "@deciduous/codegen/upcast/aim"
import { fit } from "@deciduous/codegen/upcast/fit"
import { run } from "@deciduous/codegen/upcast/run"
import { flow } from "@deciduous/codegen/upcast/step"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { mutated } from "../support/mutations.ts"
import { payload } from "../support/payloads.ts"
import { type RandomStep, randomStep } from "../support/randomSteps.ts"
import { noTypes } from "../support/shapes.ts"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260302)
const recordedAt = "2026-03-01T12:00:00.000Z"

describe(`random upcasts to a version with one change (seed ${seed})`, () => {
  const cases = fc.sample(
    randomStep(3).chain((step) => mutated(step.to).map((to) => ({ ...step, to }))),
    { numRuns: 400, seed }
  ).map((step) => {
    const { result } = flow(step.operations, step.from, { shapeOf: noTypes, version: "v1" })
    const mismatches = fit(aim(result, step.to, noTypes), step.to, { shapeOf: noTypes, next: "v2" })
    const breaks = (old: Parameters<typeof run>[1]) =>
      misfit(run({ ...step, shapeOf: noTypes }, old, recordedAt), step.to, noTypes)
    const show = () =>
      JSON.stringify(
        { mismatches, ...step },
        (key, value: unknown) => ["place", "description", "by"].includes(key) ? undefined : value
      )
    return { step, mismatches, breaks, show }
  })

  it("fit, where nothing is said", () => {
    const silent = cases.filter(({ mismatches }) => mismatches.length === 0)
    assert.isAbove(silent.length, 50)
    for (const { breaks, show, step } of silent) {
      for (const old of fc.sample(payload(step.from), { numRuns: 40, seed })) {
        assert.equal(breaks(old), undefined, `${JSON.stringify(old)} of ${show()}`)
      }
    }
  })

  it("break for some payload, where something is said", () => {
    // what a pattern, a format, a conversion or a join admits is not reasoned about, and counts as the widest
    const isPlain = ({ from, operations }: RandomStep) =>
      !/"(pattern|format|using|with)":/.test(JSON.stringify([from, operations]))
    const blamed = cases.filter(({ mismatches, step }) => mismatches.length > 0 && isPlain(step))
    assert.isAbove(blamed.length, 20)
    const unproved = blamed.filter(({ breaks, step }) =>
      fc.sample(payload(step.from), { numRuns: 400, seed }).every((old) => breaks(old) === undefined)
    )
    assert.deepEqual(unproved.map(({ show }) => show()), [])
  })
})
