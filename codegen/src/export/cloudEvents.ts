// `deciduous export cloudevents`: for each event as it is written today, the schema of its CloudEvents envelope in JSON,
// with an example of one whole event.
import type { Aggregate, EventType, Json } from "../model.ts"
import { completeSchema, schemaName, schemaUri } from "./jsonSchemaFiles.ts"
import {
  EXPORTED,
  type ExportedFile,
  type ExportSource,
  jsonText,
  leadingVersion,
  standingOf,
  typeOf
} from "./source.ts"

export const cloudEventsFiles = (source: ExportSource): ReadonlyArray<ExportedFile> =>
  source.catalog.aggregates.flatMap((aggregate) =>
    aggregate.events.filter((event) => standingOf(event, leadingVersion(event))._tag === "Written")
      .map((event) => file(source, aggregate, event))
  )

/** As a part of a regular expression. */
const escaped = (text: string): string => text.replace(/[\^$\\.*+?()[\]{}|/]/g, "\\$&")

/** No type of a schema file has a dot in its name. */
const DATA = "#/$defs/CloudEvents.data"

const file = (source: ExportSource, aggregate: Aggregate, event: EventType): ExportedFile => {
  const version = leadingVersion(event)
  const type = typeOf(aggregate, event)
  const dataschema = schemaUri(source, schemaName(aggregate, event, version))
    ?? `urn:event-schemas:${encodeURIComponent(aggregate.folder)}:${encodeURIComponent(event.name)}:${version.version}`
  const { $comment: _, $defs, $schema, description, examples, ...data } = completeSchema(source, version, {
    title: event.name,
    deprecated: version.deprecated,
    self: DATA
  })
  const schema: Json = {
    $schema: $schema!,
    $comment: EXPORTED,
    title: type,
    ...(description !== undefined && { description }),
    type: "object",
    properties: {
      specversion: { const: "1.0" },
      id: { type: "string", minLength: 1, description: "Unique to the source: the event's id." },
      source: {
        type: "string",
        // what stands before it is the sender's to say
        pattern: `/${escaped(aggregate.stream)}$`
      },
      type: { const: type },
      subject: { type: "string", minLength: 1, description: `The ${aggregate.id} of the ${aggregate.name}.` },
      time: { type: "string", format: "date-time", description: "When the event was recorded." },
      datacontenttype: { const: "application/json" },
      dataschema: { const: dataschema },
      data: { $ref: DATA }
    },
    required: ["specversion", "id", "source", "type", "subject", "time", "datacontenttype", "dataschema", "data"],
    // extension attributes have names of lower-case letters and digits
    propertyNames: { type: "string", pattern: "^[a-z0-9]+$" },
    ...(Array.isArray(examples) && {
      examples: examples.map((example: Json) => ({
        specversion: "1.0",
        id: "00000000-0000-4000-8000-000000000001",
        source: `/${aggregate.stream}`,
        type,
        subject: "1",
        time: "2026-01-01T12:00:00.000Z",
        datacontenttype: "application/json",
        dataschema,
        data: example
      }))
    }),
    $defs: { ...($defs as { readonly [name: string]: Json } | undefined), "CloudEvents.data": data }
  }
  return { name: `${aggregate.folder}/${event.name}.cloudevent.schema.json`, text: jsonText(schema) }
}
