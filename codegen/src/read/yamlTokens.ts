// A YAML text by its tokens, for what its tree no longer shows: marks that are refused, and brackets left open.
import { Lexer } from "yaml"

export interface Token {
  readonly text: string
  readonly offset: number
  /** Content of a scalar, where `&` or `{` are letters. */
  readonly scalar: boolean
}

export interface ForbiddenMark {
  readonly code: string
  readonly offset: number
  readonly message: string
  readonly help: string | undefined
}

/** Anchors, aliases, tags and directives: each of them lets a file mean more than it says. */
export const forbiddenMarks = (text: string): ReadonlyArray<ForbiddenMark> =>
  // Most files hold no such character at all, and reading tokens takes a fifth of the parser's time.
  (/[&*!%]/.test(text) ? tokensOf(text) : []).flatMap(({ offset, scalar, text }): ReadonlyArray<ForbiddenMark> => {
    if (scalar) return []
    switch (text[0]) {
      case "&":
      case "*":
        return [{ code: "YAML_ALIAS", offset, ...ALIAS }]
      case "!":
        return [{
          code: "YAML_ALIAS",
          offset,
          message: `The tag ${JSON.stringify(text)} is not allowed.`,
          help: TAG_HELP
        }]
      case "%":
        return [{ code: "YAML_SYNTAX", offset, message: "Directives are not allowed.", help: "take this line out." }]
      default:
        return []
    }
  })

/** What is said of anchors, aliases and merge keys. */
export const ALIAS = {
  message: "Anchors, aliases and merge keys are not allowed, as they would hide a change of an old version.",
  help: "use $ref to a file in _types/."
} as const

/** The brackets that are open before `end`, the innermost last. */
export const openBrackets = (text: string, end: number): ReadonlyArray<Token> => {
  const open: Array<Token> = []
  for (const token of tokensOf(text)) {
    if (token.offset >= end) break
    if (token.scalar) continue
    if (token.text === "{" || token.text === "[") open.push(token)
    if (token.text === "}" || token.text === "]") open.pop()
  }
  return open
}

/** The last text in quotes that begins before `end`. */
export const lastQuoted = (text: string, end: number): Token | undefined =>
  tokensOf(text).findLast((token) => token.offset < end && /^["']/.test(token.text))

const TAG_HELP = "take it away: what a value is shows from how it is written."

const tokensOf = (text: string): ReadonlyArray<Token> => {
  const tokens: Array<Token> = []
  let offset = 0
  let scalar = false
  for (const token of new Lexer().lex(text)) {
    // These three stand for positions and are no part of the text.
    if (token === "\x02" || token === "\x18" || token === "\x1f") {
      scalar = token === "\x1f"
      continue
    }
    tokens.push({ text: token, offset, scalar })
    offset += token.length
    scalar = false
  }
  return tokens
}
