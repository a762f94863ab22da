// Versions of projections and dead letters in memory.
import * as Clock from "effect/Clock"
import * as DateTime from "effect/DateTime"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"
import { EventStore } from "./EventStore.ts"
import { MemoryTables } from "./MemoryTables.ts"
import { type Buried, type DeadLetter, modelOf, ProjectionStore, type Registered } from "./ProjectionStore.ts"

/**
 * For the stores that share these tables: where the versions are.
 *
 * @since 0.1.0
 * @category naming
 */
export const projections = "projections"
const letters = "letters"

const letterKey = ({ position, task }: Pick<DeadLetter, "task" | "position">): string => `${task}\0${position}`

/**
 * Versions and letters in the tables that other stores in memory share.
 *
 * @since 0.1.0
 * @category layers
 */
export const layer: Layer.Layer<ProjectionStore, never, MemoryTables | EventStore> = Layer.effect(
  ProjectionStore,
  Effect.gen(function*() {
    const tables = yield* MemoryTables
    const log = yield* EventStore
    const all = Effect.map(tables.rows<Registered>(projections), (rows) => rows.map(([, row]) => row))
    const put = (row: Registered) => tables.put(projections, modelOf(row), row)
    const change = (name: string, to: (row: Registered) => Registered) =>
      tables.transaction(
        Effect.flatMap(all, (rows) =>
          Effect.forEach(rows.filter((row) => row.name === name), (row) => put(to(row)), { discard: true }))
      )
    return ProjectionStore.of({
      register: (projection) =>
        tables.transaction(Effect.gen(function*() {
          const there = yield* tables.get<Registered>(projections, modelOf(projection))
          if (there === undefined) yield* put({ ...projection, status: "building", isInline: false })
          return (yield* all).filter(({ name }) => name === projection.name)
        })),
      registered: all,
      activate: (name, version) =>
        change(name, (row) =>
          row.version === version
            ? { ...row, status: "active" }
            : row.status === "active"
            ? { ...row, status: "replaced", isInline: false }
            : row),
      deactivate: (name, version) =>
        change(name, (row) => row.version === version ? { ...row, status: "building", isInline: false } : row),
      accept: ({ fingerprint, name, version }) =>
        change(name, (row) => row.version === version ? { ...row, fingerprint } : row),
      setInline: (name, version, isInline) =>
        change(name, (row) => row.version === version ? { ...row, isInline } : row),
      inlineVersions: (names) =>
        Effect.map(all, (rows) => rows.filter(({ isInline, name }) => isInline && names.includes(name))),
      // transactions come one after the other
      holdAppends: () => Effect.void,
      readCommitted: (after, categories, limit) =>
        Stream.runCollect(log.readAll({ after, limit, filter: { categories } })),
      forget: (name, version) => tables.put(projections, modelOf({ name, version }), undefined),
      bury: Effect.fnUntraced(function*(buried) {
        const buriedAt = DateTime.makeUnsafe(yield* Clock.currentTimeMillis)
        for (const letter of buried) {
          const key = letterKey(letter)
          if ((yield* tables.get(letters, key)) === undefined) yield* tables.put(letters, key, { ...letter, buriedAt })
        }
      }),
      letters: (task) =>
        Effect.map(
          tables.rows<Buried>(letters),
          (rows) => rows.flatMap(([, letter]) => task === undefined || letter.task === task ? [letter] : [])
        ),
      exhume: Effect.fnUntraced(function*(letter) {
        const there = yield* tables.get(letters, letterKey(letter))
        yield* tables.put(letters, letterKey(letter), undefined)
        return there !== undefined
      })
    })
  })
)
