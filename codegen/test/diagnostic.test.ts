// How problems are printed, and which of many are.
import { error, formatDiagnostic, quote, settle, warning, wholeFile } from "@deciduous/codegen/diagnostic"
import { assert, describe, it } from "vitest"

const at = (line: number, column: number, file = "a.yaml") => ({ file, line, column })

const print = (text: string, line: number, column: number): string =>
  settle([error("CODE", at(line, column), "It is wrong.", "mend it.")], new Map([["a.yaml", text]])).map(
    formatDiagnostic
  )
    .join("\n")

describe("a printed problem", () => {
  it("has its place, rule and sentence, two lines of source, and the help", () => {
    assert.equal(
      print("one: 1\ntwo: 2\n", 2, 6),
      ["a.yaml:2:6  error  CODE  It is wrong.", "  2 | two: 2", "    |      ^", "  help: mend it."].join("\n")
    )
  })

  it("keeps a tab before its caret, and shows no control character", () => {
    assert.equal(print("\ta:\u001b[31m x\n", 1, 2).split("\n")[1], "  1 | \ta:\ufffd[31m x")
    assert.equal(print("\ta: x\n", 1, 2).split("\n")[2], "    | \t^")
  })

  it("of a long line shows the part around the caret", () => {
    const [, source = "", caret = ""] = print(`${"x".repeat(300)}!${"y".repeat(300)}`, 1, 301).split("\n")
    assert.equal(source[caret.indexOf("^")], "!")
    assert.isBelow(source.length, 130)
  })

  it("of a whole file has neither line nor frame", () => {
    assert.equal(
      formatDiagnostic(error("CODE", wholeFile("a.yaml"), "It is wrong.")),
      "a.yaml  error  CODE  It is wrong."
    )
  })

  it("of a place beyond its file has no frame", () => {
    assert.equal(print("a\n", 9, 1), "a.yaml:9:1  error  CODE  It is wrong.\n  help: mend it.")
  })
})

describe("many problems", () => {
  it("are sorted by file, line and column", () => {
    const problems = [
      error("D", at(2, 1, "b"), ""),
      error("C", at(10, 1), ""),
      error("B", at(9, 3), ""),
      error("A", at(9, 2), "")
    ]
    assert.deepEqual(settle(problems, new Map()).map(({ code }) => code), ["A", "B", "C", "D"])
  })

  it("of one place are one: the first error, else the first warning", () => {
    const problems = [warning("A", at(1, 1), ""), error("B", at(1, 1), ""), error("C", at(1, 1), "")]
    assert.deepEqual(settle(problems, new Map()).map(({ code }) => code), ["B"])
  })
})

describe("quoted text", () => {
  it("is on one line and cut without breaking a character", () => {
    assert.equal(quote("a\nb"), "\"a\\nb\"")
    assert.equal(quote("\u{1F600}".repeat(200)), `"${"\u{1F600}".repeat(80)}..."`)
  })
})
