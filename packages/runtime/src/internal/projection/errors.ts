// What can be wrong with a projection, beside what its handler says itself.
import * as Schema from "effect/Schema"

/**
 * A handler did not end in the time that a batch may take: a third of the worker's lease.
 *
 * @since 0.1.0
 * @category errors
 */
export class HandlerTimedOut extends Schema.TaggedError<HandlerTimedOut>()("HandlerTimedOut", {
  projection: Schema.String,
  seconds: Schema.Finite
}) {
  override get message() {
    return `The handler of ${this.projection} has not ended within ${this.seconds} seconds. A batch is a transaction that `
      + `holds back all readers of the log: let it write rows, and do what takes long elsewhere.`
  }
}

/**
 * A handler that gave no effect, which only code without types can write.
 *
 * @since 0.1.0
 * @category errors
 */
export class NoEffect extends Schema.TaggedError<NoEffect>()("NoEffect", { projection: Schema.String }) {
  override get message() {
    return `The handler of ${this.projection} did not give an Effect. Return Effect.void where there is nothing to do.`
  }
}

/**
 * Two projections of one name, or one of them in two versions: each would write what the other does.
 *
 * @since 0.1.0
 * @category errors
 */
export class DuplicateProjection extends Schema.TaggedError<DuplicateProjection>()("DuplicateProjection", {
  projection: Schema.String
}) {
  override get message() {
    return `There are two projections of the name ${this.projection}. Give each a name of its own.`
  }
}

/**
 * A projection is not the one that has built the read model under its version: its view, its events or its documents have
 * changed.
 *
 * @since 0.1.0
 * @category errors
 */
export class ProjectionChanged extends Schema.TaggedError<ProjectionChanged>()("ProjectionChanged", {
  projection: Schema.String,
  version: Schema.Int,
  /** Of the projection as it is in this program. */
  fingerprint: Schema.String
}) {
  override get message() {
    return `The projection ${this.projection} has changed since its version ${this.version} was built: its view, its keys, `
      + `its events or its documents. Give it the version ${
        this.version + 1
      }, and it is built anew beside the one that is `
      + `read; or, where the same events still lead to the same read model: deciduous projections accept `
      + `${this.projection}@${this.version} ${this.fingerprint}`
  }
}
