// Which places of stored payloads the schema files mark as personal data. Read by the validator, where a project has any.
import { marksIn } from "../evolution/personal.ts"
import type { Catalog, Pointer } from "../model.ts"
import { shapesOf } from "../upcast/open.ts"

/** `*` in a pointer is any item. Without a version the event is marked as its highest one is. */
export type IsMarked = (type: string, version: number | undefined, pointer: Pointer) => boolean

export const marksOf = (catalog: Catalog): IsMarked => {
  const shapeOf = shapesOf(catalog)
  const marks = new Map<string, ReadonlyArray<Pointer>>()
  for (const { name, versions } of catalog.aggregates.flatMap(({ events }) => events)) {
    for (const { payload, version } of versions) {
      const found = marksIn(payload, shapeOf)
      marks.set(`${name}@${version}`, found)
      marks.set(name, found)
    }
  }
  return (type, version, pointer) =>
    (marks.get(version === undefined ? type : `${type}@${version}`) ?? []).some((mark) =>
      mark.length <= pointer.length && mark.every((name, index) => pointer[index] === name)
    )
}

export const nothingMarked: IsMarked = () => false
