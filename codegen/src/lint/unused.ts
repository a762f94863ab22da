// TYPE_UNUSED: shared types and definitions that no event and no command leads to.
import { type Diagnostic, warning } from "../diagnostic.ts"
import type { Catalog, Definition, Shape, SharedType } from "../model.ts"
import { type Declared, declaredIn, findDeclared, referencesIn } from "../walk.ts"

export const lintUnused = (catalog: Catalog): ReadonlyArray<Diagnostic> => {
  const owners = catalog.aggregates.flatMap(({ commands, events }) => [
    ...events.flatMap(({ name, versions }) => versions.map((of) => ({ ...of, name: `${name} v${of.version}` }))),
    ...commands
  ])
  const used = reachedFrom(owners.map(({ payload }) => payload), findDeclared(declaredIn(catalog)))
  return [
    ...catalog.types.filter((type) => !used.has(type)).map(unusedType),
    ...owners.flatMap(({ definitions, name }) =>
      definitions.filter((definition) => !used.has(definition)).map((definition) => unusedDefinition(definition, name))
    )
  ]
}

const unusedType = (type: SharedType): Diagnostic => {
  const name = `${type.name} v${type.version}`
  return type.pointer === "#"
    ? warning("TYPE_UNUSED", type.place, `No event and no command uses ${name}.`, "remove the file, or refer to it.")
    : unusedDefinition(type, name)
}

const unusedDefinition = ({ place, pointer }: Pick<Definition, "place" | "pointer">, owner: string): Diagnostic =>
  warning(
    "TYPE_UNUSED",
    place,
    `Nothing that is used leads to ${JSON.stringify(pointer)} of ${owner}.`,
    "remove it, or refer to it."
  )

const reachedFrom = (
  roots: ReadonlyArray<Shape>,
  find: (reference: Pick<Declared, "typeName" | "definedIn">) => Declared | undefined
): ReadonlySet<Declared> => {
  const reached = new Set<Declared>()
  const left = [...roots]
  for (let shape = left.pop(); shape !== undefined; shape = left.pop()) {
    for (const reference of referencesIn(shape)) {
      const declared = find(reference)
      if (declared === undefined || reached.has(declared)) continue
      reached.add(declared)
      left.push(declared.shape)
    }
  }
  return reached
}
