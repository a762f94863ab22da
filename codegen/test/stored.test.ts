// The linter of events at rest: each rule has an event that breaks it and a neighbour that does not, in the envelopes of
// several systems.
import type { Diagnostic } from "@deciduous/codegen"
import { readCatalog } from "@deciduous/codegen/read/index"
import { spellings } from "@deciduous/codegen/stored/envelope"
import { makeIdentities } from "@deciduous/codegen/stored/identities"
import { marksOf } from "@deciduous/codegen/stored/marks"
import { makeValidator, type ValidateOptions } from "@deciduous/codegen/stored/validator"
import fc from "fast-check"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { makeFolder } from "./support/evolving.ts"

const envelope = { id: "1", streamId: "order-1", version: 1, type: "OrderPlaced", recordedAt: "2026-03-01T09:00:00Z" }

const validated = (events: ReadonlyArray<unknown>, options: Partial<ValidateOptions> = {}) => {
  const validator = makeValidator({ maxPayload: 1000, maxOptional: 3, ...options })
  events.forEach((event, index) => validator.add(event, { file: "events.jsonl", line: index + 1, column: 1 }))
  return validator.result()
}

const said = ({ code, message, place }: Diagnostic): string => `${place.line} ${code} ${message}`

const findings = (events: ReadonlyArray<unknown>, options: Partial<ValidateOptions> = {}): ReadonlyArray<string> =>
  validated(events, options).diagnostics.map(said)

/** Events that are in order but for their payloads. */
const payloads = (...data: ReadonlyArray<unknown>) =>
  data.map((data, index) => ({ ...envelope, id: String(index), version: index + 1, data }))

