// Which stream an event belongs to: a category and an id, kept apart so that neither is ever parsed from the name.
import * as Schema from "effect/Schema"

/**
 * The name of a stream, `bank-account-42`, with the two parts that it was made of.
 *
 * The category is stored beside the name, never read out of it: `bank-account-1` also begins with `bank-`.
 *
 * @since 0.1.0
 * @category models
 */
export interface StreamId {
  readonly category: string
  readonly aggregateId: string
  /** `<category>-<aggregateId>`, 1 to {@link maxBytes} bytes of UTF-8. */
  readonly name: string
}

/**
 * The most bytes of UTF-8 that a stream's name may have: a row of PostgreSQL's index holds 2,704.
 *
 * @since 0.1.0
 * @category limits
 */
export const maxBytes = 2000

/**
 * A category or an id that cannot name a stream: empty, too long, with U+0000, or no well-formed Unicode.
 *
 * @since 0.1.0
 * @category errors
 */
export class InvalidStreamId extends Schema.TaggedError<InvalidStreamId>()("InvalidStreamId", {
  category: Schema.String,
  aggregateId: Schema.String,
  problem: Schema.String
}) {
  override get message() {
    return `A stream cannot be named by category ${shown(this.category)} and id ${
      shown(this.aggregateId)
    }: ${this.problem}`
  }
}

/**
 * The stream of one aggregate. It is data and never fails; a store checks it by {@link problemOf} before any I/O.
 *
 * @example
 * ```ts
 * import { StreamId } from "@deciduous/core"
 *
 * StreamId.make("bank-account", "42").name // "bank-account-42"
 * ```
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = (category: string, aggregateId: string): StreamId => ({
  category,
  aggregateId,
  name: `${category}-${aggregateId}`
})

/**
 * What is wrong with a stream id, or `undefined`.
 *
 * @since 0.1.0
 * @category checking
 */
export const problemOf = (streamId: StreamId): InvalidStreamId | undefined => {
  const { aggregateId, category, name } = streamId
  const problem = category === ""
    ? "the category is empty"
    : aggregateId === ""
    ? "the id is empty"
    : name !== `${category}-${aggregateId}`
    ? "its name is not made of its parts; use StreamId.make"
    : name.includes("\0")
    ? "it has the character U+0000"
    : !name.isWellFormed()
    ? "it has half of a surrogate pair"
    : utf8Length(name) > maxBytes
    ? `its name has ${utf8Length(name)} bytes, and at most ${maxBytes} are allowed`
    : undefined
  return problem === undefined ? undefined : new InvalidStreamId({ category, aggregateId, problem })
}

/**
 * For stores: how many bytes of UTF-8 a well-formed text takes.
 *
 * @since 0.1.0
 * @category limits
 */
export const utf8Length = (text: string): number => {
  let bytes = text.length
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    // a pair of surrogates is four bytes, two for each half
    if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit < 0xe000) ? 1 : 2
  }
  return bytes
}

const shown = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text)
