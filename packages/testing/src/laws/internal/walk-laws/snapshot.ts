// A state that went through its snapshot is the same state, and decides and folds alike.
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { firstDifference } from "../../../internal/difference.ts"
import { isPlain } from "../../../internal/freeze.ts"
import { same } from "../../../internal/same.ts"
import { step, tagOf } from "../step.ts"
import { firstSoundProblem, type WalkLaw } from "../walkLaw.ts"

export type StateCodec = Schema.Codec<any, any> | "json"

export const snapshot = (codec: StateCodec): WalkLaw => {
  const restore = codec === "json" ? (state: unknown) => Result.succeed(asStored(state)) : throughCodec(codec)
  const restored = (state: unknown): Result.Result<unknown, string> =>
    Result.flatMap(restore(state), (back) =>
      same(state, back)
        ? Result.succeed(back)
        : Result.fail(`The state comes back otherwise: ${firstDifference(state, back, same)}`))
  return {
    name: "a state survives its snapshot",
    problemOf: (walk, { aggregate: { decider } }) =>
      firstSoundProblem(walk, (taken) => {
        const [before, after] = [restored(taken.before), restored(taken.after)]
        if (Result.isFailure(before)) return before.failure
        if (Result.isFailure(after)) return after.failure
        const again = step(decider, taken.command, before.success)
        return same(taken.answer, again.answer)
          ? undefined
          : `On the state from its snapshot ${tagOf(taken.command)} is decided otherwise: ${
            firstDifference(taken.answer, again.answer, same)
          }`
      })
  }
}

const throughCodec = (codec: Schema.Codec<unknown, unknown>) => {
  const encode = Schema.encodeUnknownResult(codec)
  const decode = Schema.decodeUnknownResult(codec)
  return (state: unknown): Result.Result<unknown, string> =>
    encode(state).pipe(
      Result.flatMap((encoded) => decode(asStored(encoded))),
      Result.mapError((problem) => `The state cannot be kept: ${problem}`)
    )
}

/** As PostgreSQL hands it out: the keys of objects by length, then by bytes. */
const asStored = (value: unknown): unknown => {
  const text = JSON.stringify(value)
  return text === undefined ? undefined : ordered(JSON.parse(text))
}

const ordered = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(ordered)
    : isPlain(value)
    ? Object.fromEntries(
      Object.entries(value).toSorted(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)).map((
        [key, part]
      ) => [key, ordered(part)])
    )
    : value
