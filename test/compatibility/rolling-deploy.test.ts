// Rule 72: one release replaces another while both run on one database. The releases are in `releases/`: the second knows
// what the third will write, and the first does not. Generated code of each is as its release made it, and stays so.
// No release of the library itself is published yet; what stands for an earlier one is said where it is used.
import { check } from "@deciduous/codegen/evolution/check"
import { PostgresEventStore } from "@deciduous/postgres"
import { Aggregate, type EventStore, MemoryEventStore } from "@deciduous/runtime"
import { assert, describe, it, layer } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as path from "node:path"
import { freshPglite, freshPostgres } from "../../packages/postgres/test/support/Pg.ts"
import { freshStrict } from "../conformance/support/freshStrict.ts"
import { limit, seed, seeded } from "../fault/support/seed.ts"
import { Parcel as First } from "./releases/first/Parcel.ts"
import { Parcel as Second } from "./releases/second/Parcel.ts"
import { Parcel as Third } from "./releases/third/Parcel.ts"
import { agree, failures, foldedBy, scansOf, wrote } from "./support/lines.ts"
import { countIn, newLog, storedIn, withSql } from "./support/logs.ts"
import { type Command, type Release, start } from "./support/parcels.ts"

const releases = path.join(import.meta.dirname, "releases")

const rollout = (release: Release, against: Release) =>
  Effect.promise(async () => {
    const checked = await check({
      schemas: "event-schemas",
      cwd: path.join(releases, release),
      against: path.join(releases, against),
      strictRollout: true
    })
    if (checked._tag === "Unusable") return assert.fail(checked.problem)
    return checked.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code).sort()
  })

describe("what check says of the releases", () => {
  it.effect("[72] a release whose last one reads all that it writes is let through, and no other", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* rollout("second", "first"), [])
      assert.deepStrictEqual(yield* rollout("third", "second"), [])
      assert.deepStrictEqual(yield* rollout("third", "first"), [
        "NEW_EVENT_UNREADABLE_BY_LAST",
        "NEW_EVENT_UNREADABLE_BY_LAST",
        "NEW_VERSION_UNREADABLE_BY_LAST"
      ])
    }))
})

const stores: ReadonlyArray<readonly [name: string, store: Layer.Layer<EventStore.EventStore, unknown>]> = [
  ["memory", MemoryEventStore.layer],
  ["PGlite", freshPglite],
  ["PostgreSQL", freshPostgres],
  ["PostgreSQL, strict", freshStrict]
]

for (const [name, store] of stores) {
  layer(Layer.orDie(store), { excludeTestServices: true, timeout: "60 seconds" })(`two releases on ${name}`, (it) => {
    it.effect("[72] write one stream in turn, and each reads all of it, whoever wrote", () =>
      Effect.gen(function*() {
        const id = "in-turn" as typeof Second.events.id.Type
        const second = (command: Command) => Aggregate.handle(Second, id, command)
        const third = (command: Command) => Aggregate.handle(Third, id, command)
        const states = []
        for (const turn of [0, 1, 2, 3]) {
          const handle = turn % 2 === 0 ? second : third
          yield* handle({ _tag: "Register", grams: 100 })
          yield* handle({ _tag: "Scan", place: `${turn}` })
          const [old, now] = [yield* Aggregate.load(Second, id), yield* Aggregate.load(Third, id)]
          assert.deepStrictEqual(old.state, now.state)
          states.push(now.state)
        }
        yield* third({ _tag: "Lose" })
        assert.isTrue((yield* Aggregate.load(Second, id)).state.isLost)
        assert.deepStrictEqual(states.at(-1)?.places, ["0", "1", "2", "3"])
      }))

    it.effect("[72] the release before them fails, typed, on what it does not know, and nowhere else", () =>
      Effect.gen(function*() {
        const id = "met" as typeof First.events.id.Type
        const own = "own" as typeof First.events.id.Type
        yield* Aggregate.handle(First, id, { _tag: "Register", grams: 100 })
        yield* Aggregate.handle(Third, id, { _tag: "Scan", place: "Brno" })
        const failure = yield* Effect.flip(Aggregate.handle(First, id, { _tag: "Scan", place: "Praha" }))
        assert.strictEqual(failure._tag, "EventStoreError")
        assert.include(
          failure.message,
          "Parcel stream parcel-met, version 2: ParcelScanned v2 is not known to this program (it knows v1)."
        )
        assert.strictEqual((yield* Aggregate.load(Third, id)).version, 2)
        assert.strictEqual((yield* Aggregate.handle(First, own, { _tag: "Scan", place: "Praha" })).version, 1)
      }))
  })
}

/** Each of them has decoded the whole log. */
const followed = (processes: ReadonlyArray<Effect.Success<ReturnType<typeof start>>>, events: number) =>
  Effect.forEach(
    processes,
    ({ until }) => until((said) => said.some((line) => line._tag === "Followed" && line.events === events))
  )

const orderings = [["compound", "PostgreSQL"], ["strict", "PostgreSQL, strict"]] as const

