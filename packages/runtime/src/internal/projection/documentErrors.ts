// What can be wrong with a document: it does not fit the schema of its state, on the way in or out.
import * as Schema from "effect/Schema"

/**
 * A state that does not fit the schema of a read model's documents. Nothing was written.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnwritableDocument extends Schema.TaggedError<UnwritableDocument>()("UnwritableDocument", {
  model: Schema.String,
  key: Schema.String,
  problem: Schema.String
}) {
  override get message() {
    return `Document ${JSON.stringify(this.key)} of ${this.model} cannot be written: ${this.problem}`
  }
}

/**
 * A document that does not fit the schema with which it is read: another version of the projection has written it.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnreadableDocument extends Schema.TaggedError<UnreadableDocument>()("UnreadableDocument", {
  model: Schema.String,
  key: Schema.String
}) {
  override get message() {
    return `Document ${JSON.stringify(this.key)} of ${this.model} does not fit the schema of the projection's state. `
      + `Raise the projection's version, so that it is built anew.`
  }
}
