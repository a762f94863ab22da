// A relay between a client and a server that a test can cut, before or after a message has come through.
import { once } from "node:events"
import * as net from "node:net"

/**
 * Which way a message goes.
 *
 * @since 0.1.0
 * @category models
 */
export type Side = "towards the server" | "towards the client"

/**
 * A relay that listens. Clients connect to it as if it were the server.
 *
 * @since 0.1.0
 * @category models
 */
export interface TcpProxy {
  readonly host: string
  readonly port: number
  /** Ends every connection now. New ones are relayed again. */
  readonly cut: () => void
  /**
   * Ends every connection when next something would go that way, instead of letting it through. With `about` it waits
   * for a message to the server in which that text stands, and for that or the answer to it. The text of a prepared statement
   * travels once only; its parameters travel each time.
   */
  readonly cutNext: (side: Side, about?: string) => void
  /** As `cutNext`, but what would go that way is held, with all that follows it on its connection. */
  readonly holdNext: (side: Side, about?: string) => Promise<Held>
  /** Ends every connection, and listens no more. */
  readonly close: () => Promise<void>
}

/**
 * Something that is kept back.
 *
 * @since 0.1.0
 * @category models
 */
export interface Held {
  readonly release: () => void
}

/**
 * Starts a relay to a server, on a free port of this machine. A `host` that begins with a slash is the folder of
 * PostgreSQL's Unix socket.
 *
 * @example
 * ```ts
 * import * as TcpProxy from "@deciduous/testing/TcpProxy"
 *
 * const proxy = await TcpProxy.start({ host: "127.0.0.1", port: 5432 })
 * proxy.cutNext("towards the client", "bank-account-42") // the server appends to that stream, and nobody hears of it
 * await proxy.close()
 * ```
 *
 * @since 0.1.0
 * @category starting
 */
export const start = async (server: { readonly host: string; readonly port: number }): Promise<TcpProxy> => {
  const sockets = new Set<net.Socket>()
  let next: Awaited | undefined
  const cut = () => sockets.forEach((socket) => socket.destroy())
  const waitFor = (side: Side, about: string, arrived: Awaited["arrived"]) => {
    next = { side, about, arrived }
  }

  const relay = (from: net.Socket, to: net.Socket, side: Side) => {
    sockets.add(from)
    from.on("data", (chunk) => {
      const release = () => {
        to.write(chunk)
        from.resume()
      }
      const isAsked = side === "towards the server" && next !== undefined && chunk.includes(next.about)
      if (next?.side === side && (isAsked || next.asked === from || next.about === "")) {
        const { arrived } = next
        next = undefined
        from.pause()
        return arrived({ release })
      }
      if (isAsked) next = { ...next!, asked: to }
      to.write(chunk)
    })
    from.on("close", () => (sockets.delete(from), to.destroy()))
    from.on("error", () => from.destroy())
  }

  const listener = net.createServer((client) => {
    const upstream = net.connect(
      server.host.startsWith("/") ? { path: `${server.host}/.s.PGSQL.${server.port}` } : { ...server }
    )
    relay(client, upstream, "towards the server")
    relay(upstream, client, "towards the client")
  })
  listener.listen(0, "127.0.0.1")
  await once(listener, "listening")
  return {
    host: "127.0.0.1",
    port: (listener.address() as net.AddressInfo).port,
    cut,
    cutNext: (side, about = "") => waitFor(side, about, cut),
    holdNext: (side, about = "") => new Promise((resolve) => waitFor(side, about, resolve)),
    close: async () => {
      const closed = once(listener, "close")
      listener.close()
      cut()
      await closed
    }
  }
}

/** What is waited for. */
interface Awaited {
  readonly side: Side
  readonly about: string
  /** Where the answer will come from, once the message has gone through. */
  readonly asked?: net.Socket
  readonly arrived: (held: Held) => void
}
