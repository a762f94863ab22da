// The few pieces of PostgreSQL's wire protocol that the gateway to PGlite reads and writes.

/** Types of messages by their first byte: what clients send, then what the server sends. */
export const type = {
  parse: 0x50,
  query: 0x51,
  sync: 0x53,
  terminate: 0x58,
  readyForQuery: 0x5a,
  notification: 0x41
} as const

/** Codes in the place of a protocol version: a client that asks for TLS, and one that wants a statement cancelled. */
export const sslRequest = 80877103
export const cancelRequest = 80877102

/** In ReadyForQuery: no transaction is open. */
export const idle = 0x49

/** The whole messages at the start of the bytes, and what is left. A first message has no type byte, all others do. */
export const takeFrames = (
  bytes: Buffer,
  lengthAt: 0 | 1
): { readonly frames: Array<Buffer>; readonly rest: Buffer } => {
  const frames: Array<Buffer> = []
  let start = 0
  while (start + lengthAt + 4 <= bytes.length) {
    const end = start + lengthAt + bytes.readUInt32BE(start + lengthAt)
    if (end > bytes.length) break
    frames.push(bytes.subarray(start, end))
    start = end
  }
  return { frames, rest: bytes.subarray(start) }
}

const message = (letter: string, body: Uint8Array): Buffer => {
  const head = Buffer.alloc(5)
  head.write(letter, "latin1")
  head.writeUInt32BE(4 + body.length, 1)
  return Buffer.concat([head, body])
}

const parameter = (name: string, value: string): Buffer => message("S", Buffer.from(`${name}\0${value}\0`))

/** What a server says to a client that has logged in: welcome, its settings, a key, ready. */
export const greeting: Buffer = Buffer.concat([
  message("R", Buffer.alloc(4)),
  parameter("server_version", "18"),
  parameter("client_encoding", "UTF8"),
  parameter("DateStyle", "ISO, MDY"),
  parameter("integer_datetimes", "on"),
  parameter("standard_conforming_strings", "on"),
  message("K", Buffer.alloc(8)),
  message("Z", Buffer.from("I"))
])

export const notTls: Buffer = Buffer.from("N")

export const rollback: Buffer = message("Q", Buffer.from("rollback\0"))

/** The name that a Parse message gives its statement; empty for none. */
export const preparedName = (parse: Buffer): string => parse.toString("utf8", 5, parse.indexOf(0, 5))

/** Forgets prepared statements; one that never was is no error. */
export const closePrepared = (names: Iterable<string>): Buffer =>
  Buffer.concat([
    ...Array.from(names, (name) => message("C", Buffer.from(`S${name}\0`))),
    message("S", Buffer.alloc(0))
  ])
