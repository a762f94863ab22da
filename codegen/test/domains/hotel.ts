// A hotel: shared types within shared types, names that are split, rooms that are mapped, an event under a former name, one that others receive.
// Edits of it, and what `check` has to say of each, as `RULE file`. Read by `domains.test.ts`.
import { add, anyway, asJson, both, bump, change, edit, type Edits, every, remove, rename } from "../support/edits.ts"
import { event } from "../support/evolving.ts"

const HOTEL = "hotel-booking/aggregate.yaml"
const v = {
  booked1: "hotel-booking/RoomBooked.v1.yaml",
  booked2: "hotel-booking/RoomBooked.v2.yaml",
  checkedIn: "hotel-booking/GuestCheckedIn.v1.yaml",
  service: "hotel-booking/RoomServiceOrdered.v1.yaml",
  cancelled: "hotel-booking/BookingCancelled.v1.yaml",
  out: "hotel-booking/GuestCheckedOut.v1.yaml",
  left: "hotel-booking/GuestLeft.v1.yaml",
  money: "_types/Money.v1.yaml",
  stay: "_types/Stay.v1.yaml"
}

export const breaking: Edits = {
  "a longer name is refused": [edit(v.booked1, "maxLength: 80", "maxLength: 60"), change(v.booked1)],
  "a longer name is taken": [edit(v.booked1, "maxLength: 80", "maxLength: 90"), change(v.booked1)],
  "a room less": [edit(v.booked1, "[S, D, X]", "[S, D]"), change(v.booked1)],
  "a room more": [edit(v.booked2, "      - suite", "      - suite\n      - tent"), change(v.booked2)],
  "an optional field becomes required": [edit(v.booked2, "room, stay]", "room, stay, wishes]"), change(v.booked2)],
  "a list gets shorter": [edit(v.booked2, "maxItems: 10", "maxItems: 9"), change(v.booked2)],
  "the items of a list get shorter": [edit(v.booked2, "maxLength: 200", "maxLength: 100"), change(v.booked2)],
  "a field gets another name": [edit(v.out, "minibar:", "usedMinibar:"), change(v.out)],
  "null is no longer taken": [
    both(edit(v.checkedIn, "[string, \"null\"]", "string"), edit(v.checkedIn, /examples:[^]*/, "")),
    change(v.checkedIn)
  ],
  "a time becomes a day": [
    both(edit(v.out, "date-time", "date")),
    change(v.out)
  ],
  "a definition is edited": [edit(v.service, "maximum: 20", "maximum: 30"), change(v.service)],
  "a name is no longer personal": [
    edit(v.checkedIn, "minLength: 1, x-personal: /guestId", "minLength: 1"),
    `PERSONAL_UNMARKED ${v.checkedIn}`
  ],
  "a field becomes personal": [
    edit(v.checkedIn, "format: date-time }", "format: date-time, x-personal: /guestId }"),
    `PERSONAL_UNMARKED ${v.checkedIn}`
  ],
  "a shared type is edited": [edit(v.money, "scale: 2", "scale: 3"), `TYPE_CHANGED ${v.money}`],
  "a shared type between others is edited": [
    edit(v.stay, "required: [from, until, rate]", "required: [from, until]"),
    `TYPE_CHANGED ${v.stay}`
  ],
  "a shared type is renamed and edited": [
    both(
      rename(v.money, "_types/Cash.v1.yaml"),
      ...[v.stay, v.service, v.cancelled].map((file) => edit(file, /Money\.v1/g, "Cash.v1")),
      edit(v.money.replace("Money", "Cash"), "scale: 2", "scale: 4")
    ),
    `TYPE_CHANGED ${v.stay}`,
    change(v.cancelled),
    change(v.service)
  ],
  "a file is deleted": [remove(v.service), `VERSION_DELETED ${v.service}`],
  "an old version is deleted": [remove(v.booked1), `VERSION_DELETED ${v.booked1}`],
  "an event is taken out": [
    both(edit(HOTEL, /^ {2}RoomServiceOrdered.*\n/m, ""), remove(v.service)),
    `EVENT_DELETED ${HOTEL}`
  ],
  "an event is called otherwise": [
    both(edit(HOTEL, "RoomServiceOrdered:", "MealOrdered:"), rename(v.service, "hotel-booking/MealOrdered.v1.yaml")),
    `EVENT_DELETED ${HOTEL}`,
    "(UNION_GREW)"
  ],
  "an event goes back to an old version": [edit(HOTEL, "current: 2", "current: 1"), `CURRENT_LOWERED ${HOTEL}`],
  "a step is taken out": [edit(HOTEL, / {4}upcasts:[^]*suite \}\n/, ""), `UPCAST_MISSING ${HOTEL}`],
  "an operation gives another value": [
    edit(HOTEL, "otherwise: suite", "otherwise: double"),
    `UPCAST_CHANGED ${HOTEL}`
  ],
  "an operation is taken out": [
    edit(HOTEL, / +- add:.*\n/, ""),
    `UPCAST_CHANGED ${HOTEL}`,
    `UPCAST_NOT_TOTAL ${HOTEL}`
  ],
  "an old name leads elsewhere": [edit(HOTEL, "GuestCheckedOut@1", "GuestCheckedIn@1"), `RENAME_CONTRACT ${HOTEL}`],
  "an old name is used again": [
    edit(HOTEL, "renamed: { to: GuestCheckedOut@1, on: 2025-06-01 }", "current: 1"),
    `EVENT_NAME_REUSED ${HOTEL}`
  ],
  "streams get another name": [edit(HOTEL, "stream: hotel-booking", "stream: booking"), `STREAM_CHANGED ${HOTEL}`],
  "ids become stricter": [edit(HOTEL, "format: uuid", "format: uuid, pattern: \"^a\""), `ID_NARROWED ${HOTEL}`],
  "an event is passed over": [
    edit(
      HOTEL,
      "GuestCheckedIn: { current: 1 }",
      "GuestCheckedIn: { current: 1, retired: { on: 2026-01-01, reason: Not needed., read: skip } }"
    ),
    `READ_CHANGED ${HOTEL}`
  ],
  "what others receive gets another type": [
    edit(HOTEL, "booking-cancelled", "cancelled"),
    `TYPE_STRING_CHANGED ${HOTEL}`
  ],
  "others receive it no more": [edit(HOTEL, /, published: .* \}\n/, " }\n"), `TYPE_STRING_CHANGED ${HOTEL}`],
  "others receive a new reason": [
    bump(v.cancelled, HOTEL, 2, event({ reason: "{ enum: [guest, hotel, no-show, weather] }" }), [
      "BookingCancelled: { current: 1",
      "BookingCancelled: { current: 2, upcasts: { 1: [{ remove: { at: /note } }, { remove: { at: /refund } }] }"
    ]),
    "ENUM_VALUE_ADDED hotel-booking/BookingCancelled.v2.yaml",
    "(UPCAST_LOSES)",
    "(UPCAST_LOSES)"
  ],
  "others can't read what was written before": [
    bump(v.cancelled, HOTEL, 2, event({ reason: "{ enum: [guest, hotel, no-show] }", at: "{ type: string }" }), [
      "BookingCancelled: { current: 1",
      "BookingCancelled: { current: 2, upcasts: { 1: [{ remove: { at: /note } }, { remove: { at: /refund } }, { add: { at: /at, from: $recordedAt } }] }"
    ]),
    "FIELD_REQUIRED_ADDED hotel-booking/BookingCancelled.v2.yaml",
    "(UPCAST_LOSES)",
    "(UPCAST_LOSES)"
  ]
}

