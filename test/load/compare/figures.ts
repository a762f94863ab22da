// The figures in a Markdown file: what stands between two marks is replaced, and the prose around them stays.
import * as fs from "node:fs"

const begin = "<!-- figures: begin -->"
const end = "<!-- figures: end -->"

export interface Figures {
  readonly replace: (figures: string) => void
}

/** What replaces them, or why that is not possible: asked before a run, which takes half an hour. */
export const figuresOf = (file: string): Figures | string => {
  if (!fs.existsSync(file)) return `There is no file ${file} to write the figures into.`
  const text = fs.readFileSync(file, "utf8")
  const [from, to] = [text.indexOf(begin), text.indexOf(end)]
  if (from === -1 || to < from) return `${file} needs a line "${begin}", and below it a line "${end}".`
  return {
    replace: (figures: string) =>
      fs.writeFileSync(file, `${text.slice(0, from)}${begin}\n\n${figures}\n\n${text.slice(to)}`)
  }
}
