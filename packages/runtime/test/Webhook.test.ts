import { type CloudEvent, Publisher, Webhook } from "@deciduous/runtime"
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Redacted } from "effect"
import { FetchHttpClient } from "effect/http"
import { TestClock } from "effect/testing"
import { createHmac } from "node:crypto"
import * as http from "node:http"
import type { AddressInfo } from "node:net"

const [secret, formerly] = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_bm90IHRoaXMgb25l"]

const message: CloudEvent.CloudEvent = {
  specversion: "1.0",
  id: "0199c0de-0000-7000-8000-000000000001",
  source: "/order",
  type: "com.example.order-placed",
  subject: "1",
  time: "2026-03-01T09:00:00.000Z",
  datacontenttype: "application/json",
  dataschema: "urn:event-schemas:order:Placed:1",
  data: { text: "\u00e9\u{1f333}\0" },
  partitionkey: "order-1"
}

interface Got {
  readonly headers: http.IncomingHttpHeaders
  readonly body: string
}

/** A receiver that answers with the given states in turn, and with the last one from then on; 0 is no answer at all. */
const receiver = (...statuses: ReadonlyArray<number>) =>
  Effect.acquireRelease(
    Effect.promise(() =>
      new Promise<{ readonly got: Array<Got>; readonly url: string; readonly server: http.Server }>((resolve) => {
        const got: Array<Got> = []
        const left = [...statuses]
        const server = http.createServer((request, response) => {
          const parts: Array<Buffer> = []
          request.on("data", (part: Buffer) => parts.push(part)).on("end", () => {
            got.push({ headers: request.headers, body: Buffer.concat(parts).toString("utf8") })
            const status = left.length > 1 ? left.shift()! : left[0]!
            if (status > 0) response.writeHead(status).end("who knows what")
          })
        })
        server.listen(0, "127.0.0.1", () => {
          const { port } = server.address() as AddressInfo
          resolve({ got, url: `http://127.0.0.1:${port}/hook`, server })
        })
      })
    ),
    ({ server }) =>
      Effect.sync(() => {
        server.closeAllConnections()
        server.close()
      })
  )

