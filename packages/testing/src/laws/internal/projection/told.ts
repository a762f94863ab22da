// A history of appends as the option `examples` takes it: to be pasted, so that it is tried for ever.
import { code } from "../code.ts"
import { laidOut } from "../spec.ts"
import type { Append } from "./log.ts"

export const told = (name: string, appends: ReadonlyArray<Append>): string => {
  const streams = appends.map(({ history, id, set }) =>
    laidOut((list) => `ProjectionSpec.stream(${list([set.aggregate, code(id), ...history.map(code)])})`)
  )
  return laidOut((list) =>
    `Laws.projection(${JSON.stringify(name)}, ${name}, { ...options, examples: [[${list(streams)}]] })`
  )
}
