// What a user does next: a command at random for one of the streams, rather one that is accepted.
import * as Result from "effect/Result"
import { copy } from "../../internal/same.ts"
import type { Random } from "../../laws/internal/random.ts"
import type { Options } from "./model.ts"

export const userCommand = (
  { aggregates }: Pick<Options, "aggregates">,
  stateOf: (aggregate: string, id: string) => unknown,
  random: Random
) => {
  const members = Object.entries(aggregates).flatMap(([to, { aggregate, commands = {}, ids = [] }]) =>
    ids.length === 0 || Object.keys(commands).length === 0
      ? []
      : [{ to, aggregate, ids, commands: Object.values(commands) }]
  )
  if (members.length === 0) return undefined
  const draw = () => {
    const { aggregate, commands, ids, to } = random.pick(members)
    const id = random.pick(ids)
    const { aggregateId } = Result.getOrThrow(aggregate.events.streamId(id))
    const command: unknown = copy(random.pick(commands).generate(random.rng, 3).value)
    return { to, aggregate, id, aggregateId, command }
  }
  for (let tries = TRIES;; tries--) {
    const drawn = draw()
    const decision = drawn.aggregate.decider.decide(drawn.command, stateOf(drawn.to, drawn.aggregateId))
    if (tries === 0 || (Result.isSuccess(decision) && decision.success.length > 0)) return drawn
  }
}

const TRIES = 6
