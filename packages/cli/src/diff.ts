// `deciduous diff <Event@1> <Event@2>` and `deciduous diff --against main`: what differs, field by field.
import { readAgainst } from "@deciduous/codegen/evolution/against"
import { type Changed, diffCatalogs, diffVersions } from "@deciduous/codegen/evolution/diff"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as path from "node:path"
import { Unusable } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { catalogIn, versionIn } from "./internal/catalog.ts"
import { Argument, Command, Flag } from "./internal/cli.ts"
import { evolutionOptions } from "./internal/evolution.ts"

const flags = {
  versions: Argument.String("version").pipe(
    Argument.withDescription("Two versions of an event: AccountOpened@1 AccountOpened@2"),
    Argument.variadic({ max: 2 })
  ),
  against: Flag.String("against").pipe(
    Flag.withDescription("Another state of all schema files: a commit, a branch, a tag, or a folder"),
    Flag.withMetavar("REF|DIR"),
    Flag.optional
  ),
  schemas: schemasFlag
}

export const diff = Command.make(
  "diff",
  flags,
  Effect.fnUntraced(function*({ against, schemas, versions }) {
    const { ignore = [], schemas: folder } = yield* evolutionOptions(schemas)
    const catalog = yield* catalogIn(folder, ignore)
    const [first, second] = versions
    if (Option.isSome(against) && first === undefined) {
      const other = readAgainst(against.value, path.relative(".", folder).replaceAll("\\", "/") || ".", process.cwd())
      if ("problem" in other) return yield* new Unusable({ message: other.problem })
      const sections = diffCatalogs(other.catalog, catalog)
      const text = sections.map(({ at, changes }) => [at, ...changes.map(line)].join("\n")).join("\n\n")
      return yield* Console.log(text === "" ? `Nothing differs from ${against.value}.` : text)
    }
    if (first === undefined || second === undefined || Option.isSome(against)) {
      return yield* new Unusable({
        message: "Name two versions of an event (deciduous diff AccountOpened@1 AccountOpened@2), or --against a state."
      })
    }
    const [before, after] = [yield* versionIn(catalog, first), yield* versionIn(catalog, second)]
    if (before.event !== after.event) {
      return yield* new Unusable({ message: `${first} and ${second} are different events.` })
    }
    const changes = diffVersions(catalog, before, after)
    const title = `${before.event.name} v${before.version.version} -> v${after.version.version}`
    yield* Console.log([title, ...(changes.length === 0 ? ["  nothing differs"] : changes.map(withWork))].join("\n"))
  })
).pipe(
  Command.withDescription("Show what differs between two versions of an event, or from another state"),
  Command.withExamples([
    {
      command: "deciduous diff AccountOpened@1 AccountOpened@2",
      description: "With what the upcast does to each field"
    },
    { command: "deciduous diff --against main", description: "All schema files, against those of a branch" }
  ])
)

const line = ({ pointer, text }: Pick<Changed, "pointer" | "text">): string =>
  pointer === "" ? `  ${text}` : `  ${pointer}  ${text}`

const withWork = (changed: Changed): string => [line(changed), ...changed.by.map((work) => `      ${work}`)].join("\n")
