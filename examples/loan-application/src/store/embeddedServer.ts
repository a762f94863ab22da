// A PostgreSQL of one's own for as long as a scope lasts.
import * as PostgresServer from "@deciduous/testing/PostgresServer"
import { Data, Effect, type Scope } from "effect"
import { temporaryFolder } from "./temporaryFolder.ts"

export class NoServer extends Data.TaggedError("NoServer")<{ readonly problem: string }> {
  override get message() {
    return `no PostgreSQL could be started: ${this.problem} Name a running one with --url.`
  }
}

/** The URL of the server's database, once it takes connections on this machine. */
export const embeddedServer: Effect.Effect<string, NoServer, Scope.Scope> = Effect.gen(function*() {
  const folder = yield* temporaryFolder
  const { host, port } = yield* Effect.acquireRelease(
    Effect.tryPromise({
      try: () => PostgresServer.start({ folder, listen: "tcp" }),
      catch: (error) => new NoServer({ problem: (error as Error).message })
    }),
    ({ stop }) => Effect.promise(stop)
  )
  return `postgres://postgres@${host}:${port}/postgres`
})
