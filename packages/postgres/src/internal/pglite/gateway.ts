// Lets any number of connections of the stock PgClient talk to one PGlite, which knows a single session. A transaction
// keeps that session to itself: the others wait until it has ended.
import type { PGlite } from "@electric-sql/pglite"
import { Duplex } from "node:stream"
import * as Frames from "./frames.ts"

export interface Gateway {
  /** Gives the client's end of a new connection. */
  readonly connect: () => Duplex
  /** Lets the turn under way come to its end and takes no other. PGlite hangs when it is closed within one. */
  readonly stop: () => Promise<void>
}

export const makeGateway = (db: PGlite): Gateway => {
  const connections = new Set<Duplex>()
  const waiting: Array<Turn> = []
  /** The connection whose transaction is open. */
  let holder: Duplex | undefined
  let underWay: Promise<void> | undefined
  let stopped = false

  return { connect, stop }

  function connect(): Duplex {
    const connection = makeConnection({
      send: (bytes) => {
        waiting.push({ connection, bytes })
        takeTurns()
      },
      close: (names) => {
        connections.delete(connection)
        const left = waiting.filter((turn) => turn.connection !== connection)
        waiting.splice(0, waiting.length, ...left)
        if (names.size > 0) waiting.push({ connection, bytes: Frames.closePrepared(names) })
        takeTurns()
      }
    })
    connections.add(connection)
    return connection
  }

  async function stop() {
    stopped = true
    await underWay
    for (const connection of connections) connection.destroy()
  }

  function takeTurns() {
    if (stopped || underWay !== undefined) return
    const turn = nextTurn()
    if (turn === undefined) return
    const answer: Array<Buffer> = []
    // PGlite's memory is its own again when the callback ends; collected here it takes half the time of execProtocolRaw
    const onRawData = (bytes: Uint8Array) => {
      answer.push(Buffer.from(bytes))
    }
    underWay = db.runExclusive(() => db.execProtocolRawStream(turn.bytes, { onRawData })).then(
      () => deliver(turn.connection, Buffer.concat(answer)),
      // PGlite itself broke down: whether the statement had an effect is not known, as with any connection that is lost
      (cause) => {
        turn.connection.destroy(cause instanceof Error ? cause : new Error(String(cause)))
      }
    ).finally(() => {
      underWay = undefined
      takeTurns()
    })
  }

  function nextTurn(): Turn | undefined {
    if (holder === undefined) return waiting.shift()
    // it went away inside its transaction
    if (!connections.has(holder)) return { connection: holder, bytes: Frames.rollback }
    const index = waiting.findIndex(({ connection }) => connection === holder)
    return index < 0 ? undefined : waiting.splice(index, 1)[0]
  }

  function deliver(connection: Duplex, answer: Buffer) {
    for (const frame of Frames.takeFrames(answer, 1).frames) {
      if (frame[0] === Frames.type.readyForQuery) holder = frame[5] === Frames.idle ? undefined : connection
      // whoever listens, listens in the one session: each connection keeps what it asked for
      if (frame[0] === Frames.type.notification) {
        for (const other of connections) if (other !== connection) other.push(frame)
      }
    }
    if (connections.has(connection)) connection.push(answer)
  }
}

/** What one connection wants done without anyone between: everything up to its next Sync. */
interface Turn {
  readonly connection: Duplex
  readonly bytes: Buffer
}

const makeConnection = (server: {
  readonly send: (bytes: Buffer) => void
  /** With the statements that the connection prepared: the session would keep them for ever. */
  readonly close: (prepared: ReadonlySet<string>) => void
}): Duplex => {
  let started = false
  let unread: Buffer = Buffer.alloc(0)
  let turn: Array<Buffer> = []
  const prepared = new Set<string>()

  const connection = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk])
      if (!started) start()
      if (started) receive()
      done()
    },
    // the client has said good-bye and may no longer read, so nothing waits for it to see the end
    final(done) {
      done()
      connection.destroy()
    },
    destroy(error, done) {
      server.close(prepared)
      done(error)
    }
  })
  return connection

  function start() {
    const { frames: [first] } = Frames.takeFrames(unread, 0)
    if (first === undefined) return
    unread = unread.subarray(first.length)
    const code = first.readUInt32BE(4)
    // PGlite cannot be interrupted: a statement that is to be cancelled runs to its end
    if (code === Frames.cancelRequest) return connection.destroy()
    started = code !== Frames.sslRequest
    connection.push(started ? Frames.greeting : Frames.notTls)
  }

  function receive() {
    const { frames, rest } = Frames.takeFrames(unread, 1)
    unread = rest
    for (const frame of frames) {
      if (frame[0] === Frames.type.terminate) return
      if (frame[0] === Frames.type.parse) prepared.add(Frames.preparedName(frame))
      turn.push(frame)
      if (frame[0] === Frames.type.sync || frame[0] === Frames.type.query) {
        server.send(Buffer.concat(turn))
        turn = []
      }
    }
  }
}
