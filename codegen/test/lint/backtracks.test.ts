// Patterns that take a backtracking engine exponential time, and look-alikes that take none.
import { backtracks } from "@deciduous/codegen/lint/backtracks"
import { assert, describe, it } from "vitest"

describe("a pattern backtracks", () => {
  for (
    const pattern of [
      "^(a+)+$",
      "^(?:a*)*$",
      "^([a-z]+)*!$",
      "^(a|a)*$",
      "^(?:a|aa)+$",
      "^(\\d+\\d*)+$",
      "^([a-zA-Z]+\\s?)*$",
      "^(?:\\w|\\d)+$",
      "^(.*,?)*x$",
      "^(a{1,2}){2,}$",
      "^(a+){9,}$",
      "^(([a-z])+.)+[A-Z]$"
    ]
  ) it(pattern, () => assert.isTrue(backtracks(pattern)))
})

describe("a pattern does not backtrack", () => {
  for (
    const pattern of [
      "^[A-Z]{3}$",
      "^[a-z]+(?:-[a-z]+)*$",
      "^(?:[^,]+,)*[^,]+$",
      "^(?:a|b)*$",
      "^[a-z]*[a-z]*$",
      "^(?<year>\\d{4})-\\d{2}$",
      "^(?:[0-9]{1,3}\\.){3}[0-9]{1,3}$",
      "^(\\\\.|[^\\\\\"])*$",
      "^[(+)*]+$",
      "^(?=.*[a-z]+)[^ ]+$",
      "^\\p{Lu}\\p{Ll}*(?: \\p{Lu}\\p{Ll}*)*$",
      "^(ab?c)+$",
      "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$",
      ""
    ]
  ) it(pattern === "" ? "the empty one" : pattern, () => assert.isFalse(backtracks(pattern)))
})