/** Sends whoever posts to it to another place. */
const redirectTo = (location: string, status: number) =>
  Effect.acquireRelease(
    Effect.promise(() =>
      new Promise<{ readonly server: http.Server; readonly url: string }>((resolve) => {
        const server = http.createServer((_, response) => response.writeHead(status, { location }).end())
        server.listen(
          0,
          "127.0.0.1",
          () => resolve({ server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
        )
      })
    ),
    ({ server }) => Effect.sync(() => server.close())
  )

const posting = (url: string, more: Partial<Webhook.Options> = {}) =>
  Webhook.make({ url, secret: Redacted.make(secret), ...more }).publish(message).pipe(
    Effect.provide(FetchHttpClient.layer)
  )

const hmac = (of: string, text: string) =>
  createHmac("sha256", Buffer.from(of.slice(6), "base64")).update(text).digest("base64")

describe("Webhook.make", () => {
  it.live("posts the message as JSON, signed as Standard Webhooks says", () =>
    Effect.gen(function*() {
      const { got, url } = yield* receiver(204)
      yield* posting(url)
      const { body, headers } = got[0]!
      assert.deepStrictEqual(JSON.parse(body), message)
      assert.match(headers["content-type"]!, /^application\/cloudevents\+json/)
      assert.strictEqual(headers["webhook-id"], message.id)
      const timestamp = String(headers["webhook-timestamp"])
      assert.match(timestamp, /^\d{10}$/)
      assert.strictEqual(headers["webhook-signature"], `v1,${hmac(secret, `${message.id}.${timestamp}.${body}`)}`)
    }))

  it.live.each([
    [200, undefined],
    [299, undefined],
    [400, "MessageRefused"],
    [410, "MessageRefused"],
    [500, "MessageRefused"],
    [301, "MessageRefused"],
    [408, "BrokerUnavailable"],
    [429, "BrokerUnavailable"],
    [503, "BrokerUnavailable"]
  ])("takes the answer %i for %s", ([status, expected]) =>
    Effect.gen(function*() {
      const { url } = yield* receiver(status as number)
      const error = yield* Effect.match(posting(url), { onSuccess: () => undefined, onFailure: (error) => error })
      assert.strictEqual(error?._tag, expected)
      assert.notInclude(error?.message ?? "", "who knows")
    }))

  it.live.each([301, 302, 303, 307, 308])(
    "does not follow a redirection (%i): a message goes where it was sent, or is refused",
    (status) =>
      Effect.gen(function*() {
        const { got, url: elsewhere } = yield* receiver(200)
        const { url } = yield* redirectTo(elsewhere, status)
        const refused = yield* Effect.flip(posting(url))
        assert.strictEqual(refused._tag, "MessageRefused")
        assert.include(refused.message, `status ${status}`)
        assert.deepStrictEqual(got, [])
      })
  )

  it.live("takes nobody there, and no answer, for a receiver that is away", () =>
    Effect.gen(function*() {
      const { server, url } = yield* receiver(0)
      const slow = yield* Effect.flip(posting(url, { timeout: 50 }))
      assert.instanceOf(slow, Publisher.BrokerUnavailable)
      assert.include(slow.message, "no answer within 50 ms")
      server.closeAllConnections()
      yield* Effect.promise(() => new Promise((resolve) => server.close(resolve)))
      const gone = yield* Effect.flip(posting(url))
      assert.instanceOf(gone, Publisher.BrokerUnavailable)
      assert.include(gone.message, "ECONNREFUSED")
    }))

  it("throws where the URL is none that can be posted to, and does not show it", () => {
    for (const wrong of ["", "partner.example/hooks", "ftp://partner.example", "https://ada:hunter2@partner.example"]) {
      const make = () => Webhook.make({ url: wrong, secret: Redacted.make(secret) })
      assert.throws(make, /begins with http:\/\/ or https:\/\//)
      assert.throws(make, /^(?!.*(partner|hunter2))/)
    }
  })

  it("throws where a secret is none, and does not show it", () => {
    for (const wrong of ["hunter2", "whsec_", "whsec_not base64!", ""]) {
      const make = () => Webhook.make({ url: "http://127.0.0.1", secret: Redacted.make(wrong) })
      assert.throws(make, /is written whsec_ and then base64/)
      assert.throws(make, wrong === "" ? /./ : new RegExp(`^(?!.*${wrong.replace("whsec_", "hunter")})`))
    }
    assert.throws(() => Webhook.make({ url: "http://127.0.0.1", secret: [] }), /needs a secret/)
  })
})

describe("Webhook.verify", () => {
  const verify = Webhook.verify([Redacted.make(formerly), Redacted.make(secret)])

  const received = (more: { readonly of?: string; readonly body?: string; readonly seconds?: number } = {}) => {
    const body = more.body ?? JSON.stringify(message)
    const timestamp = String(more.seconds ?? 0)
    const signature = `v1,${hmac(more.of ?? secret, `${message.id}.${timestamp}.${body}`)}`
    const headers = { "webhook-id": message.id, "webhook-timestamp": timestamp, "webhook-signature": signature }
    return { headers, body }
  }

  it.effect("gives the message, by any of the secrets and any of the signatures", () =>
    Effect.gen(function*() {
      assert.deepStrictEqual(yield* verify(received()), message)
      assert.deepStrictEqual(yield* verify(received({ of: formerly })), message)
      const { body, headers } = received()
      const several = `v1a,xyz v1,!! v1,AAAA ${headers["webhook-signature"]}`
      assert.deepStrictEqual(yield* verify({ body, headers: { ...headers, "webhook-signature": several } }), message)
    }))

  it.effect("refuses what was changed, is of another, or is older than five minutes", () =>
    Effect.gen(function*() {
      const good = received()
      const refused = [
        [{ ...good, body: good.body.replace("order-1", "order-2") }, "signature"],
        [{ ...good, headers: { ...good.headers, "webhook-id": "another" } }, "signature"],
        [{ ...good, headers: { ...good.headers, "webhook-signature": undefined } }, "headers"],
        [{ ...good, headers: { ...good.headers, "webhook-timestamp": "soon" } }, "time"],
        [received({ seconds: 301 }), "time"],
        [received({ of: "whsec_c29tZWJvZHkgZWxzZQ==" }), "signature"],
        [received({ body: "{" }), "body"],
        [received({ body: "{\"id\":\"another\"}" }), "body"]
      ] as const
      for (const [one, problem] of refused) {
        const error = yield* Effect.flip(verify(one))
        assert.strictEqual(error.problem, problem)
      }
      yield* TestClock.adjust("301 seconds")
      assert.strictEqual((yield* Effect.flip(verify(good))).problem, "time")
      assert.deepStrictEqual(yield* verify(received({ seconds: 301 })), message)
    }))

  it.live("takes what Webhook.make sends", () =>
    Effect.gen(function*() {
      const { got, url } = yield* receiver(200)
      yield* Fiber.join(
        yield* Effect.forkChild(posting(url, { secret: [Redacted.make(formerly), Redacted.make(secret)] }))
      )
      const [one] = got
      const headers = Object.fromEntries(Object.entries(one!.headers).map(([name, value]) => [name, String(value)]))
      assert.deepStrictEqual(yield* Webhook.verify(Redacted.make(secret))({ headers, body: one!.body }), message)
    }))
})
