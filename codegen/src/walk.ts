// Every schema within a schema, and which definition a reference leads to. Read by checks and emitters that look for one
// kind of schema wherever it stands.
import type { Catalog, Place, ReferenceShape, Shape } from "./model.ts"

/** The schema itself and all below it; references are not followed. */
export const shapesIn = (shape: Shape): ReadonlyArray<Shape> => {
  const found: Array<Shape> = []
  const visit = (of: Shape): void => {
    found.push(of)
    for (const child of childrenOf(of)) visit(child)
  }
  visit(shape)
  return found
}

export const referencesIn = (shape: Shape): ReadonlyArray<ReferenceShape> =>
  shapesIn(shape).filter((inner) => inner._tag === "Reference")

/** Every schema of a catalog; that of a brand once more than it is used. */
export const allShapes = ({ aggregates, brands, types }: Catalog): ReadonlyArray<Shape> =>
  [
    ...brands,
    ...types,
    ...aggregates.flatMap(({ commands, events }) =>
      [...events.flatMap(({ versions }) => versions), ...commands].flatMap(({ definitions, payload }) => [
        { shape: payload },
        ...definitions.filter(({ pointer }) => pointer !== "#")
      ])
    )
  ].flatMap(({ shape }) => shapesIn(shape))

/** What a reference can lead to. */
export interface Declared {
  readonly typeName: string
  readonly definedIn?: string
  readonly shape: Shape
  readonly place: Place
}

/** All that references of a catalog can lead to. */
export const declaredIn = ({ aggregates, types }: Catalog): ReadonlyArray<Declared> => [
  ...types,
  ...aggregates.flatMap(({ commands, events }) =>
    [...events.flatMap(({ versions }) => versions), ...commands].flatMap(({ definitions }) => definitions)
  )
]

/** Finds what a reference leads to; nothing where that could not be read. */
export const findDeclared = <D extends Declared>(
  declared: ReadonlyArray<D>
): (reference: Pick<Declared, "typeName" | "definedIn">) => D | undefined => {
  const byKey = new Map(declared.map((one) => [declaredKey(one), one]))
  return (reference) => byKey.get(declaredKey(reference))
}

/** Equal for a declaration and the references to it. */
export const declaredKey = ({ definedIn, typeName }: Pick<Declared, "typeName" | "definedIn">): string =>
  definedIn === undefined ? typeName : `${definedIn}/${typeName}`

const childrenOf = (shape: Shape): ReadonlyArray<Shape> => {
  switch (shape._tag) {
    case "Object":
      return shape.fields.map((field) => field.shape)
    case "Record":
      return [shape.values]
    case "Array":
      return [shape.items]
    case "Tuple":
      return shape.items
    case "Union":
      return shape.branches
    case "Nullable":
      return [shape.shape]
    default:
      return []
  }
}
