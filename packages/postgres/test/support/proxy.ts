// A relay between a client and the run's server that a test can cut, for as long as a scope lasts.
import * as TcpProxy from "@deciduous/testing/TcpProxy"
import * as Effect from "effect/Effect"
import { server } from "./Pg.ts"

export type Proxy = TcpProxy.TcpProxy

/** Listens until the scope closes. */
export const makeProxy = Effect.acquireRelease(
  Effect.promise(() => TcpProxy.start(server())),
  (proxy) => Effect.promise(proxy.close)
)
