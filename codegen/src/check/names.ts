// The names that generated modules make: no two of one module are the same, and none is TypeScript's own.
import { error } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import { storedConstant } from "../emit/arbitrary.ts"
import type { Brand, Definition, Place, SharedType } from "../model.ts"
import type { AggregateDraft } from "../read/aggregate.ts"
import type { TypeFile } from "../read/context.ts"
import type { DeclaredEvent } from "../read/manifest.ts"
import { versionsOf } from "./versions.ts"

/** NAME_CLASH, at the second of two makers. */
export const checkNames = (
  aggregates: ReadonlyArray<AggregateDraft>,
  files: ReadonlyArray<TypeFile>,
  types: ReadonlyArray<SharedType>,
  brands: ReadonlyArray<Brand>,
  report: Report
): void => {
  const shared: Array<Maker> = [
    ...files.flatMap(({ file, name, node, typeName, version }): ReadonlyArray<Maker> => {
      const place = node?.place ?? { file, line: 1, column: 1 }
      const what = `the type ${name} v${version}`
      return typeMakers(typeName, what, place)
    }),
    ...types.filter(({ pointer }) => pointer !== "#").flatMap((definition) =>
      definitionMakers(definition, `${definition.name} v${definition.version}`)
    ),
    ...brands.flatMap((brand) => brandMakers(brand, types))
  ]
  const taken = reportClashes(shared, new Map(), report)
  const names: Array<Maker> = []
  for (const aggregate of aggregates) {
    const name = aggregate.manifest?.name
    if (name !== undefined) names.push({ ...name, what: `the aggregate in ${aggregate.folder.file}` })
    // Modules of two aggregates never meet, so each is compared with the shared names alone.
    reportClashes(makersOf(aggregate), taken, report)
  }
  reportClashes(names, new Map(), report)
}

/** Something that a name is made for. */
interface Maker {
  readonly name: string
  /** In a sentence: `the event AccountOpened`. */
  readonly what: string
  readonly place: Place
  /** Where it can be said better than that one of them needs another name. */
  readonly help?: string
}

const reportClashes = (
  makers: ReadonlyArray<Maker>,
  taken: ReadonlyMap<string, Maker>,
  report: Report
): ReadonlyMap<string, Maker> => {
  const all = new Map(taken)
  for (const maker of makers) {
    const { help = "choose another name for one of them.", name, place, what } = maker
    const other = all.get(name)
    if (RESERVED_NAMES.has(name)) {
      report(
        error("NAME_CLASH", place, `"${name}" means something else in a generated module.`, "choose another name.")
      )
    } else if (other !== undefined) {
      report(error("NAME_CLASH", place, `"${name}" is made for ${other.what}, and for ${what}.`, help))
    } else all.set(name, maker)
  }
  return all
}

/** A type file whose whole content is the brand of its name would be that name's second maker. */
const brandMakers = ({ name, place }: Brand, types: ReadonlyArray<SharedType>): ReadonlyArray<Maker> => {
  const what = `the brand ${name}`
  const namesake = types.find(({ typeName }) => typeName === name)
  if (namesake === undefined) return [{ name, what, place }, generatorMaker(name, what, place)]
  if (!("brand" in namesake.shape) || namesake.shape.brand !== name) return [{ name, what, place }]
  const help = `a brand is a type already: say "x-brand: ${name}" where it is used, without a file, or rename the file.`
  return [{ name, what, place: namesake.place, help }]
}

const makersOf = (aggregate: AggregateDraft): ReadonlyArray<Maker> => [
  ...aggregateMakers(aggregate),
  ...(aggregate.manifest?.events ?? []).flatMap((event) => eventMakers(event, versionsOf(aggregate, event.name))),
  ...aggregate.versions.flatMap(({ definitions, source: { name, version } }) =>
    definitions.flatMap((definition) => definitionMakers(definition, `the event ${name} v${version}`))
  ),
  ...aggregate.commands.flatMap(({ definitions, name, place }): ReadonlyArray<Maker> => [
    { name, what: `the command ${name}`, place },
    { name: `${name}Encoded`, what: `the command ${name} (as JSON)`, place },
    ...definitions.flatMap((definition) => definitionMakers(definition, `the command ${name}`))
  ])
]

const definitionMakers = (
  { place, pointer, typeName }: Pick<Definition, "place" | "pointer" | "typeName">,
  owner: string
): ReadonlyArray<Maker> => {
  const what = pointer === "#" ? `the payload of ${owner}` : `${JSON.stringify(pointer)} of ${owner}`
  return typeMakers(typeName, what, place)
}

const typeMakers = (name: string, what: string, place: Place): ReadonlyArray<Maker> => [
  { name, what, place },
  { name: `${name}Encoded`, what: `${what} (as it is stored)`, place },
  generatorMaker(name, what, place)
]

const generatorMaker = (name: string, what: string, place: Place): Maker => ({
  name: storedConstant(name),
  what: `the arbitrary of ${what}`,
  place
})

const eventMakers = ({ name, place }: DeclaredEvent, versions: ReadonlyArray<number>): ReadonlyArray<Maker> => [
  { name, what: `the event ${name}`, place },
  { name: `${name}Encoded`, what: `the event ${name} (as it is stored)`, place },
  ...versions.flatMap((version): ReadonlyArray<Maker> => {
    const what = `the event ${name} v${version}`
    return [
      { name: `${name}V${version}`, what, place },
      { name: `${name}V${version}Encoded`, what: `${what} (as it is stored)`, place },
      { name: `upcast${name}${version}`, what: `the upcast of ${what}`, place }
    ]
  })
]

const aggregateMakers = ({ manifest }: AggregateDraft): ReadonlyArray<Maker> => {
  if (manifest?.name === undefined) return []
  const { name, place } = manifest.name
  return OF_AGGREGATE.map((suffix) => ({ name: `${name}${suffix}`, what: `the aggregate ${name}`, place }))
}

const OF_AGGREGATE = ["Event", "NewEvent", "Events", "Upcasters", "Command", "CommandEncoded", "Arbitraries"]

/** What generated modules use themselves, and the words that TypeScript keeps. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  ..."Schema R S RT Arb fc SharedArbitraries BigDecimal Brand DateTime Duration".split(" "),
  ..."Array ReadonlyArray Record Readonly Object Promise Symbol".split(" "),
  ..."any bigint boolean never null number object string symbol undefined unknown void".split(" "),
  // words that begin a type
  ..."infer keyof readonly unique".split(" "),
  ..."break case catch class const continue debugger default delete do else enum export extends false finally for"
    .split(" "),
  ..."function if import in instanceof new return super switch this throw true try typeof var while with".split(" "),
  ..."implements interface let package private protected public static yield await async of type arguments eval".split(
    " "
  )
])