describe("an envelope", () => {
  /** As each system exports or prints its events. */
  const systems: Readonly<Record<string, string>> = {
    deciduous:
      `{"id":"a","streamId":"order-1","category":"order","version":1,"position":"000001-0001","type":"OrderPlaced",
      "schemaVersion":1,"data":{},"metadata":{},"recordedAt":"2026-03-01T09:00:00.000Z"}`,
    CloudEvents:
      `{"specversion":"1.0","id":"a","source":"/shop","type":"com.example.order.placed.v1","sequence":"00001",
      "time":"2026-03-01T09:00:00Z","data":{"total":"1.00"}}`,
    KurrentDB: `{"eventId":"a","eventType":"OrderPlaced","streamId":"order-1","eventNumber":0,"data":{"lines":1},
      "metadata":{},"created":"2026-03-01T09:00:00Z"}`,
    "message-db": `{"id":"a","stream_name":"order-1","type":"OrderPlaced","position":0,"global_position":9,
      "data":"{\\"lines\\":1}","metadata":null,"time":"2026-03-01 09:00:00"}`,
    Marten: `{"id":"a","stream_id":"1","version":1,"data":{"Lines":1},"type":"order_placed",
      "timestamp":"2026-03-01T09:00:00+00:00","mt_dotnet_type":"Shop.OrderPlaced, Shop"}`,
    Axon: `{"eventIdentifier":"a","aggregateIdentifier":"1","sequenceNumber":0,"payloadType":"shop.OrderPlaced",
      "payload":{"lines":1},"payloadRevision":"1","timeStamp":"2026-03-01T09:00:00Z","metaData":{}}`,
    emmett: `{"type":"OrderPlaced","data":{"lines":1},"created":"2026-03-01T09:00:00Z",
      "metadata":{"messageId":"a","streamName":"order-1","streamPosition":"1"}}`,
    Commanded: `{"event_id":"a","stream_uuid":"1","stream_version":1,"event_type":"Elixir.Shop.OrderPlaced",
      "data":{"lines":1},"created_at":"2026-03-01T09:00:00Z"}`,
    "Rails Event Store": `{"event_id":"a","event_type":"Shop::OrderPlaced","stream":"Order$1","position":3,
      "data":{"lines":1},"metadata":{"timestamp":"2026-03-01T09:00:00Z"}}`,
    EventBridge: `{"version":"0","id":"a","detail-type":"Order Placed","source":"shop","time":"2026-03-01T09:00:00Z",
      "detail":{"lines":1}}`,
    "an event with its fields beside": `{"eventId":"a","eventName":"OrderPlaced","aggregateId":7,"aggregateVersion":3,
      "occurredOn":1772355600000,"lines":1,"type":3}`
  }

  it.each(Object.entries(systems))("of %s is read as it is", (_, event) => {
    assert.deepEqual(findings([JSON.parse(event)]), [])
  })

  it.each(["type", "id", "streamId", "recordedAt", "data"] as const)("without %s is not complete", (part) => {
    const { [part]: _, ...event } = { ...envelope, data: {} } as Record<string, unknown>
    const name = { streamId: "stream", recordedAt: "time" }[part as string] ?? part
    const what = part === "type" ? "An event" : `"OrderPlaced"`
    assert.deepEqual(findings([event]), [`1 ENVELOPE_INCOMPLETE ${what} has no ${name}.`])
  })

  it("says where in its stream the event stands", () => {
    const { version: _, ...event } = { ...envelope, data: {} }
    assert.deepEqual(findings([event, { ...event, id: "2" }]), [
      "1 EVENT_ORDER_UNKNOWN Nothing says where in its stream an event stands (2 events)."
    ])
  })

  it("may have names of its own", () => {
    const logged = { application: "173688", activity: "A_SUBMITTED", at: "2011-10-01T00:38:44.546+02:00", number: 1 }
    const names = { type: "activity", stream: "application", order: "number", id: "line" } as const
    assert.deepEqual(findings([{ ...logged, line: 1, type: "Something", amount: 1 }], { names }), [])
  })

  it("may have a clear spelling beside one that is somebody else's", () => {
    const { id: _, ...event } = { ...envelope, data: {} }
    const both = [{ id: "7", eventId: "a" }, { id: "7", eventId: "b" }, { eventId: "c", id: "7" }]
    assert.deepEqual(findings(both.map((ids) => ({ ...event, ...ids }))), [])
    assert.lengthOf(findings(both.map(({ id }) => ({ ...event, id }))), 1)
  })

  it("has no spelling that means two things", () => {
    const all = Object.values(spellings).flat().map((word) => word.toLowerCase())
    assert.lengthOf(new Set(all), all.length)
  })

  it("is documented with all its spellings, in their order", () => {
    const guide = readFileSync(join(import.meta.dirname, "../../docs/guide/validate.md"), "utf8")
    for (const words of Object.values(spellings)) {
      assert.include(
        guide,
        `| ${words.map((word) => `\`${word}\``).join(", ")} |`
      )
    }
  })

  it("is a JSON object", () => {
    assert.deepEqual(findings([[], null, 3]), ["1 EVENT_UNREADABLE This is no JSON object (3 events)."])
  })
})

describe("a name", () => {
  const about = (type: string) => findings([{ ...envelope, type, data: {} }])

  it.each([
    "OrderPlaced",
    "order_placed",
    "order.placed",
    "PaymentSent",
    "com.example.orders.OrderPlaced.v2",
    "Shop.Events.OrderPlaced, Shop",
    "App\\Events\\OrderPlacedEvent",
    "urn:shop:order-placed"
  ])("such as %s says what has happened", (type) => assert.deepEqual(about(type), []))

  it.each(["CreateOrder", "order.create", "com.example.Orders.PlaceOrder, Shop", "OrderStatus"])(
    "such as %s does not",
    (type) =>
      assert.deepEqual(about(type), [`1 EVENT_PAST_TENSE ${JSON.stringify(type)} does not say what has happened.`])
  )

  it("has no version", () => {
    assert.deepEqual(about("OrderPlacedV2"), [`1 EVENT_NO_VERSION_IN_NAME "OrderPlacedV2" has a version in its name.`])
  })
})

describe("a payload", () => {
  it("is not larger than the limit, in bytes", () => {
    const text = (length: number, unit: string) => ({ text: unit.repeat((length - 11) / Buffer.byteLength(unit)) })
    assert.deepEqual(findings(payloads(text(1000, "x"), text(1001, "ř")), { maxPayload: 1001 }), [])
    assert.deepEqual(findings(payloads({}, text(1001, "ř"), text(1001, "x")), { maxPayload: 1000 }), [
      `2 PAYLOAD_LARGE "OrderPlaced" has a payload of 1 KiB, and 1 KiB are the limit (2 events).`
    ])
  })

  it("has no money in fractions of a JSON number; whole cents are none", () => {
    assert.deepEqual(findings(payloads({ total: 1299, weight: 1.5, price: "12.99" })), [])
    assert.deepEqual(findings(payloads({ total: 1299 }, { lines: [{ unitPrice: 12.5 }, { unitPrice: 12.99 }] })), [
      `2 MONEY_NOT_NUMBER "/lines/*/unitPrice" of "OrderPlaced" is a JSON number; 0.1 + 0.2 is not 0.3.`
    ])
  })

  it("has no personal data that nothing marks", () => {
    const fine = { productName: "Ada's tea", webAddress: "https://example.com", name: "tea", at: "a@b", email: "" }
    assert.deepEqual(findings(payloads(fine)), [])
    for (
      const [place, data] of Object.entries({
        "/email": { email: "ada@example.com" },
        "/contact": { contact: "ada@example.com" },
        "/holderName": { holderName: "Ada" },
        "/customer/name": { customer: { name: "Ada" } },
        "/customers/*/first_name": { customers: [{ first_name: "Ada" }] },
        "/address": { address: { street: "Main 1", city: "Brno" } },
        "/date_of_birth": { date_of_birth: "1815-12-10" },
        "/IBAN": { IBAN: "CZ65" },
        "/ipAddress": { ipAddress: "10.0.0.1" }
      })
    ) {
      assert.deepEqual(findings(payloads(data)), [
        `1 PERSONAL_NOT_MARKED "${place}" of "OrderPlaced" holds what looks like personal data, and nothing marks it.`
      ])
    }
  })

  it("may have what the schema files mark", () => {
    const folder = makeFolder()
    folder.write({
      "event-schemas/order/aggregate.yaml":
        "aggregate: Order\nstream: order\nid: { brand: OrderId }\nevents: { OrderPlaced: { current: 1 } }\n",
      "event-schemas/order/OrderPlaced.v1.yaml":
        "type: object\nproperties:\n  customer: { type: string }\n  email: { type: string, x-personal: /customer }\n"
        + "required: [customer, email]\nadditionalProperties: false\n"
    })
    try {
      const { catalog, problems } = readCatalog({ folder: "event-schemas", cwd: folder.path })
      if (catalog === undefined) assert.fail(JSON.stringify(problems))
      const [event] = payloads({ customer: "7", email: "ada@example.com" })
      const isMarked = marksOf(catalog)
      assert.deepEqual(findings([{ ...event, schemaVersion: 1 }], { isMarked }), [])
      assert.deepEqual(findings([event], { isMarked }), [])
      assert.lengthOf(findings([{ ...event, type: "OrderChanged" }], { isMarked }), 1)
    } finally {
      folder.remove()
    }
  })

  it("is no kitchen sink: most of its fields are always there", () => {
    const optional = (...names: ReadonlyArray<string>) =>
      payloads(...names.map((name) => ({ order: 1, [name]: 1 })), ...Array.from({ length: 5 }, () => ({ order: 1 })))
    assert.deepEqual(findings(optional("a", "b", "c")), [])
    assert.deepEqual(findings(optional("a", "b", "c", "d")), [
      `1 EVENT_KITCHEN_SINK 4 of the 5 fields of "OrderPlaced" are there in some of its events only.`
    ])
    // null is as good as absent
    const nulls = Object.fromEntries(["a", "b", "c", "d"].map((name) => [name, null]))
    const some = Object.fromEntries(["a", "b", "c", "d"].map((name) => [name, 1]))
    const mixed = Array.from({ length: 6 }, (_, index) => ({ order: 1, ...(index === 0 ? some : nulls) }))
    assert.lengthOf(findings(payloads(...mixed)), 1)
    // of a few events nobody knows what is optional
    assert.deepEqual(findings(optional("a", "b", "c", "d").slice(0, 4)), [])
  })
})

describe("ids", () => {
  it("are each one event's", () => {
    const twice = { ...envelope, data: {} }
    assert.deepEqual(findings([twice, { ...twice, id: "2" }, twice, twice]), [
      `3 EVENT_ID_TWICE The id "1" was another event's before (2 events).`
    ])
  })

  it("are known again among any others, and counted", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.uuid(), fc.string(), fc.nat(50).map(String)), { maxLength: 4000 }), (ids) => {
        const identities = makeIdentities(10_000)
        const seen = new Set<string>()
        for (const id of ids) {
          assert.strictEqual(identities.add(id), seen.has(id))
          seen.add(id)
        }
        assert.strictEqual(identities.count(), seen.size)
      }),
      { numRuns: 50 }
    )
  })

  it("are kept in a table that has an end, and those in it are known all the same", () => {
    const identities = makeIdentities(1000)
    for (let id = 0; id < 1000; id++) assert.isFalse(identities.add(`id-${id}`))
    assert.isUndefined(identities.add("one too many"))
    assert.isTrue(identities.add("id-0"))
  })
})

