// An event as other systems receive it: a message by CloudEvents 1.0, as `deciduous export cloudevents` describes it.
import type { EventSet, StoredEvent } from "@deciduous/core"
import * as DateTime from "effect/DateTime"

/**
 * A message in the structured JSON form of CloudEvents 1.0.
 *
 * @since 0.1.0
 * @category models
 */
export interface CloudEvent {
  readonly specversion: "1.0"
  /** The event's own id: whoever receives it twice knows it by that. */
  readonly id: string
  /** Where it comes from: `https://bank.example/bank-account`. */
  readonly source: string
  /** Under which name it is published: `com.example.funds-deposited`. */
  readonly type: string
  /** The id of the aggregate. */
  readonly subject: string
  /** When it was recorded. */
  readonly time: string
  readonly datacontenttype: "application/json"
  /** The schema of `data`, in its version. */
  readonly dataschema: string
  readonly data: unknown
  /** The stream, within which messages keep their order; an extension of CloudEvents. */
  readonly partitionkey: string
  readonly correlationid?: string
  readonly causationid?: string
  /** The trace in which it was written; an extension of CloudEvents. */
  readonly traceparent?: string
}

/**
 * The media type of a message in JSON.
 *
 * @since 0.1.0
 * @category constants
 */
export const mediaType = "application/cloudevents+json"

/**
 * What messages say of where they come from.
 *
 * @since 0.1.0
 * @category models
 */
export interface Origin {
  /** Stands before `/<category>` in `source`: `https://bank.example`. Nothing by default. */
  readonly source?: string
  /**
   * Where the schemas of `deciduous export json-schema --base-uri` are found. Without it `dataschema` is a URN:
   * `urn:event-schemas:bank-account:FundsDeposited:1`.
   */
  readonly schemas?: string
}

/**
 * Of an event set, what says which of its events are published.
 *
 * @since 0.1.0
 * @category models
 */
export type Publishing = Pick<EventSet.EventSet<never, never, unknown, never>, "category" | "published">

/**
 * The message of an event, or `undefined` where the event is not published.
 *
 * @since 0.1.0
 * @category constructors
 */
export const fromStored = (
  event: StoredEvent,
  { published }: Pick<Publishing, "published">,
  { schemas, source = "" }: Origin = {}
): CloudEvent | undefined => {
  const { aggregateId, category, data, id, metadata, recordedAt, schemaVersion, streamId, type } = event
  const name = Object.hasOwn(published, type) ? published[type] : undefined
  if (name === undefined) return undefined
  const { causationId, correlationId, traceparent } = metadata
  return {
    specversion: "1.0",
    id,
    source: `${source}/${category}`,
    type: name.type,
    subject: aggregateId,
    time: DateTime.formatIso(recordedAt),
    datacontenttype: "application/json",
    dataschema: schemaOf(name.schema, schemaVersion, schemas),
    data,
    partitionkey: streamId,
    ...(correlationId === undefined ? {} : { correlationid: correlationId }),
    ...(causationId === undefined ? {} : { causationid: causationId }),
    ...(typeof traceparent === "string" ? { traceparent } : {})
  }
}

/** As the export names it. */
const schemaOf = (schema: string, version: number, base: string | undefined): string => {
  const parts = schema.split("/").map(encodeURIComponent)
  return base === undefined
    ? ["urn:event-schemas", ...parts, version].join(":")
    : `${base.endsWith("/") ? base : `${base}/`}${parts.join("/")}.v${version}.schema.json`
}
