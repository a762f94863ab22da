// The numbered files of sql/migrations, split into the statements that the driver takes one by one.
import { EventStoreError } from "@deciduous/runtime"
import * as Effect from "effect/Effect"
import * as fs from "node:fs/promises"

export interface MigrationFile {
  readonly id: number
  readonly name: string
  readonly statements: ReadonlyArray<string>
}

/** Beside src and dist alike. */
const folder = new URL("../../sql/migrations/", import.meta.url)

/** All migrations of this release by rising number. They are part of the package; a bundler may have left them behind. */
export const migrationFiles: Effect.Effect<ReadonlyArray<MigrationFile>, EventStoreError.EventStoreError> = Effect
  .tryPromise({
    try: async () => {
      const names = (await fs.readdir(folder)).filter((name) => name.endsWith(".sql")).sort()
      return Promise.all(names.map(async (name) => parse(name, await fs.readFile(new URL(name, folder), "utf8"))))
    },
    catch: (cause) =>
      new EventStoreError.EventStoreError({
        reason: new EventStoreError.StoreFailure({
          operation: "read its migrations",
          problem: `the folder sql/migrations of @deciduous/postgres is not where it was installed (${cause}).`,
          cause
        })
      })
  })

/** A line of its own, since `;` also stands inside functions. */
const separator = /^--- next statement$/m

export const parse = (name: string, text: string): MigrationFile => ({
  id: Number.parseInt(name, 10),
  name: name.replace(/\.sql$/, ""),
  statements: text.split(separator).map((statement) => statement.trim())
})
