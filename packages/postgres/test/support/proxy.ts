// A relay between a client and the server that a test can cut, before or after a statement has come through.
import * as Effect from "effect/Effect"
import { once } from "node:events"
import * as net from "node:net"
import { server } from "./Pg.ts"

type Side = "towards the server" | "towards the client"

export interface Proxy {
  readonly host: string
  readonly port: number
  /**
   * Cuts every connection when next something would go that way, instead of letting it through. With `about` it waits for
   * a statement in which that text stands, and cuts that or the answer to it.
   */
  readonly cutNext: (side: Side, about?: string) => void
  /** Cuts every connection now. */
  readonly cut: () => void
}

/** Listens until the scope closes. */
export const makeProxy = Effect.acquireRelease(
  Effect.promise(async (): Promise<Proxy & { readonly listener: net.Server }> => {
    const { host, port } = server()
    const sockets = new Set<net.Socket>()
    let next: { readonly side: Side; readonly about: string; readonly asked?: net.Socket } | undefined
    const cut = () => sockets.forEach((socket) => socket.destroy())
    const relay = (from: net.Socket, to: net.Socket, side: Side) => {
      sockets.add(from)
      from.on("data", (chunk) => {
        const isAsked = side === "towards the server" && next !== undefined && chunk.includes(next.about)
        if (next?.side === side && (isAsked || next.asked === from || next.about === "")) {
          next = undefined
          return cut()
        }
        if (isAsked) next = { ...next!, asked: to }
        to.write(chunk)
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
      cutNext: (side, about = "") => {
        next = { side, about }
      }
    }
  }),
  ({ cut, listener }) =>
    Effect.sync(() => {
      cut()
      listener.close()
    })
)
