// A folder that is gone when its scope closes.
import { Effect, type Scope } from "effect"
import * as fs from "node:fs/promises"
import * as os from "node:os"
import * as path from "node:path"

export const temporaryFolder: Effect.Effect<string, never, Scope.Scope> = Effect.acquireRelease(
  Effect.promise(() => fs.mkdtemp(path.join(os.tmpdir(), "deciduous-loan-log-"))),
  (folder) => Effect.promise(() => fs.rm(folder, { recursive: true, force: true }))
)
