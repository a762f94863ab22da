// Several files as one: all of them are written, or the folder is as it was.
import * as Effect from "effect/Effect"
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import * as path from "node:path"
import { Unusable } from "../Failure.ts"

export interface TextFile {
  /** From the working folder, with slashes. */
  readonly file: string
  readonly text: string
}

/** Gives what takes it back. */
export const writeFiles = (files: ReadonlyArray<TextFile>): Effect.Effect<() => void, Unusable> =>
  Effect.suspend(() => {
    const steps: Array<() => void> = []
    const undo = () => steps.toReversed().forEach((step) => step())
    for (const { file, text } of files) {
      try {
        const before = existsSync(file) ? readFileSync(file) : undefined
        const made = mkdirSync(path.dirname(file), { recursive: true })
        if (made !== undefined) steps.push(() => rmSync(made, { recursive: true, force: true }))
        steps.push(() => before === undefined ? rmSync(file, { force: true }) : writeFileSync(file, before))
        writeFileSync(file, text)
      } catch (cause) {
        undo()
        const problem = cause instanceof Error ? cause.message : String(cause)
        return Effect.fail(new Unusable({ message: `${file} cannot be written: ${problem}. Nothing was written.` }))
      }
    }
    return Effect.succeed(undo)
  })
