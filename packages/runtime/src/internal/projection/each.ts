// What handlers are given: their batch, and, one by one, their events.
import type { RecordedEvent } from "@deciduous/core"
import * as Effect from "effect/Effect"

/**
 * What a handler is told of its batch.
 *
 * @since 0.1.0
 * @category models
 */
export interface Batch {
  /** Which version is written: a table of one's own is best named by it, as two are there while one is built. */
  readonly version: number
  /** Whether the version is being built: events of long ago, for which nobody is to be written to. */
  readonly isRebuilding: boolean
  /** Whether others may write the same rows at the same time: other shards, or other appends. */
  readonly isShared: boolean
}

/**
 * For a projection's `handle`: one handler for each event by its name, called one after the other. A name without a
 * handler is an error of the compiler; {@link ignore} is one that does nothing.
 *
 * @since 0.1.0
 * @category handling
 */
export const each = <Event extends { readonly _tag: string }, const H extends Handlers<Event>>(handlers: H) =>
(
  events: ReadonlyArray<RecordedEvent<Event>>,
  batch: Batch
): Handled<H> => {
  // the compiler does not see that a tag's handler is that of its events, nor what all of them together need
  const handled = Effect.forEach(events, (recorded) => {
    const handler = handlers[recorded.event._tag as Event["_tag"]] as (event: never, batch: Batch) => Handled<H>
    return handler(recorded as never, batch)
  }, { discard: true })
  return handled as Handled<H>
}

type Handled<H> = Effect.Effect<void, Effect.Error<ResultOf<H>>, Effect.Services<ResultOf<H>>>

type ResultOf<H> = H[keyof H] extends (...args: any) => infer Result ? Result : never

/**
 * A handler for each event by its name.
 *
 * @since 0.1.0
 * @category models
 */
export type Handlers<Event extends { readonly _tag: string }> = {
  readonly [Tag in Event["_tag"]]: (
    event: RecordedEvent<Extract<Event, { readonly _tag: Tag }>>,
    batch: Batch
  ) => Effect.Effect<unknown, unknown, any>
}

/**
 * A handler for events that lead to nothing.
 *
 * @since 0.1.0
 * @category handling
 */
export const ignore = (_event: RecordedEvent<unknown>): Effect.Effect<void> => Effect.void
