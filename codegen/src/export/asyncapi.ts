// `deciduous export asyncapi`: one document of AsyncAPI 3.0. A channel for each aggregate's streams, a message for each
// version that may be stored, an operation for what is written today; commands come in by a channel without an address.
import type { Aggregate, Command, EventType, EventVersion, Json } from "../model.ts"
import { declaredKey } from "../walk.ts"
import { withComment, yamlText } from "../writeYaml.ts"
import { type Dialect, type JsonSchema, schemaOf, usedBy } from "./jsonSchema.ts"
import {
  EXPORTED,
  type ExportedFile,
  type ExportSource,
  leadingVersion,
  standingOf,
  standingText,
  typeOf
} from "./source.ts"

export const asyncApiFiles = (source: ExportSource): ReadonlyArray<ExportedFile> => {
  const { aggregates } = source.catalog
  const withCommands = aggregates.filter(({ commands }) => commands.length > 0)
  const messages = aggregates.flatMap((aggregate) => [
    ...aggregate.events.flatMap((event) =>
      event.versions.map((version) =>
        [eventKey(aggregate, event, version), eventMessage(source, aggregate, event, version)] as const
      )
    ),
    ...aggregate.commands.map((command) =>
      [commandKey(aggregate, command), commandMessage(source, aggregate, command)] as const
    )
  ])
  const document: Json = {
    asyncapi: "3.0.0",
    info: {
      title: `Events of ${aggregates.map(({ name }) => name).join(", ")}`,
      version: "1.0.0",
      ...(aggregates.length === 1 && aggregates[0]?.description !== undefined
        && { description: aggregates[0].description })
    },
    defaultContentType: "application/json",
    channels: Object.fromEntries([
      ...aggregates.map((aggregate) => [key(aggregate.folder), eventChannel(aggregate)] as const),
      ...withCommands.map((aggregate) => [commandChannelKey(aggregate), commandChannel(aggregate)] as const)
    ]),
    operations: Object.fromEntries([
      ...aggregates.map((aggregate) => [`${key(aggregate.name)}.append`, appends(aggregate)] as const),
      ...withCommands.map((aggregate) => [`${key(aggregate.name)}.handle`, handles(aggregate)] as const)
    ]),
    components: { messages: Object.fromEntries(messages), schemas: schemas(source) }
  }
  return [{ name: "asyncapi.yaml", text: withComment(EXPORTED, yamlText(document)) }]
}

const eventChannel = (aggregate: Aggregate): Json => ({
  address: `${aggregate.stream}-{id}`,
  title: aggregate.name,
  ...(aggregate.description !== undefined && { description: aggregate.description }),
  parameters: { id: { description: `The ${aggregate.id} of one ${aggregate.name}.` } },
  messages: Object.fromEntries(
    aggregate.events.flatMap((event) =>
      event.versions.map((version) => reference("messages", eventKey(aggregate, event, version)))
    )
  )
})

const commandChannel = (aggregate: Aggregate): Json => ({
  address: null,
  title: `Commands of ${aggregate.name}`,
  messages: Object.fromEntries(
    aggregate.commands.map((command) => reference("messages", commandKey(aggregate, command)))
  )
})

const appends = (aggregate: Aggregate): Json => {
  const written = aggregate.events.filter((event) => standingOf(event, leadingVersion(event))._tag === "Written")
  return {
    action: "send",
    summary: `What a ${aggregate.name} appends to its stream.`,
    channel: { $ref: `#/channels/${key(aggregate.folder)}` },
    messages: written.map((event) => ({
      $ref: `#/channels/${key(aggregate.folder)}/messages/${eventKey(aggregate, event, leadingVersion(event))}`
    }))
  }
}

const handles = (aggregate: Aggregate): Json => ({
  action: "receive",
  summary: `The commands that a ${aggregate.name} handles.`,
  channel: { $ref: `#/channels/${commandChannelKey(aggregate)}` },
  messages: aggregate.commands.map((command) => ({
    $ref: `#/channels/${commandChannelKey(aggregate)}/messages/${commandKey(aggregate, command)}`
  }))
})

const eventMessage = (source: ExportSource, aggregate: Aggregate, event: EventType, version: EventVersion): Json => {
  const standing = standingText(standingOf(event, version))
  return {
    name: event.name,
    title: `${event.name} v${version.version}`,
    ...(version.description !== undefined && { summary: version.description }),
    ...(standing !== undefined && { description: standing }),
    ...payload(source, version, eventKey(aggregate, event, version)),
    "x-aggregate": aggregate.name,
    "x-event-version": version.version,
    "x-cloudevents-type": typeOf(aggregate, event)
  }
}

const commandMessage = (source: ExportSource, aggregate: Aggregate, command: Command): Json => ({
  name: command.name,
  title: command.name,
  "x-aggregate": aggregate.name,
  "x-command": true,
  ...(command.description !== undefined && { summary: command.description }),
  ...payload(source, command, commandKey(aggregate, command))
})

const payload = (source: ExportSource, of: EventVersion | Command, name: string) => {
  const examples = source.examplesOf(of)
  return {
    contentType: "application/json",
    payload: { $ref: `#/components/schemas/${name}` },
    ...(examples.length > 0 && { examples: examples.map((example) => ({ payload: example })) })
  }
}

/** The payloads, and below them each type that one of them uses. */
const schemas = (source: ExportSource): { readonly [name: string]: JsonSchema } => {
  const refTo: Dialect["refTo"] = (declared) => `#/components/schemas/${key(declaredKey(declared))}`
  const dialect = { draft: "draft-07", refTo, extensions: true } as const
  const payloads = source.catalog.aggregates.flatMap((aggregate) => [
    ...aggregate.events.flatMap((event) =>
      event.versions.map((version) => [eventKey(aggregate, event, version), version.payload] as const)
    ),
    ...aggregate.commands.map((command) => [commandKey(aggregate, command), command.payload] as const)
  ])
  const declared = payloads.flatMap(([, shape]) => usedBy(shape, source.find))
    .map((one) => [key(declaredKey(one)), one.shape] as const)
  return Object.fromEntries(
    [...payloads, ...declared].map(([name, shape]) => [name, schemaOf(shape, source.find, dialect)])
  )
}

const reference = (group: string, name: string) => [name, { $ref: `#/components/${group}/${name}` }] as const

const eventKey = (aggregate: Aggregate, event: EventType, { version }: EventVersion): string =>
  key(`${aggregate.name}.${event.name}.v${version}`)

const commandKey = (aggregate: Aggregate, command: Command): string => key(`${aggregate.name}.${command.name}`)

const commandChannelKey = ({ folder }: Aggregate): string => `${key(folder)}-commands`

/** Names of components are letters of ASCII, digits, dots and dashes. */
const key = (name: string): string =>
  name.replaceAll("/", ".").replace(/[^A-Za-z0-9.-]/gu, (letter) => `_${letter.codePointAt(0)!.toString(16)}_`)
