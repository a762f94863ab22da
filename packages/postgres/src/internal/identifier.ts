// Names that users choose, made safe to stand in SQL.
import * as Result from "effect/Result"

/** PostgreSQL cuts longer names without an error, and two of them could become one. */
const maxBytes = 63

/** A name as a quoted identifier, whatever is in it; or why it cannot be one. */
export const quoted = (name: string): Result.Result<string, string> => {
  const problem = name === ""
    ? "is empty"
    : name.includes("\0")
    ? "has the character U+0000"
    : !name.isWellFormed()
    ? "has half of a surrogate pair"
    : Buffer.byteLength(name) > maxBytes
    ? `has ${Buffer.byteLength(name)} bytes, and PostgreSQL takes at most ${maxBytes}`
    : undefined
  return problem === undefined ? Result.succeed(`"${name.replaceAll("\"", "\"\"")}"`) : Result.fail(problem)
}
