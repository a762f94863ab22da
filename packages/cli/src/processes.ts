// `deciduous processes ...`: how processes stand, what one instance owes, and lets what is parked or stopped go on.
import { type EventStoreError, Processes, ProjectionStore } from "@deciduous/runtime"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { Unusable, Violations } from "./Failure.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { lettersText } from "./internal/letters.ts"
import { counted, jsonLine, printable } from "./internal/print.ts"
import {
  allProcesses,
  inspectedJson,
  inspectedText,
  instanceJson,
  instancesText,
  problemOfProcesses,
  processJson,
  processText
} from "./internal/processes.ts"
import { onTasks, type Tasks } from "./internal/projections.ts"
import { jsonFlag } from "./internal/stream.ts"
import { onDatabase, type Store, type StoreFlags, storeFlags } from "./store.ts"

const name = Argument.String("name").pipe(Argument.withDescription("A process, by the name that its code gives it"))

type Failure = Unusable | Violations | EventStoreError.EventStoreError

const looking = (flags: StoreFlags, use: (store: Store) => Effect.Effect<void, Failure, Tasks>) =>
  onDatabase(flags, (store) => onTasks(store, use(store)))

/** One process, which has to be there. */
const named = (
  flags: StoreFlags,
  name: string,
  use: (process: { readonly name: string }, store: Store) => Effect.Effect<void, Failure, Tasks>
) =>
  looking(
    flags,
    Effect.fnUntraced(function*(store) {
      const names = yield* Processes.names
      if (names.includes(name)) return yield* use({ name }, store)
      const known = names.length === 0 ? "There is none yet." : `There are ${names.join(", ")}.`
      return yield* new Unusable({ message: `There is no process ${printable(name)}. ${printable(known)}` })
    })
  )

const list = Command.make(
  "list",
  {
    name,
    suspended: Flag.Boolean("suspended").pipe(
      Flag.withDescription("Only those that cannot go on, as a command is parked"),
      Flag.withDefault(false)
    ),
    after: Flag.String("after").pipe(
      Flag.withDescription("Those behind this one, by name"),
      Flag.withMetavar("INSTANCE"),
      Flag.optional
    ),
    limit: Flag.Int("limit").pipe(Flag.withDescription("At most so many (default: 100)"), Flag.withDefault(100)),
    json: jsonFlag,
    ...storeFlags
  },
  ({ after, json, limit, name, suspended, ...flags }) =>
    named(
      flags,
      name,
      Effect.fnUntraced(function*(process) {
        const found = yield* Processes.list(process, {
          limit,
          onlySuspended: suspended,
          ...(Option.isSome(after) && { after: after.value })
        })
        if (json) return yield* Effect.forEach(found, (one) => jsonLine(instanceJson(one)), { discard: true })
        yield* Console.log(found.length === 0 ? "There are none." : instancesText(found))
      })
    )
).pipe(Command.withDescription("List the instances of a process by name"))

const instance = Argument.String("instance").pipe(Argument.withDescription("One of its instances, such as an order"))

const show = Command.make(
  "show",
  { name, instance, json: jsonFlag, ...storeFlags },
  ({ instance, json, name, ...flags }) =>
    named(
      flags,
      name,
      Effect.fnUntraced(function*(process, store) {
        const found = yield* Processes.inspect(process, instance)
        if (found === undefined) {
          return yield* new Unusable({
            message: `${store.name}: nothing has concerned ${printable(instance)} of the process ${
              printable(name)
            } yet.`
          })
        }
        yield* json ? jsonLine(inspectedJson(found)) : Console.log(inspectedText(found))
      })
    )
).pipe(Command.withDescription("Show the state of one instance, and what it owes"))

const retry = Command.make(
  "retry",
  {
    name,
    instance: Flag.String("instance").pipe(
      Flag.withDescription("Only the commands of this one"),
      Flag.withMetavar("INSTANCE"),
      Flag.optional
    ),
    ...storeFlags
  },
  ({ instance, name, ...flags }) =>
    named(
      flags,
      name,
      Effect.fnUntraced(function*(process, store) {
        const retried = yield* Processes.retry(process, Option.getOrUndefined(instance))
        yield* Console.log(
          `${store.name}: ${counted(retried, "command is", "commands are")} sent again, and ${
            printable(name)
          } goes on, `
            + "as soon as a worker takes it."
        )
      })
    )
).pipe(Command.withDescription("Send parked commands again, and let a process that was stopped go on"))

const letters = Command.make(
  "letters",
  { name, ...storeFlags },
  ({ name, ...flags }) =>
    named(
      flags,
      name,
      Effect.fnUntraced(function*(process) {
        const found = yield* (yield* ProjectionStore.ProjectionStore).letters(Processes.taskOf(process))
        yield* Console.log(lettersText("process", found))
      })
    )
).pipe(Command.withDescription("List the events that a process could not take; Processes.replay takes them again"))

export const processes = Command.make(
  "processes",
  { json: jsonFlag, ...storeFlags },
  ({ json, ...flags }) =>
    looking(
      flags,
      Effect.fnUntraced(function*() {
        const all = yield* allProcesses
        if (json) yield* Effect.forEach(all, (one) => jsonLine(processJson(one)), { discard: true })
        else yield* Console.log(all.length === 0 ? "There are no processes yet." : all.map(processText).join("\n"))
        const problem = problemOfProcesses(all)
        if (problem !== undefined) return yield* new Violations({ message: problem })
      })
    )
).pipe(
  Command.withDescription("Show how processes stand; exit code 1 if one needs somebody"),
  Command.withExamples([
    { command: "deciduous processes", description: "All of them" },
    { command: "deciduous processes list shipping --suspended", description: "Whose command is parked" },
    { command: "deciduous processes show shipping 42", description: "What one instance owes, and why it waits" },
    { command: "deciduous processes retry shipping --instance 42", description: "Send what is parked again" }
  ]),
  Command.withSubcommands([list, show, letters, retry])
)