export const harmless: Edits = {
  ...anyway([v.booked1, v.booked2, v.checkedIn, v.service, v.cancelled, v.out, v.left, v.money, v.stay, HOTEL]),
  "JSON instead of YAML": [
    both(
      ...[v.booked1, v.checkedIn, v.service, v.money].map(asJson),
      every((text) => text.replaceAll("Money.v1.yaml", "Money.v1.json"), [
        v.stay,
        v.cancelled,
        v.service.replace("yaml", "json")
      ])
    )
  ],
  "a definition gets another name": [edit(v.service, /Item\b/g, "Dish")],
  "a definition is written out": [
    both(
      edit(
        v.service,
        "items: { $ref: \"#/$defs/Item\" }",
        "items: { type: object, properties: { dish: { type: string }, pieces: { type: integer, minimum: 1, maximum: 20 } }, required: [dish, pieces], additionalProperties: false }"
      ),
      edit(v.service, /\$defs:[^]*/, "")
    )
  ],
  "a shared type is written out": [
    edit(
      v.cancelled,
      "{ $ref: ../_types/Money.v1.yaml }",
      "{ type: object, properties: { amount: { type: string, format: decimal, x-decimal: { precision: 12, scale: 2 } }, currency: { type: string, pattern: \"^[A-Z]{3}$\" } }, required: [amount, currency], additionalProperties: false }"
    )
  ],
  "a new event": [
    both(
      add("hotel-booking/InvoiceSent.v1.yaml", event({ number: "string" })),
      edit(HOTEL, "events:\n", "events:\n  InvoiceSent: { current: 1 }\n")
    ),
    "(UNION_GREW)"
  ],
  "a new aggregate": [
    both(
      add("room/RoomCleaned.v1.yaml", event({ by: "string" })),
      add(
        "room/aggregate.yaml",
        "aggregate: Room\ndescription: A room.\nstream: room\nid: { brand: RoomId }\nevents:\n  RoomCleaned: { current: 1 }\n"
      )
    )
  ],
  "a next version with a step": [
    bump(v.out, HOTEL, 2, event({ at: "{ type: string, format: date-time }", keys: "integer" }), [
      "GuestCheckedOut: { current: 1 }",
      "GuestCheckedOut: { current: 2, upcasts: { 1: [{ remove: { at: /minibar } }, { add: { at: /keys, value: 1 } }] } }"
    ]),
    "(UPCAST_LOSES)"
  ],
  "a draft": [add("hotel-booking/GuestCheckedOut.v2.yaml", event({ at: "string" }))],
  "a next version of a shared type": [
    both(
      add("_types/Money.v2.yaml", "description: An amount.\ntype: string\n"),
      add("hotel-booking/GuestCheckedOut.v2.yaml", event({ at: "{ $ref: ../_types/Money.v2.yaml }" }))
    )
  ],
  "the folder gets another name": [rename("hotel-booking", "bookings")],
  "events in another order": [edit(HOTEL, /( {2}GuestCheckedIn.*\n)( {2}RoomServiceOrdered.*\n)/, "$2$1")],
  "a brand": [edit(v.out, "format: date-time", "format: date-time, title: When, deprecated: true")],
  "an event is retired, and read on": [
    edit(
      HOTEL,
      "GuestCheckedIn: { current: 1 }",
      "GuestCheckedIn: { current: 1, retired: { on: 2026-01-01, reason: Not needed., read: keep } }"
    )
  ],
  "a promise is weaker": [edit(HOTEL, "compatibility: full", "compatibility: backward")],
  "commands": [
    add(
      "hotel-booking/commands.yaml",
      "BookRoom:\n  description: Book a room.\n  type: object\n  properties: { room: { type: string } }\n  required: [room]\n  additionalProperties: false\n"
    )
  ],
  "ids become freer": [edit(HOTEL, "{ brand: BookingId, format: uuid }", "{ brand: BookingId }")]
}