for (const [ordering, name] of orderings) {
  describe(`a rolling deploy on ${name}`, () => {
    const parcels = ["a", "b", "c"]
    const by = (url: string, release: Release, who: string, commands: number, meets = 0) =>
      start({ url, release, parcels, commands, meets, seed: `${seed} ${who}` })

    it.effect(
      "[72] old and new processes handle commands and follow the log, before, during, after and back",
      () =>
        seeded(Effect.scoped(Effect.gen(function*() {
          const url = yield* newLog(ordering)
          const before = yield* by(url, "second", "before", 25, 20)
          yield* before.until((said) => scansOf(said).length >= 8)
          const during = yield* by(url, "third", "during", 40)
          yield* during.until((said) => scansOf(said).length >= 5)
          yield* before.until(wrote)
          yield* during.until(wrote)
          const back = yield* by(url, "second", "back", 15)
          yield* back.until(wrote)

          const stored = yield* storedIn(url)
          const all = [before, during, back]
          // all of them have decoded all of it: the oldest too, which was started when nothing new was there
          yield* followed(all, stored.length)
          const said = yield* Effect.forEach(all, ({ finish }) => finish)
          assert.deepStrictEqual(said.flatMap(failures), [])
          const [old, now] = [foldedBy(said[2]!), foldedBy(said[1]!)]
          assert.deepStrictEqual(old, now)
          assert.deepStrictEqual(foldedBy(said[0]!), now)
          agree(said.flatMap(scansOf), now)
          // each as its own release writes it, and all of both
          const kinds = new Set(stored.map(({ schemaVersion, type }) => `${type}@${schemaVersion}`))
          assert.isTrue(kinds.has("ParcelScanned@1") && kinds.has("ParcelScanned@2"))
          const scans = stored.filter(({ type }) => type === "ParcelScanned").map(({ schemaVersion }) => schemaVersion)
          assert.isBelow(scans.indexOf(2), scans.lastIndexOf(1), "the old release has written after the new one")
        }))),
      limit
    )

    it.effect(
      "[72] a process of a release that was skipped fails on the streams of the new one, and lives",
      () =>
        seeded(Effect.scoped(Effect.gen(function*() {
          const url = yield* newLog(ordering)
          const third = yield* start({ url, release: "third", parcels: ["new"], commands: 5, seed: `${seed} third` })
          yield* third.until(wrote)
          const before = yield* storedIn(url)
          const first = yield* start({
            url,
            release: "first",
            parcels: ["new", "own"],
            commands: 20,
            seed: `${seed} first`
          })
          yield* first.until(wrote)
          const said = yield* first.finish
          const failed = said.flatMap((line) => line._tag === "Failed" ? [line] : [])
          assert.isNotEmpty(failed)
          assert.deepStrictEqual([...new Set(failed.map(({ parcel }) => parcel))], ["new"])
          assert.match(failed[0]!.message, /ParcelAccepted .*not known to this program/)
          assert.isNotEmpty(scansOf(said).filter(({ parcel }) => parcel === "own"))
          // nothing of what it failed on was written, and nothing that was there has changed
          const after = yield* storedIn(url)
          assert.deepStrictEqual(after.slice(0, before.length), before)
          assert.deepStrictEqual(after.slice(before.length).filter(({ streamId }) => streamId !== "parcel-own"), [])
          assert.deepStrictEqual(failures(yield* third.finish), [])
        }))),
      limit
    )

    it.effect(
      "[72] a process runs on while a later library adds to the tables, and one that starts then is told",
      () =>
        seeded(Effect.scoped(Effect.gen(function*() {
          const url = yield* newLog(ordering)
          const running = yield* by(url, "second", "running", 30)
          yield* running.until((said) => scansOf(said).length >= 5)
          // what a later release of the library may do while this one runs: add, and nothing else
          yield* withSql(url, (sql) =>
            Effect.forEach([
              "alter table deciduous.events add column later text",
              "create table deciduous.later (id bigint primary key)",
              "insert into deciduous.migrations (id, name) values (9999, '9999_later')"
            ], (statement) => sql.unsafe(statement)))
          yield* running.until(wrote)
          yield* followed([running], yield* countIn(url))
          assert.deepStrictEqual(failures(yield* running.finish), [])
          const refused = yield* Effect.flip(Layer.build(PostgresEventStore.layer({ url })))
          assert.strictEqual(refused.reason._tag, "NotMigrated")
          assert.include(refused.message, "9999_later")
        }))),
      limit
    )

    it.effect(
      "[72] events that are written as the first release of the library wrote them are read among others",
      () =>
        seeded(Effect.scoped(Effect.gen(function*() {
          const url = yield* newLog(ordering)
          const process = yield* by(url, "third", "beside", 25)
          yield* process.until((said) => scansOf(said).length >= 3)
          // the columns that its first migration has, and no other
          const places = Array.from({ length: 10 }, (_, n) => `${seed} first ${n}`)
          yield* withSql(url, (sql) =>
            Effect.forEach(places, (place, n) =>
              sql`insert into deciduous.events (category, stream_id, version, id, type, schema_version, data, metadata)
              values ('parcel', 'parcel-old', ${n + 1}, ${crypto.randomUUID()}, 'ParcelScanned', 1,
                ${JSON.stringify({ place })}::text::json, '{}')`))
          yield* process.until(wrote)
          yield* followed([process], yield* countIn(url))
          assert.deepStrictEqual(failures(yield* process.finish), [])
          const old = "old" as typeof Third.events.id.Type
          const loaded = yield* Aggregate.load(Third, old).pipe(Effect.provide(PostgresEventStore.layer({ url })))
          assert.deepStrictEqual(loaded.state.places, places)
        }))),
      limit
    )
  })
}
