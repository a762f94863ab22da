// `deciduous export eventcatalog`: the folders that EventCatalog reads. An aggregate is a service that sends its events and
// receives its commands; older versions of an event lie in `versioned/`.
import type { Aggregate, Command, EventType, EventVersion, Json } from "../model.ts"
import { yamlText } from "../writeYaml.ts"
import { completeSchema } from "./jsonSchemaFiles.ts"
import { mdxText } from "./markdown/text.ts"
import {
  EXPORTED,
  type ExportedFile,
  type ExportSource,
  jsonText,
  leadingVersion,
  type Standing,
  standingOf,
  standingText
} from "./source.ts"

export const eventCatalogFiles = (source: ExportSource): ReadonlyArray<ExportedFile> =>
  source.catalog.aggregates.flatMap((aggregate) => [
    servicePage(source, aggregate),
    ...aggregate.events.flatMap((event) => eventFiles(source, aggregate, event)),
    ...aggregate.commands.flatMap((command) => commandFiles(source, aggregate, command))
  ])

const servicePage = (source: ExportSource, aggregate: Aggregate): ExportedFile => {
  const written = aggregate.events.filter((event) => standingOf(event, leadingVersion(event))._tag === "Written")
  const frontmatter = {
    id: aggregate.folder,
    name: aggregate.name,
    version: "1.0.0",
    ...(aggregate.description !== undefined && { summary: aggregate.description }),
    sends: written.map((event) => ({
      id: idOf(source, aggregate, event.name),
      version: versionText(leadingVersion(event))
    })),
    receives: aggregate.commands.map(({ name }) => ({ id: idOf(source, aggregate, name), version: "1.0.0" }))
  }
  return page(`${serviceFolder(aggregate)}/index.mdx`, frontmatter, [
    `The aggregate \`${aggregate.name}\`. Its events are stored in streams named \`${aggregate.stream}-<id>\`.`,
    "<NodeGraph />"
  ])
}

/** The version that stands for the event lies on top. */
const eventFiles = (source: ExportSource, aggregate: Aggregate, event: EventType): ReadonlyArray<ExportedFile> =>
  event.versions.flatMap((version) => {
    const folder = `${serviceFolder(aggregate)}/events/${event.name}`
    const isLeading = version === leadingVersion(event)
    const standing = standingOf(event, version)
    const said = standingText(standing)
    const at = isLeading ? folder : `${folder}/versioned/${versionText(version)}`
    const frontmatter = {
      id: idOf(source, aggregate, event.name),
      name: event.name,
      version: versionText(version),
      ...(version.description !== undefined && { summary: version.description }),
      schemaPath: "schema.json",
      ...(badges(event, standing).length > 0 && { badges: badges(event, standing) }),
      ...deprecation(version, standing)
    }
    const schema = completeSchema(source, version, { title: event.name, deprecated: "deprecated" in frontmatter })
    return [
      page(`${at}/index.mdx`, frontmatter, [
        ...(version.description === undefined ? [] : [mdxText(version.description)]),
        ...(said === undefined ? [] : [mdxText(said)]),
        ...BODY
      ]),
      { name: `${at}/schema.json`, text: jsonText(schema) }
    ]
  })

const commandFiles = (source: ExportSource, aggregate: Aggregate, command: Command): ReadonlyArray<ExportedFile> => {
  const folder = `${serviceFolder(aggregate)}/commands/${command.name}`
  const frontmatter = {
    id: idOf(source, aggregate, command.name),
    name: command.name,
    version: "1.0.0",
    ...(command.description !== undefined && { summary: command.description }),
    schemaPath: "schema.json",
    ...(command.deprecated && { deprecated: true })
  }
  const schema = completeSchema(source, command, { title: command.name, deprecated: command.deprecated })
  return [
    page(`${folder}/index.mdx`, frontmatter, [
      ...(command.description === undefined ? [] : [mdxText(command.description)]),
      ...BODY
    ]),
    { name: `${folder}/schema.json`, text: jsonText(schema) }
  ]
}

const BODY = ["<SchemaViewer file=\"schema.json\" title=\"Schema\" />", "<NodeGraph />"]

const page = (name: string, frontmatter: Json, body: ReadonlyArray<string>): ExportedFile => ({
  name,
  text: `---\n# ${EXPORTED}\n${yamlText(frontmatter)}---\n\n${body.join("\n\n")}\n`
})

const badges = (event: EventType, standing: Standing): ReadonlyArray<Json> => {
  const isPublished = event.reading._tag === "Current" && event.reading.published !== undefined
  return [
    ...(isPublished ? [{ content: "published", backgroundColor: "green", textColor: "green" }] : []),
    ...(standing._tag === "Written" ? [] : [{
      content: standing._tag.toLowerCase(),
      backgroundColor: "gray",
      textColor: "gray"
    }])
  ]
}

const deprecation = ({ deprecated }: EventVersion, standing: Standing): { readonly deprecated?: Json } =>
  "on" in standing
    ? { deprecated: { date: standing.on, message: standingText(standing)! } }
    : deprecated
    ? { deprecated: true }
    : {}

const serviceFolder = ({ folder }: Aggregate): string => `services/${folder}`

/** EventCatalog's versions are of three numbers. */
const versionText = ({ version }: EventVersion): string => `${version}.0.0`

/** One namespace for a whole catalogue: names that two aggregates share are told apart. */
const idOf = ({ catalog }: ExportSource, aggregate: Aggregate, name: string): string => {
  const owners = catalog.aggregates.filter(({ commands, events }) =>
    events.some((event) => event.name === name) || commands.some((command) => command.name === name)
  )
  return owners.length > 1 ? `${aggregate.name}.${name}` : name
}
