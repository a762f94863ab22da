// What the laws say of a decider that breaks one, in words.
import type { Aggregate } from "@deciduous/runtime"
import { laws, type Options } from "@deciduous/testing/laws/DeciderLaws"
import { type Law, report } from "@deciduous/testing/laws/Law"

/** The names of the laws that it breaks. */
export const names = (laws: ReadonlyArray<Law>): ReadonlyArray<string> =>
  laws.filter((law) => law.check()._tag === "Fails").map(({ name }) => name)

/** What the law of this name reports, without the last line, which tells by which chance it was found. */
export const reportOf = <C, S, E, N, Err, Id>(
  name: string,
  aggregate: Aggregate.Aggregate<C, S, E, N, Err, Id>,
  options: Options<NoInfer<C>, NoInfer<S>, NoInfer<E>, NoInfer<N>, NoInfer<Err>>
): string => textOf(name, laws(aggregate, { budget: 0, ...options }))

export const textOf = (name: string, laws: ReadonlyArray<Law>): string => {
  const law = laws.find((law) => law.name === name)
  if (law === undefined) throw new Error(`There is no law "${name}", only ${laws.map(({ name }) => name).join(", ")}`)
  const verdict = law.check()
  return verdict._tag === "Holds" ? "holds" : report(verdict).split("\n").slice(0, -2).join("\n")
}
