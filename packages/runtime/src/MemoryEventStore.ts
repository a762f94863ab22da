// The store in memory: for tests, and to read first, as it shows in a page what a store must do.
import { Position, type StoredEvent } from "@deciduous/core"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import * as AppendRequest from "./AppendRequest.ts"
import { EventStore, type ExpectedVersion, type ReadAllRange, type ReadRange } from "./EventStore.ts"
import { type EventStoreError, VersionConflict } from "./EventStoreError.ts"
import { Limits } from "./Limits.ts"

/**
 * An empty store that lives as long as its layer.
 *
 * It keeps JSON text as a database does, so nothing that is read is shared with what was written.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<EventStore> = Layer.effect(
  EventStore,
  Effect.gen(function*() {
    const limits = yield* Limits
    const log: Array<Row> = []
    const streams = new Map<string, Array<Row>>()
    let appends = 0n

    return EventStore.of({
      append: Effect.fnUntraced(function*(streamId, events, { expectedVersion }) {
        const prepared = yield* Effect.fromResult(AppendRequest.prepare(limits, streamId, events, expectedVersion))
        const recordedAt = yield* DateTime.now
        // from here to the end nothing waits, so appends cannot meet
        const stream = streams.get(streamId.name) ?? []
        const actual = stream.length
        if (!isAt(expectedVersion, actual)) {
          return yield* new VersionConflict({ streamId: streamId.name, expected: expectedVersion, actual })
        }
        appends++
        const { aggregateId, category, name } = streamId
        const rows = prepared.map(({ data, metadata, ...event }, i): Row => ({
          data,
          metadata,
          envelope: {
            ...event,
            streamId: name,
            category,
            aggregateId,
            version: actual + 1 + i,
            position: Position.make(appends, BigInt(log.length + 1 + i)),
            recordedAt
          }
        }))
        log.push(...rows)
        stream.push(...rows)
        streams.set(name, stream)
        return { version: actual + rows.length, position: rows.at(-1)!.envelope.position, recordedAt }
      }),
      read: (streamId, range = {}) =>
        checked(AppendRequest.problemOfRange(streamId, range), () => inRange(streams.get(streamId.name) ?? [], range)),
      readAll: (range = {}) => checked(AppendRequest.problemOfRangeOfAll(range), () => inRangeOfAll(log, range))
    })
  })
)

interface Row {
  readonly envelope: Omit<StoredEvent, "data" | "metadata">
  readonly data: string
  readonly metadata: string
}

const isAt = (expected: ExpectedVersion, actual: number): boolean =>
  expected === "any" || (expected === "exists" ? actual > 0 : expected === actual)

const checked = (problem: EventStoreError | undefined, rows: () => ReadonlyArray<Row>) =>
  problem === undefined
    ? Stream.suspend(() => Stream.fromArray(rows().map(toEvent)))
    : Stream.fail(problem)

const toEvent = ({ data, envelope, metadata }: Row): StoredEvent => ({
  ...envelope,
  data: JSON.parse(data),
  metadata: JSON.parse(metadata)
})

const inRange = (stream: ReadonlyArray<Row>, { asOf, direction, from, limit, to }: ReadRange): ReadonlyArray<Row> => {
  const later = asOf === undefined
    ? -1
    : stream.findIndex((row) => DateTime.isGreaterThan(row.envelope.recordedAt, asOf))
  const end = Math.min(to ?? stream.length, later === -1 ? stream.length : later)
  return limited(stream.slice(Math.max((from ?? 1) - 1, 0), end), direction, limit)
}

const inRangeOfAll = (log: ReadonlyArray<Row>, { after, before, direction, limit }: ReadAllRange): ReadonlyArray<Row> =>
  limited(
    log.filter(({ envelope: { position } }) =>
      (after === undefined || position > after) && (before === undefined || position < before)
    ),
    direction,
    limit
  )

const limited = (
  rows: ReadonlyArray<Row>,
  direction: "forward" | "backward" = "forward",
  limit: number = rows.length
): ReadonlyArray<Row> => (direction === "forward" ? rows : rows.toReversed()).slice(0, limit)
