// What can still be changed: a version that another one follows is stored as it is, and a warning of it would stand for
// ever. Read by the rules.
import type { Catalog, EventType, EventVersion, Field, Shape, SharedType } from "../model.ts"
import { shapesIn } from "../walk.ts"

/** Events that are written today. */
export const writtenEvents = ({ aggregates }: Catalog): ReadonlyArray<EventType> =>
  aggregates.flatMap(({ events }) => events.filter(({ reading }) => reading._tag === "Current" && !reading.retired))

/** The version that is written, and drafts above it. */
export const mendableVersions = ({ reading, versions }: EventType): ReadonlyArray<EventVersion> =>
  versions.filter(({ version }) => reading._tag === "Current" && version >= reading.current)

/** The highest version of each shared type, with its definitions. */
export const mendableTypes = ({ types }: Catalog): ReadonlyArray<SharedType> =>
  types.filter((type) => !types.some(({ name, version }) => name === type.name && version > type.version))

/** All schemas of these. */
export const mendableShapes = (catalog: Catalog): ReadonlyArray<Shape> =>
  [
    ...mendableTypes(catalog).map(({ shape }) => shape),
    ...[...writtenEvents(catalog).flatMap(mendableVersions), ...catalog.aggregates.flatMap(({ commands }) => commands)]
      .flatMap(({ definitions, payload }) => [
        payload,
        ...definitions.filter(({ pointer }) => pointer !== "#").map(({ shape }) => shape)
      ])
  ].flatMap(shapesIn)

export const mendableFields = (catalog: Catalog): ReadonlyArray<Field> =>
  mendableShapes(catalog).flatMap((shape) => shape._tag === "Object" ? shape.fields : [])
