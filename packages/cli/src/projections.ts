// `deciduous projections ...`: looks after projections by name. What has to run their code is the application's to do.
import { Status } from "@deciduous/postgres"
import { CheckpointStore, type EventStoreError, Processes, Projections, ProjectionStore } from "@deciduous/runtime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { Unusable, Violations } from "./Failure.ts"
import { Argument, Command } from "./internal/cli.ts"
import { lettersText } from "./internal/letters.ts"
import { jsonLine, printable } from "./internal/print.ts"
import {
  onTasks,
  problemOfProjections,
  projectionJson,
  projectionText,
  standing,
  type Tasks
} from "./internal/projections.ts"
import { jsonFlag } from "./internal/stream.ts"
import { onDatabase, type StoreFlags, storeFlags } from "./store.ts"

const name = Argument.String("name").pipe(
  Argument.withDescription("A projection, or one version of it: balances, balances@2")
)

type Registered = ProjectionStore.Registered

/** The version that is named, else the one that is read, else the one that is being built. */
const named = Effect.fnUntraced(function*(text: string) {
  const all = yield* (yield* ProjectionStore.ProjectionStore).registered
  const mine = all.filter((one) => one.name === text || ProjectionStore.modelOf(one) === text)
  const found = mine.find(({ status }) => status === "active") ?? mine.at(-1)
  if (found !== undefined) return { found, all }
  const known = all.length === 0
    ? "There is none yet."
    : `There are ${[...new Set(all.map((one) => one.name))].join(", ")}.`
  return yield* new Unusable({ message: `There is no projection ${printable(text)}. ${printable(known)}` })
})

/** One that changes a projection, and says what it did. */
const changing = (
  flags: StoreFlags,
  text: string,
  change: (
    found: Registered,
    all: ReadonlyArray<Registered>
  ) => Effect.Effect<string, Unusable | CheckpointStore.Fenced | EventStoreError.EventStoreError, Tasks>
) =>
  onDatabase(flags, (store) =>
    onTasks(
      store,
      Effect.gen(function*() {
        const { all, found } = yield* named(text)
        yield* Console.log(`${store.name}: ${printable(ProjectionStore.modelOf(found))} ${yield* change(found, all)}`)
      }).pipe(
        Effect.catchTag("Fenced", ({ message }) => Effect.fail(new Unusable({ message: `${message} Try again.` })))
      )
    ))

const resume = Command.make(
  "resume",
  { name, ...storeFlags },
  ({ name, ...flags }) =>
    changing(flags, name, (found) =>
      Effect.as(
        Effect.flatMap(CheckpointStore.CheckpointStore, (store) => store.resume(ProjectionStore.modelOf(found))),
        "goes on where it was stopped, as soon as a worker takes it."
      ))
).pipe(Command.withDescription("Let a projection that was stopped go on where it was"))

const reset = Command.make(
  "reset",
  { name, ...storeFlags },
  ({ name, ...flags }) =>
    changing(flags, name, (found, all) => {
      // a composite is registered under the names of its members too, as one
      const members = all.flatMap((one) =>
        one.version === found.version && one.fingerprint === found.fingerprint ? [one.name] : []
      )
      return Effect.as(
        Projections.reset({ ...found, members }),
        "is built anew from the first event, and is not read until then. Its documents are gone; rows of your own are "
          + "yours to remove."
      )
    })
).pipe(
  Command.withDescription(
    "Build a projection anew in place; to build it beside the one that is read, raise its version"
  )
)

const reshard = Command.make(
  "reshard",
  {
    name,
    shards: Argument.Int("shards").pipe(Argument.withDescription("How many, from 1 to 1000")),
    ...storeFlags
  },
  ({ name, shards, ...flags }) =>
    changing(flags, name, (found) =>
      shards < 1 || shards > mostShards || found.isInline
        ? Effect.fail(
          new Unusable({
            message: `${printable(ProjectionStore.modelOf(found))} is left as it is: `
              + (found.isInline
                ? "appends write it, in no shards."
                : `give a number of shards from 1 to ${mostShards}.`)
          })
        )
        : Effect.as(
          Effect.flatMap(
            CheckpointStore.CheckpointStore,
            (store) => store.reshard(ProjectionStore.modelOf(found), shards)
          ),
          `has ${shards} ${shards === 1 ? "shard" : "shards"} now.`
        ))
).pipe(Command.withDescription("Divide a projection among more or fewer workers while it runs"))

/** Each is a row and a reader of the log. */
const mostShards = 1000

const accept = Command.make(
  "accept",
  {
    name,
    fingerprint: Argument.String("fingerprint").pipe(Argument.withDescription("As the refused program has said it")),
    ...storeFlags
  },
  ({ fingerprint, name, ...flags }) =>
    changing(flags, name, (found) =>
      /^[0-9a-f]{16}$/.test(fingerprint)
        ? Effect.as(
          Effect.flatMap(ProjectionStore.ProjectionStore, (store) => store.accept({ ...found, fingerprint })),
          "is taken for what the program with that fingerprint builds."
        )
        : Effect.fail(
          new Unusable({
            message:
              `${printable(fingerprint)} is no fingerprint: it has 16 digits from 0 to f, and stands in the message `
              + "with which a program was refused."
          })
        ))
).pipe(Command.withDescription("Take a changed projection for the one that was built; its documents stay as they are"))

const letters = Command.make(
  "letters",
  storeFlags,
  (flags) =>
    onDatabase(flags, (store) =>
      onTasks(
        store,
        Effect.gen(function*() {
          const letters = yield* (yield* ProjectionStore.ProjectionStore).letters()
          const processes = new Set((yield* Processes.names).map((name) => Processes.taskOf({ name })))
          yield* Console.log(lettersText("projection", letters.filter(({ task }) => !processes.has(task))))
        })
      ))
).pipe(
  Command.withDescription("List the events that projections could not handle; Projections.replay handles them again")
)

const status = Command.make(
  "status",
  { json: jsonFlag, ...storeFlags },
  ({ json, ...flags }) =>
    onDatabase(flags, (store) =>
      Effect.gen(function*() {
        const { log } = yield* Status.read({ schema: store.schema })
        const all = yield* standing(store, log)
        yield* json
          ? jsonLine(all.map(projectionJson))
          : Console.log(all.length === 0 ? "There are no projections yet." : all.map(projectionText).join("\n"))
        const problem = problemOfProjections(all)
        if (problem !== undefined) return yield* new Violations({ message: problem })
      }))
).pipe(
  Command.withDescription(
    "Show how far each projection is, and how far behind the log's end; exit code 1 if one is stopped"
  )
)

export const projections = Command.make("projections").pipe(
  Command.withDescription(
    "Look after projections: how they stand, what they could not handle, and what to do about it"
  ),
  Command.withSubcommands([status, letters, resume, reset, reshard, accept])
)
