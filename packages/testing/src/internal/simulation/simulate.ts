// One run by a plan: users send commands, time passes, programs are killed and begin again; then everything comes to rest.
import type { StoredEvent } from "@deciduous/core"
import * as Aggregate from "@deciduous/runtime/Aggregate"
import type { EventStore } from "@deciduous/runtime/EventStore"
import * as Effect from "effect/Effect"
import * as EffectRandom from "effect/Random"
import { said } from "../../laws/internal/walk-laws/users.ts"
import { advance, settle } from "./clock.ts"
import { type Options, processesOf } from "./model.ts"
import { type Plan, randomOfStep, type Step } from "./plan.ts"
import * as Program from "./program.ts"
import { atRest, owedAsResumed } from "./rest.ts"
import { ofSent, ofUser } from "./timeline.ts"
import { userCommand } from "./user.ts"
import { makeWorld } from "./world.ts"

export interface Broken {
  readonly invariant: string
  readonly problem: string
  readonly timeline: ReadonlyArray<string>
}

export const simulate = (options: Options, plan: Plan) =>
  EffectRandom.withSeed(run(options, plan), `${plan.seed} ${plan.number}`)

const run = Effect.fnUntraced(function*(options: Options, { faults, number, seed, steps }: Plan) {
  const stores = yield* Effect.context<EventStore>()
  const world = makeWorld(options)
  const timeline: Array<string> = []
  /** Takes the next line for something whose end is not known yet: what it leads to may be told before. */
  const begun = () => {
    const at = timeline.push("") - 1
    return (line: string) => {
      timeline[at] = `${String(at + 1).padStart(4)}  ${line}`
    }
  }
  const note = (line: string) => begun()(line)
  let untold: ReadonlyArray<StoredEvent> = []
  const eventsOf = (commandId: string) =>
    Effect.map(world.take, (events) => {
      const all = [...untold, ...events]
      untold = all.filter(({ metadata }) => metadata.commandId !== commandId)
      return all.filter(({ metadata }) => metadata.commandId === commandId)
    })
  const begin = Program.start(
    options,
    faults,
    Program.makeChances(seed + number),
    (sent) =>
      Effect.provideContext(Effect.map(eventsOf(sent.commandId), (events) => note(ofSent(sent, events))), stores)
  )
  let program = yield* begin

  const user = Effect.fnUntraced(function*(step: Step, index: number) {
    const found = userCommand(options, world.state, randomOfStep(step))
    if (found === undefined) return
    const { aggregate, aggregateId, command, id, to } = found
    const end = begun()
    const exit = yield* Effect.exit(Aggregate.handle(aggregate, id, command, { commandId: `user-${index}` }))
    end(ofUser(to, aggregateId, command, exit, yield* eventsOf(`user-${index}`)))
    yield* settle(program.gate.calls)
  })
  const pass = Effect.fnUntraced(function*(millis: number) {
    yield* advance(millis)
    yield* settle(program.gate.calls)
  })
  /** Long times go by while nobody works, as somebody who works looks for work twice a second. */
  const passIdle = Effect.fnUntraced(function*(seconds: number) {
    yield* program.end
    yield* advance(`${seconds} seconds`)
    program = yield* begin
  })
  const revive = Effect.gen(function*() {
    if (!program.gate.isDead()) return
    note(`the program is killed, and another goes on once its lease of ${Program.LEASE} seconds has run out`)
    yield* passIdle(Program.LEASE + 1)
  })
  const take = Effect.fnUntraced(function*(step: Step, index: number) {
    const random = randomOfStep(step)
    switch (step.kind) {
      case "user":
        return yield* user(step, index)
      case "moment":
        return yield* pass(random.int(1, 2000))
      case "while": {
        const minutes = random.int(1, 90)
        note(`${minutes} minutes pass`)
        return yield* passIdle(60 * minutes)
      }
      case "crash":
        return program.gate.dieAfter(random.int(0, 30))
    }
  })
  const judge = Effect.fnUntraced(function*(asked: Options["invariants"] = {}) {
    const seen = yield* world.look
    for (const [invariant, holds] of Object.entries(asked)) {
      const problem = said(() => holds(seen))
      if (problem !== undefined) return { invariant, problem, timeline } satisfies Broken
    }
    const problem = yield* owedAsResumed(processesOf(options))
    return problem && { ...problem, timeline }
  })

  for (const [index, step] of steps.entries()) {
    yield* take(step, index)
    yield* revive
    yield* world.take
    const broken = yield* judge(options.invariants)
    if (broken !== undefined) return yield* Effect.as(program.end, broken)
  }
  // who was to die later does not: the last is done in peace
  program.gate.dieAfter(Infinity)
  for (let left = MOST, calm = 0; calm < LONGER.length; left--) {
    const seconds = LONGER[calm]!
    const before = timeline.length
    yield* seconds <= 10 ? pass(seconds * 1000) : passIdle(seconds)
    const isCalm = timeline.length === before && (yield* world.take).length === 0
    calm = isCalm ? calm + 1 : 0
    const broken = yield* judge(options.invariants)
    if (broken !== undefined) return yield* Effect.as(program.end, broken)
    if (left > 0) continue
    yield* program.end
    return { invariant: "comes to rest", problem: `after ${MOST} more times something still happens`, timeline }
  }
  const broken = (yield* atRest(options, world)) ?? (yield* judge(options.atRest))
  yield* program.end
  return broken && { ...broken, timeline }
})

/** At rest is who does nothing new in a second, ten, an hour, a month, and ten seconds more: timers were due by then. */
const LONGER = [1, 10, 3600, 30 * 86_400, 10, 10]
const MOST = 300
