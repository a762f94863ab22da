// What a bug of the list is: laws of something faulty, and of the same thing without the fault.
import type { Law, Verdict } from "@deciduous/testing/laws/Law"
import type { StoreLaw } from "@deciduous/testing/laws/ProjectionLaws"
import { Effect } from "effect"

export interface Bug {
  /** What is wrong, as somebody would say it who has found it. */
  readonly name: string
  readonly faulty: (run: Run) => ReadonlyArray<Law | StoreLaw>
  readonly correct: (run: Run) => ReadonlyArray<Law | StoreLaw>
}

/** Of the options of all laws, those that a run chooses. */
export interface Run {
  readonly seed: number
  readonly budget?: number
}

/** What fails of some laws; those of a store are waited for. */
export const brokenOf = async (laws: ReadonlyArray<Law | StoreLaw>) => {
  const broken: Array<Verdict & { readonly _tag: "Fails" }> = []
  for (const { check } of laws) {
    const verdict = typeof check === "function" ? check() : await Effect.runPromise(check)
    if (verdict._tag === "Fails") broken.push(verdict)
  }
  return broken
}
