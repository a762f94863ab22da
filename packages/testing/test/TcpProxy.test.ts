import * as TcpProxy from "@deciduous/testing/TcpProxy"
import { once } from "node:events"
import * as net from "node:net"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

/** Answers every message with itself, and keeps what it was told. */
const heard: Array<string> = []
const server = net.createServer((socket) => {
  socket.on("data", (chunk) => {
    heard.push(String(chunk))
    socket.write(`echo of ${chunk}`)
  })
  socket.on("error", () => socket.destroy())
})

let proxy: TcpProxy.TcpProxy
let client: net.Socket
beforeEach(async () => {
  heard.length = 0
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  proxy = await TcpProxy.start({ host: "127.0.0.1", port: (server.address() as net.AddressInfo).port })
  client = net.connect(proxy)
  await once(client, "connect")
})
afterEach(async () => {
  await proxy.close()
  const closed = once(server, "close")
  server.close()
  await closed
})

const answer = async () => String((await once(client, "data"))[0])

describe("a relay", () => {
  it("lets everything through", async () => {
    client.write("one")
    assert.strictEqual(await answer(), "echo of one")
  })

  it("cuts before a message comes through", async () => {
    proxy.cutNext("towards the server", "two")
    client.write("one")
    assert.strictEqual(await answer(), "echo of one")
    client.write("two")
    await once(client, "close")
    assert.deepStrictEqual(heard, ["one"])
  })

  it("cuts before the answer to a message comes through", async () => {
    proxy.cutNext("towards the client", "two")
    client.write("one")
    assert.strictEqual(await answer(), "echo of one")
    client.write("two")
    await once(client, "close")
    assert.deepStrictEqual(heard, ["one", "two"])
  })

  it("holds a message, and what follows it, until it is released", async () => {
    const held = proxy.holdNext("towards the server", "one")
    client.write("one")
    const { release } = await held
    assert.deepStrictEqual(heard, [])
    client.write(", two")
    release()
    assert.match(await answer(), /^echo of one/)
    while (heard.join("") !== "one, two") await answer()
  })

  it("takes new connections after a cut", async () => {
    proxy.cut()
    await once(client, "close")
    client = net.connect(proxy)
    client.write("again")
    assert.strictEqual(await answer(), "echo of again")
  })
})
