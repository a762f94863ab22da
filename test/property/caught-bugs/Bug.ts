// What a bug of the list is: laws of something faulty. And the same things without a fault, of which no law may complain.
import type { Law, Verdict } from "@deciduous/testing/laws/Law"
import type { StoreLaw } from "@deciduous/testing/laws/ProjectionLaws"
import type { Run } from "@deciduous/testing/laws/Seeds"
import { Effect } from "effect"

export interface Bug {
  /** What is wrong, as somebody would say it who has found it. */
  readonly name: string
  /** In how many commands it is told at most, where three cannot show it. */
  readonly most?: number
  readonly faulty: (run: Run) => ReadonlyArray<Law | StoreLaw>
}

/** What bugs are put into, and other things that look odd and are sound. */
export interface Sound {
  readonly name: string
  readonly laws: Bug["faulty"]
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
