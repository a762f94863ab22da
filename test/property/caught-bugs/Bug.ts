// What a bug of the list is: laws of something faulty, and of the same thing without the fault.
import type { Law } from "@deciduous/testing/laws/Law"

export interface Bug {
  /** What is wrong, as somebody would say it who has found it. */
  readonly name: string
  readonly faulty: (run: Run) => ReadonlyArray<Law>
  readonly correct: (run: Run) => ReadonlyArray<Law>
}

/** Of the options of all laws, those that a run chooses. */
export interface Run {
  readonly seed: number
  readonly budget?: number
}
