// Messages by their aggregates and their names here, versions in their order. Two that would be one are refused.
import type { Library } from "./library.ts"
import type { Found } from "./model.ts"
import { compareVersions, pascalCase } from "./names.ts"

export interface Group {
  readonly name: string
  /** By the name that they have here. */
  readonly events: ReadonlyMap<string, ReadonlyArray<Found>>
  readonly commands: ReadonlyMap<string, ReadonlyArray<Found>>
}

/** Nothing where a problem was reported. */
export const grouped = (
  found: ReadonlyArray<Found>,
  aggregateOf: (found: Found) => string,
  library: Library
): ReadonlyArray<Group> | undefined => {
  const groups = new Map<string, { readonly events: Messages; readonly commands: Messages }>()
  const before = library.problems().length
  for (const one of found) {
    const aggregate = pascalCase(aggregateOf(one))
    const name = pascalCase(one.name)
    if (aggregate === undefined) {
      const message = `${JSON.stringify(aggregateOf(one))} can't name an aggregate.`
      library.report(one.at, message, "name one by --aggregate.")
      continue
    }
    if (name === undefined) {
      const help = "give it a name of letters and digits in the document."
      library.report(one.at, `${JSON.stringify(one.name)} can't name an ${one.kind}.`, help)
      continue
    }
    const group = groups.get(aggregate) ?? { events: new Map(), commands: new Map() }
    groups.set(aggregate, group)
    const [own, others] = one.kind === "event" ? [group.events, group.commands] : [group.commands, group.events]
    const same: ReadonlyArray<Found> = own.get(name) ?? []
    const twin = same.find(({ version }) => one.kind === "command" || version === one.version) ?? others.get(name)?.[0]
    if (twin !== undefined) {
      const what = one.version === undefined ? name : `${name}, version ${one.version}`
      library.report(
        one.at,
        `It would be named ${what}, and so would ${twin.at}.`,
        "rename one of them in the document."
      )
    } else own.set(name, [...same, one].sort((a, b) => compareVersions(a.version, b.version)))
  }
  return library.problems().length > before ? undefined : [...groups].map(([name, group]) => ({ name, ...group }))
}

type Messages = Map<string, ReadonlyArray<Found>>