describe("what is found", () => {
  it("is told once for each kind, however many events have it", () => {
    const many = Array.from({ length: 5000 }, (_, index) => ({ ...envelope, id: String(index), data: { total: 0.5 } }))
    assert.deepEqual(findings(many), [
      `1 MONEY_NOT_NUMBER "/total" of "OrderPlaced" is a JSON number; 0.1 + 0.2 is not 0.3 (5,000 events).`
    ])
  })

  it("leaves room for the rest where fields are named by data", () => {
    const data = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${index}`, { email: "a@example.com" }]))
    const { diagnostics, left } = validated(payloads(data, { price: 0.5 }), { maxPayload: 100_000 })
    assert.lengthOf(diagnostics, 21)
    assert.strictEqual(diagnostics.at(-1)?.code, "MONEY_NOT_NUMBER")
    assert.deepEqual(left, ["480 findings more were of other kinds, and are not listed."])
  })

  it("may be switched off or raised by the configuration", () => {
    const event = { ...envelope, type: "PlaceOrder", data: { total: 0.5 } }
    const { diagnostics } = validated([event], { rules: { EVENT_PAST_TENSE: "off", MONEY_NOT_NUMBER: "error" } })
    assert.deepEqual(diagnostics.map(({ code, severity }) => [code, severity]), [["MONEY_NOT_NUMBER", "error"]])
  })

  it("fits on a line of a terminal, whatever types and fields are called", () => {
    const event = { ...envelope, type: "\u001b[31m".repeat(50), data: { ["\n".repeat(500)]: { email: "a@b.cz" } } }
    for (const { message } of validated([event]).diagnostics) {
      assert.notMatch(message, /\p{Cc}/u)
      assert.isBelow(message.length, 1200)
    }
  })

  it("holds nothing of a payload but the names of its fields", () => {
    const secret = "tok-31337"
    const event = {
      ...envelope,
      type: "Place",
      data: { email: secret, price: 0.313, name: secret, [secret.slice(4)]: 1 }
    }
    for (const { message } of validated([event]).diagnostics) assert.notInclude(message, "31337")
  })
})
