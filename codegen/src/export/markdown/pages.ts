// `deciduous export markdown`: a catalogue of events for people. A page for each aggregate, one for the shared types, and
// the page that leads to them.
import type { Aggregate, Command, EventType, EventVersion, Json, SharedType } from "../../model.ts"
import { type Declared, declaredIn, declaredKey } from "../../walk.ts"
import {
  EXPORTED,
  type ExportedFile,
  type ExportSource,
  leadingVersion,
  standingOf,
  standingText,
  typeOf
} from "../source.ts"
import { aggregateDiagram, versionDiagram } from "./diagrams.ts"
import { fieldTable, type LinkOf } from "./fields.ts"
import { anchor, code, text } from "./text.ts"

export const markdownFiles = (source: ExportSource): ReadonlyArray<ExportedFile> => [
  index(source),
  ...source.catalog.aggregates.map((aggregate) => aggregatePage(source, aggregate)),
  ...(source.catalog.types.length === 0 ? [] : [typesPage(source)])
]

const TYPES = "types.md"

const index = ({ catalog: { aggregates, types } }: ExportSource): ExportedFile =>
  page("README.md", [
    "# Events",
    [
      "| Aggregate | Events | Commands | Description |",
      "|---|---|---|---|",
      ...aggregates.map((aggregate) => {
        const { commands, description, events, folder, name } = aggregate
        const said = description === undefined ? "" : text(description)
        return `| [${text(name)}](${pageOf(folder)}) | ${events.length} | ${commands.length} | ${said} |`
      })
    ].join("\n"),
    ...(types.length === 0 ? [] : [`What several of them use: [shared types](${TYPES}).`])
  ])

const aggregatePage = (source: ExportSource, aggregate: Aggregate): ExportedFile => {
  const { commands, description, events, folder, id, name, stream } = aggregate
  const linkOf = linksFrom(source, folder)
  return page(`${folder}.md`, [
    `# ${text(name)}`,
    ...(description === undefined ? [] : [text(description)]),
    `Stored in streams named ${code(`${stream}-<id>`)}; the id is ${article(id)} ${code(id)}.`,
    aggregateDiagram(aggregate),
    "## Events",
    events.map((event) => `- [${text(event.name)}](${anchor(event.name)})${short(event)}`).join("\n"),
    ...events.flatMap((event) => eventSection(source, aggregate, event, linkOf)),
    ...(commands.length === 0 ? [] : ["## Commands"]),
    ...commands.flatMap((command) => [
      `### ${text(command.name)}`,
      ...(command.deprecated ? ["**Deprecated.**"] : []),
      ...(command.description === undefined ? [] : [text(command.description)]),
      ...contents(source, command, linkOf)
    ])
  ])
}

const short = (event: EventType): string => {
  const { description } = leadingVersion(event)
  return description === undefined ? "" : `: ${text(description)}`
}

const eventSection = (
  source: ExportSource,
  aggregate: Aggregate,
  event: EventType,
  linkOf: LinkOf
): ReadonlyArray<string> => {
  const leading = leadingVersion(event)
  const diagram = versionDiagram(event)
  const standing = standingText(standingOf(event, leading))
  const published = event.reading._tag === "Current" ? event.reading.published : undefined
  return [
    `### ${text(event.name)}`,
    ...(leading.deprecated ? ["**Deprecated.**"] : []),
    ...(leading.description === undefined ? [] : [text(leading.description)]),
    ...(standing === undefined ? [] : [`**${text(standing)}**`]),
    ...(published === undefined ? [] : [
      `Published as ${code(typeOf(aggregate, event))}; versions are compared for its readers (${
        code(published.compatibility)
      }).`
    ]),
    ...(diagram === undefined ? [] : [diagram]),
    ...[leading, ...event.versions.filter((version) => version !== leading).toReversed()].flatMap((version) =>
      versionSection(source, event, version, linkOf)
    )
  ]
}

const versionSection = (
  source: ExportSource,
  event: EventType,
  version: EventVersion,
  linkOf: LinkOf
): ReadonlyArray<string> => {
  const standing = version === leadingVersion(event) ? undefined : standingText(standingOf(event, version))
  return [
    ...(event.versions.length === 1 ? [] : [`#### ${text(event.name)} v${version.version}`]),
    ...(standing === undefined ? [] : [text(standing)]),
    ...contents(source, version, linkOf)
  ]
}

const contents = (source: ExportSource, of: EventVersion | Command, linkOf: LinkOf): ReadonlyArray<string> => [
  fieldTable(of.payload, linkOf),
  ...of.definitions.filter(({ pointer }) => pointer !== "#").flatMap((definition) => [
    `<a id="${anchorId(definition)}"></a>${code(definition.typeName)}${
      definition.description === undefined ? ":" : `: ${text(definition.description)}`
    }`,
    fieldTable(definition.shape, linkOf)
  ]),
  ...source.examplesOf(of).map(example)
]

const typesPage = (source: ExportSource): ExportedFile => {
  const linkOf = linksFrom(source, undefined)
  return page(TYPES, [
    "# Shared types",
    ...source.catalog.types.flatMap((type: SharedType) => [
      `## <a id="${anchorId(type)}"></a>${text(type.typeName)}`,
      ...(type.deprecated ? ["**Deprecated.**"] : []),
      ...(type.description === undefined ? [] : [text(type.description)]),
      fieldTable(type.shape, linkOf)
    ])
  ])
}

/** Definitions stand on the page of their aggregate, and only its events refer to them. */
const linksFrom = ({ catalog, find }: ExportSource, folder: string | undefined): LinkOf => {
  const payloads = new Set(
    declaredIn(catalog).filter((of) => "pointer" in of && of.pointer === "#" && of.definedIn !== undefined)
  )
  return (reference) => {
    const declared = find(reference)
    if (declared === undefined || payloads.has(declared)) return code(reference.typeName)
    const target = declared.definedIn === undefined && folder !== undefined ? TYPES : ""
    return `[${text(reference.typeName)}](${target}#${anchorId(declared)})`
  }
}

const anchorId = (declared: Pick<Declared, "typeName" | "definedIn">): string =>
  `type-${encodeURIComponent(declaredKey(declared).replaceAll("/", "-"))}`

const example = (value: Json): string => {
  const shown = JSON.stringify(value, (_, of: unknown) => typeof of === "bigint" ? Number(of) : of, 2)
  return `Example:\n\n\`\`\`json\n${shown}\n\`\`\``
}

const page = (name: string, parts: ReadonlyArray<string>): ExportedFile => ({
  name,
  text: `<!-- ${EXPORTED} -->\n\n${parts.join("\n\n")}\n`
})

const pageOf = (folder: string): string => `${encodeURIComponent(folder)}.md`

const article = (word: string): string => /^[AEIOU]/.test(word) ? "an" : "a"
