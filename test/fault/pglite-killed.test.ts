// Processes that are killed with their embedded database inside them.
import { assert, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as path from "node:path"
import { pathToFileURL } from "node:url"
import { open } from "./ledger/Ledger.ts"
import { agrees } from "./support/log.ts"
import { limit, seeded } from "./support/seed.ts"
import { newFolder } from "./support/Server.ts"
import * as Writer from "./support/Writer.ts"

it.live(
  "[13] a process killed at any moment leaves in its folder all that it has acknowledged, whole and once",
  () =>
    Effect.scoped(seeded(Effect.gen(function*() {
      const url = pathToFileURL(path.join(yield* newFolder, "data")).href
      const ledger = yield* Writer.lives(url, "embedded", 2)
      yield* agrees(url, ledger)
      assert.deepStrictEqual(open(ledger), [])
    }))),
  limit
)
