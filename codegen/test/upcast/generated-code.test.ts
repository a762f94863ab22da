// Upcasts of random operations: what is generated does what the operations mean, and the compiler takes it.
import { misfit } from "@deciduous/codegen/check/fits"
import { emit } from "@deciduous/codegen/emit/emit"
import type { Catalog, EventType, Json, ObjectShape } from "@deciduous/codegen/model"
import { aim } from "@deciduous/codegen/upcast/aim"
import { fit } from "@deciduous/codegen/upcast/fit"
import { run } from "@deciduous/codegen/upcast/run"
import { flow } from "@deciduous/codegen/upcast/step"
import * as DateTime from "effect/DateTime"
import fc from "fast-check"
import { afterAll, assert, beforeAll, describe, it } from "vitest"
import { payload } from "../support/payloads.ts"
import { type RandomStep, randomStep } from "../support/randomSteps.ts"
import { noTypes, nowhere, text } from "../support/shapes.ts"
import { makeWorkspace, type Workspace } from "../support/workspace.ts"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260301)
const context = { streamId: "random-1", version: 7, recordedAt: "2026-03-01T12:00:00.000Z" }

type Upcast = (data: unknown, of: typeof context) => Json

describe(`a hundred random upcasts (seed ${seed})`, () => {
  const steps = fc.sample(randomStep(6), { numRuns: 100, seed })
  let workspace: Workspace
  let upcasts: ReadonlyArray<Upcast>
  let decode: (type: string, data: Json) => unknown

  beforeAll(async () => {
    workspace = makeWorkspace()
    for (const checked of [false, true]) {
      for (const file of emit(catalogOf(steps), { checked, importExtension: ".ts" })) {
        const names = steps.map((_, index) => `upcastE${index}1`).join(", ")
        const exported = file.name === "random.events.gen.ts" ? `\nexport const upcasts = [${names}]\n` : ""
        workspace.write(`${checked ? "checked" : "plain"}/${file.name}`, file.text + exported)
      }
    }
    const events = await import(`${workspace.folder}/plain/random.events.gen.ts`)
    upcasts = events.upcasts
    const stored = { ...context, position: "1", recordedAt: DateTime.makeUnsafe(context.recordedAt), schemaVersion: 1 }
    decode = (type, data) => events.RandomEvents.decode({ ...stored, type, data })
  })

  afterAll(() => workspace.remove())

  it("do what the operations mean", () => {
    steps.forEach((step, index) =>
      fc.assert(
        fc.property(payload(step.from), (old) => {
          const expected = run({ ...step, shapeOf: noTypes }, old, context.recordedAt)
          assert.deepEqual(upcasts[index]!(old, context), expected, describeStep(step, index))
        }),
        { numRuns: 40, seed }
      )
    )
  })

  it("make what the next version takes, and its codec too", () => {
    steps.forEach((step, index) =>
      fc.assert(
        fc.property(payload(step.from), (old) => {
          const made = run({ ...step, shapeOf: noTypes }, old, context.recordedAt)
          assert.equal(misfit(made, step.to, noTypes), undefined, describeStep(step, index))
          assert.deepInclude(decode(`E${index}`, old) as object, { _tag: "Success" }, describeStep(step, index))
        }),
        { numRuns: 10, seed }
      )
    )
  })

  it("raise no false alarm", () => {
    for (const step of steps) {
      const { result } = flow(step.operations, step.from, { shapeOf: noTypes, version: "v1" })
      assert.deepEqual(fit(aim(result, step.to, noTypes), step.to, { shapeOf: noTypes, next: "v2" }), [])
    }
  })

  it("compile, in the checked form too", () => assert.equal(workspace.compile(), ""), 120_000)
})

const describeStep = ({ from, operations, to }: RandomStep, index: number): string =>
  `upcast ${index}: ${
    JSON.stringify({ from, operations, to }, (key, value: unknown) =>
      key === "place" || key === "description" ? undefined : value)
  }`

const catalogOf = (steps: ReadonlyArray<RandomStep>): Catalog => ({
  folder: "random",
  types: [],
  brands: [{ name: "RandomId", shape: text(), place: nowhere }],
  aggregates: [{
    name: "Random",
    folder: "random",
    description: undefined,
    stream: "random",
    id: "RandomId",
    events: steps.map(eventOf),
    commands: [],
    place: nowhere
  }]
})

const eventOf = ({ from, operations, to }: RandomStep, index: number): EventType => ({
  name: `E${index}`,
  versions: [from, to].map((payload: ObjectShape, at) => ({
    version: at + 1,
    definitions: [],
    file: `random/E${index}.v${at + 1}.yaml`,
    description: undefined,
    deprecated: false,
    payload,
    place: nowhere
  })),
  reading: {
    _tag: "Current",
    current: 2,
    steps: [{ _tag: "Operations", from: 1, to: 2, operations, place: nowhere }],
    unused: [],
    retired: undefined,
    published: undefined
  },
  place: nowhere
})
