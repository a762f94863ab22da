// A connection that is made when it is first needed, again where that failed, and that mends itself once it is there.
import { Publisher } from "@deciduous/runtime"
import { connect, type NatsConnection, type NodeConnectionOptions } from "@nats-io/transport-node"
import * as Effect from "effect/Effect"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"

export interface ConnectionOptions {
  /** `nats://localhost:4222`, or several of one cluster. */
  readonly servers: string | ReadonlyArray<string>
  /** Credentials, TLS and what else the client takes. */
  readonly connection?: Omit<NodeConnectionOptions, "servers">
}

export type Connected = Effect.Effect<NatsConnection, Publisher.BrokerUnavailable>

/** The connection is closed with the scope. */
export const makeConnection = Effect.fnUntraced(
  function*(
    { connection, servers }: ConnectionOptions
  ): Effect.fn.Return<{ readonly connected: Connected }, never, Scope.Scope> {
    const turns = Semaphore.makeUnsafe(1)
    let open: NatsConnection | undefined
    yield* Effect.addFinalizer(() => Effect.promise(async () => open?.close()))

    const connecting = Effect.tryPromise({
      try: () =>
        connect({
          name: "deciduous",
          // a server that is away comes back, however long that takes
          maxReconnectAttempts: -1,
          ...connection,
          servers: typeof servers === "string" ? servers : [...servers]
        }),
      catch: unavailable
    })
    const connected = Effect.suspend(() =>
      open !== undefined && !open.isClosed()
        ? Effect.succeed(open)
        : Effect.tap(connecting, (made) => Effect.sync(() => open = made))
    )
    return { connected: turns.withPermits(1)(connected) }
  }
)

/** What the client says of it holds no payload. */
export const unavailable = (cause: unknown): Publisher.BrokerUnavailable =>
  new Publisher.BrokerUnavailable({ problem: problemOf(cause), cause })

export const problemOf = (cause: unknown): string =>
  cause instanceof Error && cause.message !== "" ? `${cause.message}.` : "no connection."
