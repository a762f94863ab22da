// A process manager of a simulation: takes the events of the log in their order, and asks for commands under ids by which
// each takes effect once, as the runtime does.
import { ProcessManager, type RecordedEvent, Timer } from "@deciduous/core"
import type { StoredEvent } from "@deciduous/core"
import * as EventStore from "@deciduous/runtime/EventStore"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Stream from "effect/Stream"
import { same } from "../../internal/same.ts"
import { tagOf } from "../../laws/internal/step.ts"
import type { Members } from "./members.ts"
import type * as Model from "./model.ts"
import type { Message } from "./model.ts"

export interface Manager {
  readonly name: string
  /** The next event of the log, and the messages that it leads to; nothing where there is none. */
  readonly take: Effect.Effect<Taken | undefined, never, EventStore.EventStore>
  /** What a new program owes, from the states that were kept. */
  readonly restart: Effect.Effect<ReadonlyArray<Message>>
}

interface Taken {
  readonly told: string
  readonly messages: ReadonlyArray<Message>
}

interface Instance {
  readonly state: unknown
  /** Every command that was asked for, with its id: what is resumed keeps the one that it had. */
  readonly asked: ReadonlyArray<Message>
}

export const makeManager = (
  name: string,
  { instanceOf, process, send }: Model.Manager,
  members: Members
): Manager => {
  const instances = new Map<string, Instance>()
  let place = 0

  const message = (command: unknown, instance: string, commandId: string): Message => ({
    ...send(command, instance),
    commandId,
    from: `${name}/${instance}`
  })

  const fold = (recorded: RecordedEvent<unknown>, instance: string): ReadonlyArray<Message> => {
    const { asked, state } = instances.get(instance) ?? { state: process.initialState, asked: [] }
    const next = ProcessManager.step(process, state, recorded.event)
    const commands = next.commands.filter((command) => !Timer.isCancel(command)).map((command) =>
      Timer.isSchedule(command) ? command.command : command
    )
    const messages = commands.map((command, index) =>
      message(
        command,
        instance,
        `${name}/${instance}/${recorded.streamId}/${recorded.version}.${recorded.part}.${index}`
      )
    )
    instances.set(instance, { state: next.state, asked: [...asked, ...messages] })
    return messages
  }

  return {
    name,
    take: Effect.gen(function*() {
      const store = yield* EventStore.EventStore
      const log = yield* Effect.orDie(Stream.runCollect(store.readAll()))
      const stored: StoredEvent | undefined = [...log][place]
      if (stored === undefined) return undefined
      place++
      const decoded = members.eventSets.get(stored.category)?.decode(stored)
      const recorded = decoded === undefined || Result.isFailure(decoded) ? [] : decoded.success
      const messages = recorded.flatMap((event) => {
        const instance = instanceOf(event)
        return instance === undefined ? [] : fold(event, instance)
      })
      const asks = messages.length === 0
        ? ""
        : `, and asks for ${messages.map(({ command }) => tagOf(command)).join(", ")}`
      return { told: `${stored.type} of ${stored.streamId}${asks}`, messages }
    }),
    restart: Effect.sync(() =>
      [...instances].flatMap(([instance, { asked, state }]) =>
        process.isTerminal(state)
          ? []
          : process.resume(state).filter((one: unknown) => !Timer.isCancel(one)).map((owed: unknown, index: number) => {
            const command: unknown = Timer.isSchedule(owed) ? owed.command : owed
            const wanted = send(command, instance)
            const known = asked.findLast(({ command, id, to }) => same({ command, id, to }, wanted))
            return known ?? message(command, instance, `${name}/${instance}/resume.${index}`)
          })
      )
    )
  }
}
