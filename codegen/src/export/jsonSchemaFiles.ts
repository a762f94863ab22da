// `deciduous export json-schema`: one file for each version of each event, and for each command, complete in itself.
import type { Aggregate, Command, EventType, EventVersion, Json } from "../model.ts"
import { type Declared } from "../walk.ts"
import { type JsonSchema, schemaOf, usedBy } from "./jsonSchema.ts"
import { EXPORTED, type ExportedFile, type ExportSource, jsonText, standingOf } from "./source.ts"

export const jsonSchemaFiles = (source: ExportSource): ReadonlyArray<ExportedFile> =>
  source.catalog.aggregates.flatMap((aggregate) => [
    ...aggregate.events.flatMap((event) =>
      event.versions.map((version) => file(source, schemaName(aggregate, event, version), event, version))
    ),
    ...aggregate.commands.map((command) =>
      file(source, `${aggregate.folder}/commands/${command.name}.schema.json`, undefined, command)
    )
  ])

/** Where an event's schema stands, below the folder of the export and below `--base-uri`. */
export const schemaName = (aggregate: Aggregate, { name }: EventType, { version }: EventVersion): string =>
  `${aggregate.folder}/${name}.v${version}.schema.json`

/** The URI by which others name the schema, or nothing where nobody has said where it will be. */
export const schemaUri = ({ baseUri }: ExportSource, name: string): string | undefined =>
  baseUri === undefined ? undefined : baseUri + name.split("/").map(encodeURIComponent).join("/")

export interface CompleteOptions {
  readonly title: string
  readonly deprecated: boolean
  readonly uri?: string | undefined
  /** Where the schema will stand, if not at the top of its file. */
  readonly self?: string
}

/** A schema of 2020-12 with the types that it uses in `$defs`, which validators take in their strict mode. */
export const completeSchema = (
  source: ExportSource,
  of: EventVersion | Command,
  more: CompleteOptions
): JsonSchema => {
  const refTo = (declared: Declared) =>
    declared.shape === of.payload ? more.self ?? "#" : `#/$defs/${encodeURIComponent(declared.typeName)}`
  const dialect = { draft: "2020-12", refTo, extensions: false } as const
  const { $comment, description, ...schema } = schemaOf(of.payload, source.find, dialect)
  const definitions = usedBy(of.payload, source.find).filter(({ shape }) => shape !== of.payload)
  const examples = source.examplesOf(of)
  const said = of.description ?? description
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    ...(more.uri !== undefined && { $id: more.uri }),
    $comment: $comment === undefined ? EXPORTED : `${EXPORTED}. ${String($comment)}`,
    title: more.title,
    ...(said !== undefined && { description: said }),
    ...(more.deprecated && { deprecated: true }),
    ...schema,
    ...(examples.length > 0 && { examples }),
    ...(definitions.length > 0 && {
      $defs: Object.fromEntries(
        definitions.map((declared): readonly [string, Json] => [
          declared.typeName,
          schemaOf(declared.shape, source.find, dialect)
        ])
      )
    })
  }
}

const file = (
  source: ExportSource,
  name: string,
  event: EventType | undefined,
  of: EventVersion | Command
): ExportedFile => {
  const standing = event === undefined || "name" in of ? undefined : standingOf(event, of)._tag
  const deprecated = of.deprecated || (standing !== undefined && standing !== "Written" && standing !== "Ahead")
  const title = event?.name ?? ("name" in of ? of.name : name)
  return { name, text: jsonText(completeSchema(source, of, { title, deprecated, uri: schemaUri(source, name) })) }
}
