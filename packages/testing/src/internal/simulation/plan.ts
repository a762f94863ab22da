// What is to happen in a run, step by step, drawn before it begins: so a run can be had again without some of its steps.
import { type Random, randomOf } from "../../laws/internal/random.ts"
import type { Fault } from "./model.ts"

/** What a step does beyond its kind is drawn by its own seed. */
export interface Step {
  readonly kind: "user" | "moment" | "while" | "crash"
  readonly seed: number
}

export interface Plan {
  readonly seed: number
  readonly number: number
  readonly faults: ReadonlyArray<Fault>
  readonly steps: ReadonlyArray<Step>
}

export const planOf = (seed: number, number: number, faults: ReadonlyArray<Fault>, length: number): Plan => {
  const random = randomOf(seed, number)
  const kinds: ReadonlyArray<Step["kind"]> = [
    ...Array<Step["kind"]>(6).fill("user"),
    "moment",
    "moment",
    "while",
    ...(faults.includes("crash") ? ["crash" as const, "crash" as const] : [])
  ]
  const steps = Array.from({ length }, () => ({ kind: random.pick(kinds), seed: random.int(0, 0x7fffffff) }))
  return { seed, number, faults, steps }
}

export const randomOfStep = ({ seed }: Step): Random => randomOf(seed, 0)

/** Plans with less in them: without a fault, without a half of the steps, without one of them. */
export function* simpler(plan: Plan): Iterable<Plan> {
  const { faults, steps } = plan
  for (const fault of faults) {
    const without = faults.filter((one) => one !== fault)
    yield { ...plan, faults: without, steps: fault === "crash" ? steps.filter(({ kind }) => kind !== "crash") : steps }
  }
  for (let size = Math.ceil(steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let end = steps.length; end > 0; end -= size) {
      yield { ...plan, steps: [...steps.slice(0, Math.max(0, end - size)), ...steps.slice(end)] }
    }
  }
}
