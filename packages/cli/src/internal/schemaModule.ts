// The Effect schemas that a user's module exports, as one document of JSON Schema: `events` by their names, and `$defs`.
// For `deciduous import ts`.
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Unusable } from "../Failure.ts"
import { addFormats } from "./schemaFormats.ts"
import { encodedOf, holds, identifierOf, tagOf } from "./schemaShape.ts"
import { importModule, thrown } from "./userModule.ts"

export const moduleDocument = Effect.fnUntraced(function*(file: string): Effect.fn.Return<string, Unusable> {
  const schemas = Object.entries(yield* importModule(file)).filter((entry): entry is [string, Schema.Top] =>
    Schema.isSchema(entry[1])
  )
  if (schemas.length === 0) {
    const help = "export each event by its name: export const OrderPlaced = Schema.Struct({ ... })"
    return yield* new Unusable({ message: `${file} exports no Effect schemas.\n  help: ${help}` })
  }
  const events = eventsAmong(schemas)
  if (events.length === 0) {
    return yield* new Unusable({ message: `No schema that ${file} exports is of an object, as an event is.` })
  }
  const twin = events.find(([name], index) => events.findIndex(([other]) => other === name) < index)
  if (twin !== undefined) {
    const help = "give one of them another name."
    return yield* new Unusable({ message: `${file} exports two schemas for the event ${twin[0]}.\n  help: ${help}` })
  }
  for (const [name, schema] of events) {
    const problem = problemOf(schema)
    if (problem === undefined) continue
    return yield* new Unusable({ message: `${file}: ${name} has no form in JSON: ${problem}\nNothing was written.` })
  }
  const { definitions, schema } = documentOf(Schema.Struct(Object.fromEntries(events)))
  return JSON.stringify({ events: schema["properties"], $defs: definitions })
})

type Named = readonly [name: string, schema: Schema.Top]

/** Those with a `_tag`, where any has one; else every object that is not a part of another. Of a union, its members. */
const eventsAmong = (schemas: ReadonlyArray<Named>): ReadonlyArray<Named> => {
  const all = schemas.flatMap(([name, schema]): ReadonlyArray<Named> =>
    "members" in schema && schema.ast._tag === "Union"
      ? (schema.members as ReadonlyArray<Schema.Top>).map((member) => [identifierOf(member.ast) ?? name, member])
      : [[name, schema]]
  )
  const objects = all.filter(([, { ast }], index) =>
    encodedOf(ast)._tag === "Objects" && all.findIndex(([, other]) => other.ast === ast) === index
  )
  const tagged = objects.flatMap(([, schema]): ReadonlyArray<Named> => {
    const tag = tagOf(schema.ast)
    return tag === undefined ? [] : [[tag, schema]]
  })
  return tagged.length > 0
    ? tagged
    : objects.filter(([, { ast }]) => !objects.some(([, other]) => other.ast !== ast && holds(other.ast, ast)))
}

/** Effect's own, with the formats that its types have and its JSON Schema has not. */
const documentOf = (schema: Schema.Top) => {
  const document = Schema.toJsonSchemaDocument(schema, {
    onExcessProperty: "error",
    includeAnnotationKey: (key) => key === "deprecated" || key.startsWith("x-")
  })
  const whole = JSON.parse(JSON.stringify(document))
  addFormats(schema.ast, whole.schema, whole.definitions)
  return whole
}

const problemOf = (schema: Schema.Top): string | undefined => {
  try {
    documentOf(schema)
    return undefined
  } catch (cause) {
    return thrown(cause)
  }
}
