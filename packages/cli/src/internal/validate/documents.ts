// The JSON documents of a file that is an array of them, or that has them one behind the other over many lines: each as
// text, without the whole file in memory. Read by `files.ts`.

export interface Document {
  /** `undefined` of what is neither an object nor an array, and stands between them. */
  readonly text: string | undefined
  /** Where it begins, from 1. */
  readonly line: number
}

/** Commas between documents are passed over. One that the file ends in comes as it is. */
export async function* documentsIn(chunks: AsyncIterable<string>): AsyncGenerator<Document> {
  let [begun, begunAt, line, depth] = ["", 0, 1, 0]
  /** 1 within the array that holds them. */
  let outside = 0
  let [isText, isEscaped, isFirst, isStray] = [false, false, true, false]
  for await (const chunk of chunks) {
    // a document that this chunk goes on with begins with it
    let from = 0
    for (let at = 0; at < chunk.length; at++) {
      const unit = chunk.charCodeAt(at)
      if (unit === LINE_FEED) line++
      if (isText) {
        if (isEscaped) isEscaped = false
        else if (unit === BACKSLASH) isEscaped = true
        else if (unit === QUOTE) isText = false
        continue
      }
      if (depth === outside && !isStray && !BETWEEN.has(unit)) {
        isStray = true
        yield { text: undefined, line }
      }
      if (unit === QUOTE) isText = true
      else if (unit === BRACE || unit === BRACKET) {
        if (isFirst && unit === BRACKET) outside = 1
        else if (depth === outside) [from, begunAt] = [at, line]
        isFirst = false
        isStray = false
        depth++
      } else if (unit === BRACE_END || unit === BRACKET_END) {
        if (depth === 0) yield { text: undefined, line }
        else if (--depth < outside) outside = 0
        else if (depth === outside) {
          yield { text: begun + chunk.slice(from, at + 1), line: begunAt }
          begun = ""
        }
      }
    }
    if (depth > outside) begun += chunk.slice(from)
    if (begun.length > LONGEST) throw new Error(`what begins on line ${begunAt} has more than ${LONGEST} characters`)
  }
  if (depth > outside) yield { text: begun, line: begunAt }
}

const LINE_FEED = 10
/** Spaces, commas, brackets, and the mark that a file may begin with. */
const BETWEEN: ReadonlySet<number> = new Set([..." \t\r\n,[]{}\uFEFF"].map((character) => character.charCodeAt(0)))
const QUOTE = 34
const BACKSLASH = 92
const BRACKET = 91
const BRACKET_END = 93
const BRACE = 123
const BRACE_END = 125

/** More is no event. */
const LONGEST = 64 * 1024 * 1024
