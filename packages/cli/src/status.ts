// `deciduous status`: how a log and its readers stand, and who holds them back.
import { type Migrations, Status } from "@deciduous/postgres"
import * as Console from "effect/Console"
import * as DateTime from "effect/DateTime"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import { Violations } from "./Failure.ts"
import { Command } from "./internal/cli.ts"
import { jsonLine, printable, secondsText } from "./internal/print.ts"
import { allProcesses, problemOfProcesses, processJson, processText } from "./internal/processes.ts"
import { onTasks, problemOfProjections, projectionJson, projectionText, standing } from "./internal/projections.ts"
import { jsonFlag } from "./internal/stream.ts"
import { onDatabase, type Store, storeFlags } from "./store.ts"

export const status = Command.make(
  "status",
  { json: jsonFlag, ...storeFlags },
  Effect.fnUntraced(function*({ json, ...flags }) {
    yield* onDatabase(flags, (store) =>
      Effect.gen(function*() {
        const status = yield* Status.read({ schema: store.schema })
        const projections = yield* standing(store, status.log)
        const processes = status.log === undefined ? [] : yield* onTasks(store, allProcesses)
        yield* json
          ? jsonLine({
            ...asJson(store, status),
            projections: projections.map(projectionJson),
            processes: processes.map(processJson)
          })
          : Console.log(
            [asText(store, status), ...projections.map(projectionText), ...processes.map(processText)].join("\n")
          )
        const problem = problemOf(status) ?? problemOfProjections(projections) ?? problemOfProcesses(processes)
        if (problem !== undefined) return yield* new Violations({ message: problem })
      }))
  })
).pipe(
  Command.withDescription(
    "Show how a log, its readers, projections and processes stand, and who holds them back; exit code 1 if that is not well"
  ),
  Command.withExamples([
    { command: "deciduous status --url postgres://localhost/bank", description: "Of a server" },
    { command: "deciduous status --json | jq .hidden.seconds", description: "For a monitor" }
  ])
)

/** An append in the middle of being written hides others for some milliseconds; nobody needs to hear of that. */
const patience = Duration.seconds(10)

const problemOf = ({ log, migrations }: Status.Status): string | undefined =>
  migrations.unknown.length > 0
    ? "A later release of deciduous has migrated this database. Use that release."
    : log === undefined
    ? "The database is not ready. Run: deciduous migrate"
    : log.isBehind
    ? "The log was restored from a cluster that had counted further: readers miss its end. Run: deciduous adopt"
    : Duration.isGreaterThan(log.hidden.age, patience)
    ? "Readers are held back. They go on when that transaction ends: commit it, roll it back, or end its session."
    : undefined

const asText = ({ name, schema }: Store, { log, migrations }: Status.Status): string =>
  lines([
    ["database", `${name}, schema ${printable(schema)}`],
    ["migrations", migrationsText(migrations)],
    ...(log === undefined ? [] : [
      ["ordering", log.ordering],
      ["last event", log.lastWritten === undefined ? "none yet" : placeText(log.lastWritten)],
      ["readers", readersText(log)],
      ...(log.holder === undefined ? [] : [["oldest open", holderText(log.holder)] as const])
    ] as const)
  ])

const migrationsText = ({ applied, pending, unknown }: Migrations.Status): string =>
  [
    `${applied.length} applied`,
    ...(pending.length > 0 ? [`lacks ${pending.join(", ")}`] : []),
    ...(unknown.length > 0 ? [`of a later release: ${unknown.join(", ")}`] : [])
  ].join("; ")

const placeText = ({ position, recordedAt }: Status.Place): string => `${position}, ${DateTime.formatIso(recordedAt)}`

const readersText = ({ hidden, lastVisible }: Status.Log): string => {
  if (hidden.events === 0) return "see every event"
  const count = hidden.events === 1
    ? "1 event is"
    : hidden.events < 1000
    ? `${hidden.events} events are`
    : "1,000 events or more are"
  const upTo = lastVisible === undefined ? "none is seen" : `seen is up to ${placeText(lastVisible)}`
  return `${count} hidden, the first for ${ageText(hidden.age)}; ${upTo}`
}

const holderText = ({ age, ageIs, application, database, gid, pid, state, user }: Status.Holder): string =>
  [
    pid === undefined ? `prepared transaction ${gid ?? "of an unknown name"}` : `process ${pid}`,
    ...(database === undefined ? [] : [`database ${database}`]),
    ...(user === undefined ? [] : [`user ${user}`]),
    ...(application === undefined || application === "" ? [] : [`application ${application}`]),
    ...(state === undefined ? [] : [state]),
    `for ${ageIs === "exact" ? "" : "at least "}${ageText(age)}`
  ].map(printable).join(", ")

const ageText = (age: Duration.Duration): string => secondsText(Duration.toSeconds(age))

const lines = (rows: ReadonlyArray<readonly [string, string]>): string =>
  rows.map(([title, text]) => `${title.padEnd(13)}${text}`).join("\n")

const asJson = ({ name, schema }: Store, { log, migrations }: Status.Status) => ({
  database: name,
  schema,
  migrations,
  ...(log === undefined ? {} : {
    ordering: log.ordering,
    lastVisible: placeJson(log.lastVisible),
    lastWritten: placeJson(log.lastWritten),
    hidden: { events: log.hidden.events, seconds: Duration.toSeconds(log.hidden.age) },
    holder: holderJson(log.holder),
    isBehind: log.isBehind
  })
})

const placeJson = (place: Status.Place | undefined) =>
  place === undefined ? null : { position: place.position, recordedAt: DateTime.formatIso(place.recordedAt) }

const holderJson = (holder: Status.Holder | undefined) => {
  if (holder === undefined) return null
  const { age, ageIs, application, database, gid, pid, state, user } = holder
  return {
    pid: pid ?? null,
    gid: gid ?? null,
    database: database ?? null,
    user: user ?? null,
    application: application ?? null,
    state: state ?? null,
    seconds: Duration.toSeconds(age),
    secondsAre: ageIs
  }
}
