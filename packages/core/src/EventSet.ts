// The events of one aggregate at the store's door: encodes what is written, upcasts and decodes what is read.
// Generated modules make one for each aggregate; hand-written code only hands it on.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { codecMachine } from "./internal/codecMachine.ts"
import { describedRules } from "./internal/describedRules.ts"
import { reader } from "./internal/reader.ts"
import { type HandWritten, resolve, type Rules, type StoredCodec } from "./internal/rules.ts"
import type { Payload, RecordedEvent, StoredEvent } from "./RecordedEvent.ts"
import * as StreamId from "./StreamId.ts"

/**
 * Everything that the runtime must know of an aggregate's events.
 *
 * `Event` is what `evolve` can meet, `NewEvent` what `decide` may return, `Upcasters` the hand-written upcasters that
 * are still missing (`unknown` where none are), `Id` the aggregate's id.
 *
 * @since 0.1.0
 * @category models
 */
export interface EventSet<out Event, in NewEvent, in Upcasters = unknown, in out Id = string> {
  /** The aggregate's name: `BankAccount`. */
  readonly aggregate: string
  /** The category of its streams: `bank-account`. */
  readonly category: string
  /** The codec of its id, which stands in the stream's name. */
  readonly id: Schema.Codec<Id, string>
  /** The stream of one aggregate, its id checked by its codec. */
  readonly streamId: (id: Id) => Result.Result<StreamId.StreamId, StreamId.InvalidStreamId>
  /** Whether events stored so are read as they are, without an upcast. */
  readonly isCurrent: (type: string, schemaVersion: number) => boolean
  /** The same set with the upcasters that are written by hand. */
  readonly with: (upcasters: Upcasters) => EventSet<Event, NewEvent, unknown, Id>
  /** The type, schema version and payload under which an event is stored. */
  readonly encode: (event: NewEvent) => Result.Result<EncodedEvent, UnwritableEvent>
  /** By the names of the events that leave for other systems, under what name. */
  readonly published: Readonly<Record<string, Published>>
  /** Everything on which the meaning of a stored event depends, as text: for what is kept of states folded from events. */
  readonly described: () => string
  /** What a stored event stands for, without the envelope: for a fold. */
  readonly decodePayload: (stored: Payload) => Result.Result<ReadonlyArray<Event>, UnreadableEvent>
  /** A stored event as the events it stands for: none if it is skipped, several if it was split. */
  readonly decode: (stored: StoredEvent) => Result.Result<ReadonlyArray<RecordedEvent<Event>>, UnreadableEvent>
}

/**
 * How an event is known to other systems.
 *
 * @since 0.1.0
 * @category models
 */
export interface Published {
  /** The type of its messages: `com.example.funds-deposited`. */
  readonly type: string
  /** Its schema without a version, `bank-account/FundsDeposited`: where `deciduous export json-schema` puts it. */
  readonly schema: string
}

/**
 * @since 0.1.0
 * @category models
 */
export interface EncodedEvent {
  readonly type: string
  readonly schemaVersion: number
  readonly data: unknown
}

/**
 * An event that its own schema does not admit: an unknown tag or field, a retired event, a value out of bounds.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnwritableEvent extends Schema.TaggedError<UnwritableEvent>()("UnwritableEvent", {
  aggregate: Schema.String,
  type: Schema.String,
  problem: Schema.String,
  /** The stream that it was meant for, where that is known. */
  streamId: Schema.optionalKey(Schema.String)
}) {
  override get message() {
    const whose = this.streamId === undefined ? this.aggregate : `${this.aggregate} stream ${this.streamId}`
    return `${whose} cannot write ${this.type}: ${this.problem}`
  }
}

/**
 * A stored event that this program cannot read: of an unknown type or version, or no longer fitting after its upcasts.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnreadableEvent extends Schema.TaggedError<UnreadableEvent>()("UnreadableEvent", {
  aggregate: Schema.String,
  streamId: Schema.String,
  version: Schema.Int,
  position: Schema.String,
  type: Schema.String,
  schemaVersion: Schema.Int,
  problem: Schema.String
}) {
  override get message() {
    return `${this.aggregate} stream ${this.streamId}, version ${this.version}: ${this.problem}`
  }
}

/**
 * For generated code: the set of one aggregate.
 *
 * Throws where a rule leads nowhere or in a circle, so that a broken chain is met at start and not at a read.
 *
 * @since 0.1.0
 * @category constructors
 */
