// `deciduous scaffold`: stubs of the upcasters that are declared and not written yet.
import { scaffold as run } from "@deciduous/codegen/handwritten/scaffold"
import { findImportExtension } from "@deciduous/codegen/importExtension"
import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import { Unusable } from "./Failure.ts"
import { schemasFlag } from "./generate.ts"
import { catalogIn } from "./internal/catalog.ts"
import { Command } from "./internal/cli.ts"
import { evolutionOptions } from "./internal/evolution.ts"
import { writeFiles } from "./internal/writeFiles.ts"

export const scaffold = Command.make(
  "scaffold",
  { schemas: schemasFlag },
  Effect.fnUntraced(function*({ schemas }) {
    const { ignore = [], schemas: folder, upcasters = {} } = yield* evolutionOptions(schemas)
    const catalog = yield* catalogIn(folder, ignore)
    const out = path.resolve(ignore[0] ?? "src/generated")
    const made = yield* Effect.promise(() =>
      run(catalog, {
        schemas: path.resolve(folder),
        cwd: process.cwd(),
        upcasters,
        out,
        importExtension: findImportExtension(out)
      })
    )
    if ("problem" in made) return yield* new Unusable({ message: made.problem })
    yield* writeFiles(made)
    const lines = made.flatMap(({ file, isNew, keys }) => [
      `${isNew ? "wrote   " : "changed "} ${file}`,
      ...keys.map((key) => `         ${key}`)
    ])
    yield* Console.log(lines.length === 0 ? "Every upcaster that is declared is there." : lines.join("\n"))
  })
).pipe(
  Command.withDescription("Add stubs of upcasters that are declared and not written"),
  Command.withExamples([{ command: "deciduous scaffold", description: "Into src/upcasters.ts" }])
)
