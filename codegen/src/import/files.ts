// An imported domain as schema files: text that people go on with. Nothing is written here.
import { declareEvent } from "../declareEvent.ts"
import { declareVersion } from "../declareVersion.ts"
import type { Json } from "../model.ts"
import { yamlText } from "../writeYaml.ts"
import { isObject } from "./document.ts"
import type { Domain, ImportedAggregate, ImportedSchema } from "./model.ts"
import type { Ours } from "./ours.ts"

export interface FilesOptions {
  /** What lies in the folder of schemas already, by its path from there. */
  readonly existing: (file: string) => string | undefined
  /** The comment by which editors find our schemas. */
  readonly modeline: (schema: "event" | "type" | "aggregate" | "commands") => string
  /** Steps that no list of operations can make: `BankAccount AccountOpened@1`. */
  readonly byHand: ReadonlySet<string>
  /** Files whose examples do not fit. */
  readonly withoutExamples: ReadonlySet<string>
}

export interface SchemaFile {
  /** From the folder of schemas. */
  readonly name: string
  readonly text: string
  /** It is there, and gets lines more. */
  readonly isAddedTo: boolean
}

/** Or why an aggregate that is there can't be added to. */
export const schemaFiles = (
  domain: Domain,
  options: FilesOptions
): ReadonlyArray<SchemaFile> | { readonly problem: string } => {
  const files = domain.types.map(({ name, schema }) =>
    newFile(`_types/${name}.v1.yaml`, schemaText("type", schema, [], options))
  )
  for (const aggregate of domain.aggregates) {
    const manifest = manifestFile(aggregate, options)
    if ("problem" in manifest) return manifest
    const events = aggregate.events.flatMap(({ name, versions }) =>
      versions.map((version, index) => {
        const file = `${aggregate.folder}/${name}.v${index + 1}.yaml`
        return newFile(file, schemaText("event", version.schema, examplesOf(file, version, options), options))
      })
    )
    files.push(manifest, ...events, ...(aggregate.commands.length > 0 ? [commandsFile(aggregate, options)] : []))
  }
  return files
}

const newFile = (name: string, text: string): SchemaFile => ({ name, text, isAddedTo: false })

const commandsFile = (aggregate: ImportedAggregate, options: FilesOptions): SchemaFile => {
  const file = `${aggregate.folder}/commands.yaml`
  const commands = aggregate.commands.map((command) => {
    const examples = examplesOf(file, command, options)
    return [command.name, { ...command.schema, ...(examples.length > 0 && { examples }) }] as const
  })
  return newFile(file, `${options.modeline("commands")}\n${yamlText(Object.fromEntries(commands), isShort)}`)
}

/** A new one, or the one that is there with its events declared, and every other byte as it was. */
const manifestFile = (
  aggregate: ImportedAggregate,
  options: FilesOptions
): SchemaFile | { readonly problem: string } => {
  const name = `${aggregate.folder}/aggregate.yaml`
  const before = options.existing(name)
  if (before === undefined) return newFile(name, newManifest(aggregate, options))
  let text = before
  for (const { name: event, versions } of aggregate.events) {
    const declared = declareEvent(text, event, 1)
    // an event that is there already has its versions from there
    const whole = declared === text ? text : versions.slice(1).reduce<string | undefined>(
      (so, _, index) => so === undefined ? undefined : declareVersion(so, event, index + 1),
      declared
    )
    if (whole === undefined) return { problem: `${name} has no "events:" that could be added to.` }
    text = whole
  }
  return { name, text, isAddedTo: true }
}

const newManifest = (aggregate: ImportedAggregate, { byHand, modeline }: FilesOptions): string => {
  const { events, folder, name } = aggregate
  const entries = events.map(({ name: event, versions }) => {
    const steps = versions.slice(1).map((_, index) => {
      const from = String(index + 1)
      return [from, byHand.has(`${name} ${event}@${from}`) ? { code: true } : []] as const
    })
    return [event, {
      current: versions.length,
      ...(steps.length > 0 && { upcasts: Object.fromEntries(steps) })
    }] as const
  })
  const head = yamlText({ aggregate: name, stream: folder, id: idOf(aggregate) }, () => true)
  const body = entries.length === 0 ? "events: {}\n" : yamlText({ events: Object.fromEntries(entries) }, isShort)
  // versions are numbers, which JSON's names can't be
  return `${modeline("aggregate")}\n${head}\n${body.replace(/(?<=^\s+|[{,] )"(\d+)":/gm, "$1:")}`
}

/** Of a brand of its own; where events have fields of that brand, what these say of it. */
const idOf = ({ commands, events, name }: ImportedAggregate): Ours => {
  const brand = `${name}Id`
  const find = (value: Json): Ours | undefined => {
    if (Array.isArray(value)) return value.map((item: Json) => find(item)).find((found) => found !== undefined)
    if (!isObject(value)) return undefined
    return value["x-brand"] === brand ? value : find(Object.values(value))
  }
  const branded = find([...events.flatMap(({ versions }) => versions), ...commands].map(({ schema }) => schema)) ?? {}
  const said = ["format", "pattern", "minLength", "maxLength"].filter((key) => branded[key] !== undefined)
  return { brand, ...Object.fromEntries(said.map((key) => [key, branded[key]!])) }
}

const schemaText = (
  kind: "event" | "type",
  schema: Ours,
  examples: ReadonlyArray<Json>,
  { modeline }: FilesOptions
): string => `${modeline(kind)}\n${yamlText({ ...schema, ...(examples.length > 0 && { examples }) }, isShort)}`

const examplesOf = (
  file: string,
  { examples }: ImportedSchema,
  { withoutExamples }: FilesOptions
): ReadonlyArray<Json> => withoutExamples.has(file) ? [] : examples

/** What fits a line stands on one, but for the parts of a file. */
const isShort = (text: string, depth: number): boolean =>
  text.length + depth * 2 <= 100 && (depth > 1 || /^\[[^{[]*\]$/.test(text))