export const make = <Event, NewEvent, Upcasters, Id>(options: {
  readonly aggregate: string
  readonly category: string
  readonly id: () => Schema.Codec<Id, string>
  readonly events: Rules
  readonly published?: Readonly<Record<string, Published>>
}): EventSet<Event, NewEvent, Upcasters, Id> => withUpcasters(options, undefined)

type Options<Id> = Parameters<typeof make<unknown, unknown, unknown, Id>>[0]

const withUpcasters = <Event, NewEvent, Upcasters, Id>(
  options: Options<Id>,
  upcasters: unknown
): EventSet<Event, NewEvent, Upcasters, Id> => {
  const { aggregate, category } = options
  const ends = resolve(aggregate, options.events, upcasters as HandWritten | undefined)
  const machineOf = memoize((codec: StoredCodec) => codecMachine(codec()))
  const read = reader(ends, machineOf)

  const encode = (event: NewEvent): Result.Result<EncodedEvent, UnwritableEvent> => {
    const type = String((event as { readonly _tag?: unknown } | null | undefined)?._tag)
    const current = ends.writable.get(type)
    const data = current === undefined ? Result.fail(ends.unwritable(type)) : machineOf(current.codec).encode(event)
    return Result.isSuccess(data)
      ? Result.succeed({ type, schemaVersion: current!.schemaVersion, data: data.success })
      : Result.fail(new UnwritableEvent({ aggregate, type, problem: data.failure }))
  }

  const decodePayload = (stored: Payload): Result.Result<ReadonlyArray<Event>, UnreadableEvent> => {
    const events = read(stored)
    if (Result.isSuccess(events)) return Result.succeed(events.success as ReadonlyArray<Event>)
    const { position, schemaVersion, streamId, type, version } = stored
    const problem = events.failure
    return Result.fail(new UnreadableEvent({ aggregate, streamId, version, position, type, schemaVersion, problem }))
  }

  const decode = (stored: StoredEvent): Result.Result<ReadonlyArray<RecordedEvent<Event>>, UnreadableEvent> => {
    const events = decodePayload(stored)
    return Result.isFailure(events)
      ? Result.fail(events.failure)
      : Result.succeed(events.success.map((event, part) => recorded(stored, event, part)))
  }

  const id = Schema.suspend(options.id)
  const idMachine = codecMachine(id)

  return {
    aggregate,
    category,
    id,
    streamId: (id) =>
      idMachine.encode(id).pipe(
        Result.map((text) => StreamId.make(category, String(text))),
        Result.mapError((problem) => new StreamId.InvalidStreamId({ category, aggregateId: String(id), problem }))
      ),
    isCurrent: (type, schemaVersion) => {
      const end = ends.readable.get(type)?.get(schemaVersion)
      return end?._tag === "Current" && end.type === type && end.schemaVersion === schemaVersion
    },
    with: (upcasters) => withUpcasters(options, upcasters),
    published: options.published ?? {},
    described: () => describedRules(options.events, upcasters as HandWritten | undefined),
    encode,
    decodePayload,
    decode
  }
}

/** Written out, as every event that is read comes by here, and spreading an object costs some tenths of a microsecond. */
const recorded = <Event>(stored: StoredEvent, event: Event, part: number): RecordedEvent<Event> => ({
  id: stored.id,
  streamId: stored.streamId,
  category: stored.category,
  aggregateId: stored.aggregateId,
  version: stored.version,
  position: stored.position,
  type: stored.type,
  schemaVersion: stored.schemaVersion,
  metadata: stored.metadata,
  recordedAt: stored.recordedAt,
  event,
  part
})

const memoize = <Key, Value>(make: (key: Key) => Value): (key: Key) => Value => {
  const made = new Map<Key, Value>()
  return (key) => {
    const found = made.get(key)
    if (found !== undefined) return found
    const value = make(key)
    made.set(key, value)
    return value
  }
}
