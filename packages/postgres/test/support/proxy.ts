// A relay between a client and the server that a test can cut, before or after a statement has come through.
import * as Effect from "effect/Effect"
import { once } from "node:events"
import * as net from "node:net"
import { server } from "./Pg.ts"

type Side = "towards the server" | "towards the client"

export interface Proxy {
  readonly host: string
  readonly port: number
  /** Cuts every connection when next something would go that way, instead of letting it through. */
  readonly cutNext: (side: Side) => void
  /** Cuts every connection now. */
  readonly cut: () => void
}

/** Listens until the scope closes. */
export const makeProxy = Effect.acquireRelease(
  Effect.promise(async (): Promise<Proxy & { readonly listener: net.Server }> => {
    const { host, port } = server()
    const sockets = new Set<net.Socket>()
    let next: Side | undefined
    const cut = () => sockets.forEach((socket) => socket.destroy())
    const relay = (from: net.Socket, to: net.Socket, side: Side) => {
      sockets.add(from)
      from.on("data", (chunk) => {
        if (next !== side) return to.write(chunk)
        next = undefined
        cut()
      })
      from.on("close", () => (sockets.delete(from), to.destroy()))
      from.on("error", () => from.destroy())
    }
    const listener = net.createServer((client) => {
      const upstream = net.connect(host.startsWith("/") ? { path: `${host}/.s.PGSQL.${port}` } : { host, port })
      relay(client, upstream, "towards the server")
      relay(upstream, client, "towards the client")
    })
    listener.listen(0, "127.0.0.1")
    await once(listener, "listening")
    return {
      listener,
      host: "127.0.0.1",
      port: (listener.address() as net.AddressInfo).port,
      cut,
      cutNext: (side) => {
        next = side
      }
    }
  }),
  ({ cut, listener }) =>
    Effect.sync(() => {
      cut()
      listener.close()
    })
)
