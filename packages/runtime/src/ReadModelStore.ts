// The port for read models without SQL: JSON documents by key, and by a few indexed fields. Read Projection beside it.
import * as Context from "effect/Context"
import type { Effect } from "effect/Effect"
import * as Schema from "effect/Schema"
import type { EventStoreError } from "./EventStoreError.ts"

/**
 * The most fields by which the documents of one model can be found: each is a column with an index of its own.
 *
 * @since 0.1.0
 * @category limits
 */
export const maxIndexes = 4

/**
 * A document as it is stored.
 *
 * @since 0.1.0
 * @category models
 */
export interface Document {
  readonly key: string
  /** JSON text. */
  readonly json: string
}

/**
 * A document that is written, or deleted where `json` is `undefined`.
 *
 * @since 0.1.0
 * @category models
 */
export interface Change {
  readonly key: string
  readonly json: string | undefined
  /** Values of the indexed fields in their declared order, as texts that are ordered like the values. */
  readonly indexes: ReadonlyArray<string | undefined>
  /** Whether `getForChange` has found none in this transaction: who makes one meanwhile is in its way then. */
  readonly isNew?: boolean
}

/**
 * Which documents of a model; with nothing said all of them, by key.
 *
 * @since 0.1.0
 * @category models
 */
export interface DocumentRange {
  /** By which field, from 0, and between which values, both inclusive. */
  readonly index?: { readonly number: number; readonly from?: string; readonly to?: string }
  /** Goes on behind this document: its key and, with an index, the field's value. */
  readonly after?: { readonly key: string; readonly value?: string }
  readonly limit: number
}

/**
 * A document that was found, with its value of the field that was searched by.
 *
 * @since 0.1.0
 * @category models
 */
export interface Found extends Document {
  readonly value: string | undefined
}

/**
 * There is no version of the read model that has been built: nobody runs its projection, or it is still being built.
 *
 * @since 0.1.0
 * @category errors
 */
export class NotBuilt extends Schema.TaggedError<NotBuilt>()("NotBuilt", { projection: Schema.String }) {
  override get message() {
    return `The read model ${this.projection} is not built yet: see deciduous status for how far it is. It is built by a `
      + `worker that runs its projection.`
  }
}

/**
 * Documents of models. A model is one version of a projection, `balances@2`; writers name it so, and readers name the
 * projection: they are given the documents of its active version. Inside a batch of the `CheckpointStore` of the same layer
 * everything is part of the batch's transaction.
 *
 * @since 0.1.0
 * @category services
 */
export class ReadModelStore extends Context.Service<ReadModelStore, {
  /** In the order of the keys, `undefined` where there is none. */
  readonly get: (
    model: string,
    keys: ReadonlyArray<string>
  ) => Effect<ReadonlyArray<string | undefined>, EventStoreError>
  /**
   * As `get`, and until the transaction ends nobody else changes those that exist. Where somebody makes one that does not
   * meanwhile, `write` or the commit fails, and the transaction is tried again.
   */
  readonly getForChange: (
    model: string,
    keys: ReadonlyArray<string>
  ) => Effect<ReadonlyArray<string | undefined>, EventStoreError>
  /** Each key once. */
  readonly write: (model: string, changes: ReadonlyArray<Change>) => Effect<void, EventStoreError>
  /** The documents of the projection's active version, in the order of the keys. */
  readonly read: (
    projection: string,
    keys: ReadonlyArray<string>
  ) => Effect<ReadonlyArray<string | undefined>, NotBuilt | EventStoreError>
  /** Those of its active version in a range, by the index's value and then by key. */
  readonly find: (
    projection: string,
    range: DocumentRange
  ) => Effect<ReadonlyArray<Found>, NotBuilt | EventStoreError>
  /** Deletes up to `limit` documents of a model, and says how many there were. */
  readonly drop: (model: string, limit: number) => Effect<number, EventStoreError>
}>()("@deciduous/runtime/ReadModelStore") {}
