// A company's worth of schema files: aggregates of events with the kinds of fields that real ones have. Read by the bench
// of the generator.
import * as fs from "node:fs"
import * as path from "node:path"

/** Writes so many aggregates of so many event files each. */
export const writeManySchemas = (folder: string, aggregates: number, filesEach: number): void => {
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
    fs.writeFileSync(path.join(folder, file), text)
  }
  write("_types/Money.v1.yaml", money)
  write("_types/Address.v1.yaml", address)
  for (let a = 0; a < aggregates; a++) {
    const home = `area-${a}x`
    // One event of each aggregate has a second version.
    const names = Array.from({ length: filesEach - 1 }, (_, e) => `Area${a}Thing${e}Changed`)
    const entries = names.map((name, e) =>
      e === 0 ? `  ${name}: { current: 2, upcasts: { 1: [${upcast}] } }` : `  ${name}: { current: 1 }`
    )
    write(
      `${home}/aggregate.yaml`,
      [
        `aggregate: Area${a}`,
        `description: The ${a}th part of what the company does.`,
        `stream: ${home}`,
        `id: { brand: Area${a}Id, format: uuid }`,
        "events:",
        ...entries,
        ""
      ].join("\n")
    )
    names.forEach((name, e) => write(`${home}/${name}.v1.yaml`, event(a, e, "note")))
    write(`${home}/${names[0]}.v2.yaml`, event(a, 0, "remark"))
  }
}

const upcast = "{ rename: { from: /note, to: /remark } }, { add: { at: /remark, value: none, ifMissing: true } }"

const event = (a: number, e: number, note: string): string =>
  `description: Thing ${e} of area ${a} has changed.
type: object
properties:
  thingId: { type: string, format: uuid, x-brand: Thing${a}Id }
  changedAt: { type: string, format: date-time, description: When it changed. }
  price: { $ref: ../_types/Money.v1.yaml }
  channel: { enum: [shop, web, phone, "kind-${e % 7}"] }
  quantity: { type: integer, minimum: 1, maximum: ${100 + e} }
  ${note}: { type: string, maxLength: 200 }
  deliverTo: { oneOf: [{ $ref: ../_types/Address.v1.yaml }, { type: "null" }] }
  lines:
    type: array
    maxItems: 50
    items:
      type: object
      properties:
        sku: { type: string, pattern: "^[A-Z]{3}-[0-9]{4}$" }
        amount: { type: string, format: decimal, x-decimal: { precision: 12, scale: 2 } }
        day: { type: string, format: date }
      required: [sku, amount]
      additionalProperties: false
  cause:
    oneOf:
      - type: object
        properties: { kind: { const: customer }, reason: { type: string } }
        required: [kind, reason]
        additionalProperties: false
      - type: object
        properties: { kind: { const: staff }, name: { type: string, minLength: 1 } }
        required: [kind, name]
        additionalProperties: false
required: [thingId, changedAt, price, channel, quantity, ${note === "remark" ? "remark, " : ""}deliverTo, lines]
additionalProperties: false
`

const money = `description: An amount in one currency.
type: object
properties:
  amount: { type: string, format: decimal, x-decimal: { precision: 19, scale: 4 } }
  currency: { type: string, pattern: "^[A-Z]{3}$" }
required: [amount, currency]
additionalProperties: false
`

const address = `description: Where something is sent.
type: object
properties:
  street: { type: string, minLength: 1 }
  city: { type: string, minLength: 1 }
  country: { type: string, pattern: "^[A-Z]{2}$" }
required: [street, city, country]
additionalProperties: false
`
