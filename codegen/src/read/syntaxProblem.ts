// The YAML parser's errors, said again in the words of someone who writes schema files. Read by `yaml.ts` only.
import type { YAMLParseError } from "yaml"
import { error } from "../diagnostic.ts"
import type { Diagnostic } from "../diagnostic.ts"
import type { Place } from "../model.ts"
import { lastQuoted, openBrackets } from "./yamlTokens.ts"

/** Only a text's first error becomes a problem: the later ones follow from it more often than not. */
export const syntaxProblem = (
  fault: YAMLParseError,
  text: string,
  placeAt: (offset: number) => Place
): Diagnostic => {
  const offset = Math.min(fault.pos[0], text.length)
  if (fault.code === "TAB_AS_INDENT") {
    return error("YAML_TAB", placeAt(offset), "A tab is used to indent.", "YAML allows spaces only.")
  }
  // An indent is blamed at its end, where there is something to see.
  const wordAt = offset + (/^ */.exec(text.slice(offset))?.[0].length ?? 0)
  return unclosed(fault, text, offset, placeAt)
    ?? error("YAML_SYNTAX", placeAt(wordAt), ...explain(fault, text, offset))
}

type Sentence = readonly [message: string, help?: string]

const explain = (fault: YAMLParseError, text: string, offset: number): Sentence => {
  const rest = text.slice(offset).split("\n")[0] ?? ""
  if (/^(?:<{7} |={7}\s*$|>{7} )/.test(rest)) {
    return ["Git's conflict marks are in this file.", "keep what holds of both sides, and take the marks out."]
  }
  switch (fault.code) {
    case "BAD_DQ_ESCAPE":
      return [
        `"${rest.slice(0, 2)}" is not an escape of text in double quotes.`,
        "write the backslash twice, or use single quotes."
      ]
    case "BAD_SCALAR_START":
      return [`A value can't begin with ${rest[0]} unless it is in quotes.`, "put it into quotes."]
    case "BLOCK_AS_IMPLICIT_KEY":
      if (/^ *- /.test(rest)) {
        return [
          "An item of a list stands where a mapping has begun.",
          "begin the lines above with a dash too, or indent this one."
        ]
      }
      return rest.includes(": ")
        ? [`The ": " in this text would begin a mapping.`, "put the text into quotes."]
        : ["The lines below are indented as if they belonged to this value.", "indent them like the key of this line."]
    case "MULTILINE_IMPLICIT_KEY":
    case "MISSING_CHAR": {
      const missing = rest.includes(":")
        ? sentence(fault.message)
        : "A key should stand here, and no \":\" follows on this line."
      return gluedKey(rest) ?? [missing]
    }
    case "BLOCK_IN_FLOW":
      return [
        `A second ":" would begin a mapping of its own here.`,
        "put the text into quotes, or the mapping into braces."
      ]
    case "BAD_INDENT":
      return ["This line is not in line with its neighbours.", "indent the keys of one mapping alike."]
    case "MULTIPLE_DOCS":
      return ["A second document begins here, and a file holds one.", "take the line of three dashes or dots away."]
    case "RESOURCE_EXHAUSTION":
      return ["This is nested too deeply to be read."]
    case "UNEXPECTED_TOKEN":
      return [
        "Something follows where the value has already ended.",
        openBrackets(text, offset).length > 0
          ? "write a comma before it, or put the whole text into quotes."
          : "put the whole text into quotes."
      ]
    default:
      return [sentence(fault.message)]
  }
}

/** `type:object` is one word to YAML. */
export const gluedKey = (text: string): Sentence | undefined => {
  const glued = /^[\w$-]+:(?=\S)/.exec(text)?.[0]
  if (glued === undefined) return undefined
  const value = /^[{[]|^.*/.exec(text.slice(glued.length))?.[0]
  return [`There is no space after "${glued}".`, `write "${glued} ${value}".`]
}

/** A bracket or a quote without its partner is said where the parser noticed, and names the line where it began. */
const unclosed = (
  fault: YAMLParseError,
  text: string,
  offset: number,
  placeAt: (offset: number) => Place
): Diagnostic | undefined => {
  if (/^Missing closing .quote/.test(fault.message)) {
    const quote = lastQuoted(text, offset)
    if (quote === undefined) return undefined
    return error("YAML_SYNTAX", placeAt(quote.offset), `The text that begins with ${quote.text[0]} is not closed.`)
  }
  if (!/ end with /.test(fault.message)) return undefined
  const bracket = openBrackets(text, offset).at(-1)
  if (bracket === undefined) return undefined
  const line = placeAt(bracket.offset).line
  const last = placeAt(text.slice(0, offset).trimEnd().length).line
  // Where the parser noticed at the end of the file only, there is nothing to see.
  const place = text.slice(offset).trim() === "" ? placeAt(bracket.offset) : placeAt(offset)
  const message = `The "${bracket.text}" opened on line ${line} is not closed.`
  return error("YAML_SYNTAX", place, message, `add "${bracket.text === "{" ? "}" : "]"}" at the end of line ${last}.`)
}

const sentence = (text: string): string => `${text.replace(/\.?$/, "")}.`
