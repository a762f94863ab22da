// `<aggregate>.arbitraries.gen.ts`: events, what is stored of them, and commands at random, for tests. Read by `emit`.
import type { Aggregate, Catalog, Command, Definition, EventType } from "../model.ts"
import { readVersions } from "../readable.ts"
import { storedConstant, writeArbitrary, writeRecord } from "./arbitrary.ts"
import {
  arbitraryType,
  type Draft,
  type EmitOptions,
  finish,
  type GeneratedFile,
  makeDraft,
  neighbour,
  shared,
  testing,
  writeConstant,
  writeDoc
} from "./draft.ts"
import type { HeightOf } from "./height.ts"
import {
  commandsModule,
  eventKey,
  eventsModule,
  historyModule,
  isCurrent,
  isLive,
  storedName,
  versionName
} from "./names.ts"
import { encodedName } from "./type.ts"
import { usedFirst } from "./usedFirst.ts"

export const emitArbitraries = (
  catalog: Catalog,
  aggregate: Aggregate,
  heightOf: HeightOf,
  options: EmitOptions
): GeneratedFile => {
  const { commands, events, folder, name } = aggregate
  const defined = definedIn(aggregate)
  const draft = makeDraft(
    options,
    defined.map(({ definition }) => storedConstant(definition.typeName)),
    new Map(defined.flatMap(({ codec, definition: { typeName }, stored }) => [
      [typeName, codec],
      [encodedName(typeName), stored]
    ]))
  )
  for (const definition of usedFirst(defined.map(({ definition }) => definition))) {
    writeDefinition(draft, definition, heightOf)
  }
  for (const event of events) writeStored(draft, aggregate, event, heightOf)
  writeDoc(draft, `The events and commands of ${name}, and all that may be stored of its events.`)
  writeConstant(draft, `${name}Arbitraries`, undefined, () => {
    draft.writer.write("({").newLine().indent(() => {
      writeGroup(draft, "Every event that `evolve` can meet.", "events", eventMembers(draft, aggregate))
      draft.writer.write(",").newLine()
      writeGroup(draft, "The payload of every version, as it is stored.", "stored", storedMembers(events))
      draft.writer.write(",").newLine()
      writeGroup(
        draft,
        "Every command that `decide` can be given.",
        "commands",
        commands.map((command) => commandMember(draft, aggregate, command, heightOf))
      )
    }).newLine().write("})")
  })
  return finish(draft, `${folder}.arbitraries.gen.ts`, `${catalog.folder}/${folder}/`)
}

/** The definitions that an aggregate's schemas refer to, and the modules of what they are. */
const definedIn = (aggregate: Aggregate) => {
  const events = eventsModule(aggregate)
  const commands = commandsModule(aggregate)
  return [
    ...aggregate.events.flatMap((event) =>
      readVersions(event).flatMap(({ definitions, version }) => {
        const codec = isCurrent(event, version) ? events : historyModule(aggregate)
        return definitions.map((definition) => ({ definition, stored: events, codec }))
      })
    ),
    ...aggregate.commands.flatMap(({ definitions }) =>
      definitions.map((definition) => ({ definition, stored: commands, codec: commands }))
    )
  ]
}

const writeDefinition = (draft: Draft, { shape, typeName }: Definition, heightOf: HeightOf): void => {
  const constant = storedConstant(typeName)
  const type = shared(draft, encodedName(typeName), "type")
  writeConstant(
    draft,
    constant,
    arbitraryType(draft, type),
    () => writeArbitrary(draft, shape, heightOf),
    "this module"
  )
  draft.writer.blankLine()
  draft.later.delete(constant)
}

const writeStored = (draft: Draft, aggregate: Aggregate, event: EventType, heightOf: HeightOf): void => {
  for (const { payload, version } of readVersions(event)) {
    const type = neighbour(draft, eventsModule(aggregate), storedName(event, version), "type")
    const constant = storedConstant(versionName(event, version))
    writeConstant(
      draft,
      constant,
      arbitraryType(draft, type),
      () => writeArbitrary(draft, payload, heightOf),
      "this module"
    )
    draft.writer.blankLine()
  }
}

/** A line or more of an object: what it is called, and what writes its value. */
interface Member {
  readonly key: string
  readonly writeValue: (draft: Draft) => void
}

const eventMembers = (draft: Draft, aggregate: Aggregate): ReadonlyArray<Member> =>
  aggregate.events.filter(isLive).map(({ name }) => ({
    key: name,
    writeValue: () =>
      draft.writer.write(
        `${testing(draft, "decoded")}(${neighbour(draft, eventsModule(aggregate), name, "value")}, ${
          storedConstant(name)
        })`
      )
  }))

const storedMembers = (events: ReadonlyArray<EventType>): ReadonlyArray<Member> =>
  events.flatMap((event) =>
    readVersions(event).map(({ version }) => ({
      key: JSON.stringify(eventKey(event.name, version)),
      writeValue: ({ writer }: Draft) => writer.write(storedConstant(versionName(event, version)))
    }))
  )

const commandMember = (draft: Draft, aggregate: Aggregate, { name, payload }: Command, heightOf: HeightOf): Member => ({
  key: name,
  writeValue: () => {
    draft.writer.write(
      `${testing(draft, "decoded")}(${neighbour(draft, commandsModule(aggregate), name, "value")}, `
    )
    writeRecord(draft, payload.fields, heightOf, name)
    draft.writer.write(")")
  }
})

const writeGroup = (draft: Draft, doc: string, name: string, members: ReadonlyArray<Member>): void => {
  writeDoc(draft, doc)
  draft.writer.write(`${name}: `)
  if (members.length === 0) {
    draft.writer.write("{}")
    return
  }
  draft.writer.inlineBlock(() =>
    members.forEach(({ key, writeValue }, index) => {
      if (index > 0) draft.writer.write(",").newLine()
      draft.writer.write(`${key}: `)
      writeValue(draft)
    })
  )
}
