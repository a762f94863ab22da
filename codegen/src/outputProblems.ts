// What can be wrong with the folder that generated files go to. Read by the pipeline.
import { type Diagnostic, error, wholeFile } from "./diagnostic.ts"
import { type Difference, differingLines } from "./write.ts"

/** How messages print a file of the folder, by its name. */
type Printed = (name: string) => string

/** STALE: what is there is not what the schema files mean. */
export const staleFiles = ({ changed, stale }: Difference, printed: Printed): ReadonlyArray<Diagnostic> => {
  const report = (name: string, message: string) =>
    error("STALE", wholeFile(printed(name)), message, "deciduous generate.")
  return [
    ...changed.map(({ before, file: { name, source, text } }) => {
      const folder = source.replace(/\/$/, "")
      if (before === undefined) return report(name, `It is not there, and ${folder} asks for it.`)
      const { count, first } = differingLines(before, text)
      const lines = count === 1 ? "1 line differs" : `${count} lines differ`
      return report(name, `Does not match ${folder} (${lines}, ${count === 1 ? "" : "first "}at line ${first}).`)
    }),
    ...stale.map((name) => report(name, "No schema file asks for it any more."))
  ]
}

/** OUTPUT_FOREIGN: a file that someone has written is in the way. */
export const foreignFiles = ({ foreign }: Difference, printed: Printed): ReadonlyArray<Diagnostic> =>
  foreign.map((name) =>
    error(
      "OUTPUT_FOREIGN",
      wholeFile(printed(name)),
      "This file would be overwritten, and deciduous has not generated it.",
      "move it away, or generate into another folder."
    )
  )

/** OUTPUT_UNUSABLE: the folder cannot be read or written. */
export const unusableFolder = (folder: string, cause: NodeJS.ErrnoException): Diagnostic =>
  error(
    "OUTPUT_UNUSABLE",
    wholeFile(folder),
    `The folder cannot be used: ${cause.message}.`,
    "generate into another folder."
  )
