// A shipping line: recursion, a file in JSON, an event that was split in two, types that are one text, a promise to all earlier readers.
// Edits of it, and what `check` has to say of each, as `RULE file`. Read by `domains.test.ts`.
import { parse, stringify } from "yaml"
import { anyway, both, bump, change, edit, type Edits, remove, rename } from "../support/edits.ts"
import { event } from "../support/evolving.ts"

const CONTAINER = "container/aggregate.yaml"
const CUSTOMS = "customs/aggregate.yaml"
const v = {
  loaded1: "container/ContainerLoaded.v1.yaml",
  loaded2: "container/ContainerLoaded.v2.yaml",
  unloaded: "container/ContainerUnloaded.v1.yaml",
  seal: "container/SealBroken.v1.json",
  declared: "customs/GoodsDeclared.v1.yaml",
  cleared1: "customs/CustomsCleared.v1.yaml",
  cleared2: "customs/CustomsCleared.v2.yaml",
  port: "_types/Port.v1.yaml",
  weight: "_types/Weight.v1.yaml"
}

export const breaking: Edits = {
  "a port's code gets longer": [edit(v.port, "{5}", "{5,6}"), `TYPE_CHANGED ${v.port}`],
  "a weight gets finer": [edit(v.weight, "scale: 3", "scale: 4"), `TYPE_CHANGED ${v.weight}`],
  "a weight gets shorter": [edit(v.weight, "precision: 9", "precision: 8"), `TYPE_CHANGED ${v.weight}`],
  "another type is referred to": [
    edit(v.loaded1, "../_types/Port.v1.yaml", "../_types/Weight.v1.yaml"),
    change(v.loaded1)
  ],
  "a bigint becomes an integer": [
    edit(
      v.seal,
      "\"type\": \"string\", \"format\": \"bigint\"",
      "\"type\": \"integer\", \"minimum\": 0, \"maximum\": 9"
    ),
    change(v.seal)
  ],
  "a set becomes a list": [edit(v.seal, "\"uniqueItems\": true, ", ""), change(v.seal)],
  "any address is taken": [edit(v.seal, ", \"format\": \"uri\"", ""), change(v.seal)],
  "a part of a part is required no more": [
    edit(v.declared, "required: [goods, parts]", "required: [goods]"),
    change(v.declared)
  ],
  "parts become few": [
    edit(v.declared, "items: { $ref: \"#/$defs/Lot\" }", "items: { $ref: \"#/$defs/Lot\" }, maxItems: 5"),
    change(v.declared)
  ],
  "an event goes to the customs": [
    both(
      edit(CONTAINER, / {2}SealBroken.*\n/, ""),
      edit(CUSTOMS, "events:\n", "events:\n  SealBroken: { current: 1 }\n"),
      rename(v.seal, "customs/SealBroken.v1.json")
    ),
    `EVENT_MOVED ${CUSTOMS}`
  ],
  "a split loses one of its events": [
    edit(CONTAINER, "[ContainerUnloaded@1, ContainerLoaded@1]", "[ContainerUnloaded@1]"),
    `UPCAST_CHANGED ${CONTAINER}`
  ],
  "a split leads to another version": [
    edit(CONTAINER, "ContainerLoaded@1]", "ContainerLoaded@2]"),
    `UPCAST_CHANGED ${CONTAINER}`
  ],
  "a split becomes a rename": [
    edit(
      CONTAINER,
      "replaced: { by: [ContainerUnloaded@1, ContainerLoaded@1], on: 2025-03-03, code: true }",
      "renamed: { to: ContainerUnloaded@1, on: 2025-03-03 }"
    ),
    `UPCAST_CHANGED ${CONTAINER}`
  ],
  "a split event is declared anew": [
    edit(
      CONTAINER,
      "replaced: { by: [ContainerUnloaded@1, ContainerLoaded@1], on: 2025-03-03, code: true }",
      "current: 1"
    ),
    `EVENT_NAME_REUSED ${CONTAINER}`
  ],
  "a pattern of ids is stricter": [edit(CONTAINER, "[A-Z]{4}", "[A-Y]{4}"), `ID_NARROWED ${CONTAINER}`],
  "the aggregate is published under another name": [
    edit(CUSTOMS, "aggregate: CustomsFile", "aggregate: Clearance"),
    `TYPE_STRING_CHANGED ${CUSTOMS}`,
    "(TS_NAME_CHANGED)"
  ],
  "a field that others read is shorter": [
    bump(v.cleared2, CUSTOMS, 3, event({ officer: "{ type: string, maxLength: 50 }" }), [
      "current: 2\n    upcasts: { 1: [] }",
      "current: 3\n    upcasts: { 1: [], 2: { code: true } }"
    ]),
    "CONSTRAINT_NARROWED customs/CustomsCleared.v3.yaml",
    "UPCAST_CODE_MISSING src/upcasters.ts"
  ],
  "a field that others read means something else": [
    bump(
      v.cleared2,
      CUSTOMS,
      3,
      "description: It happened.\ntype: object\nproperties:\n  officer: { type: string }\n  remark:\n    type: integer\n    minimum: 0\nrequired: [officer]\nadditionalProperties: false\n",
      [
        "current: 2\n    upcasts: { 1: [] }",
        "current: 3\n    upcasts: { 1: [], 2: [{ remove: { at: /remark } }, { remove: { at: /duty } }] }"
      ]
    ),
    "FIELD_TYPE_CHANGED customs/CustomsCleared.v3.yaml",
    "(UPCAST_LOSES)",
    "(UPCAST_LOSES)"
  ]
}

export const harmless: Edits = {
  ...anyway([
    v.loaded1,
    v.loaded2,
    v.unloaded,
    v.declared,
    v.cleared1,
    v.cleared2,
    v.port,
    v.weight,
    CONTAINER,
    CUSTOMS
  ]),
  "YAML instead of JSON": [
    both(
      (folder) =>
        folder.write({
          "event-schemas/container/SealBroken.v1.yaml": stringify(parse(folder.read(`event-schemas/${v.seal}`)))
        }),
      remove(v.seal)
    )
  ],
  "a recursion is unrolled once": [
    edit(
      v.declared,
      "items: { $ref: \"#/$defs/Lot\" }",
      "items: { type: object, properties: { goods: { type: string }, parts: { type: array, items: { $ref: \"#/$defs/Lot\" } } }, required: [goods, parts], additionalProperties: false }"
    )
  ],
  "the recursive definition gets another name": [edit(v.declared, /Lot\b/g, "Consignment")],
  "a way down is given": [
    edit(
      CONTAINER,
      "    current: 2\n",
      "    current: 2\n    downcasts: { 2: [{ remove: { at: /ship } }, { rename: { from: /port, to: /harbour } }, { remove: { at: /weight } }, { add: { at: /grams, value: 0 } }] }\n"
    )
  ],
  "operations are written otherwise": [
    edit(
      CONTAINER,
      "- rename: { from: /harbour, to: /port }",
      "- rename:\n            to: /port\n            from: /harbour"
    )
  ],
  "targets of a split in another order": [
    edit(CONTAINER, "[ContainerUnloaded@1, ContainerLoaded@1]", "[ContainerLoaded@1, ContainerUnloaded@1]")
  ],
  "others receive another event": [
    edit(CUSTOMS, "GoodsDeclared: { current: 1 }", "GoodsDeclared: { current: 1, published: true }")
  ],
  "the published type is said": [
    edit(CUSTOMS, "published: { compatibility", "published: { type: CustomsFile.CustomsCleared, compatibility")
  ],
  "a compatible next version": [
    bump(
      v.cleared2,
      CUSTOMS,
      3,
      "description: It happened.\ntype: object\nproperties:\n  officer: { type: string }\n  duty: { $ref: ../_types/Weight.v1.yaml }\n  remark: { type: string, maxLength: 200 }\n  gate: { type: integer }\nrequired: [officer]\nadditionalProperties: false\n",
      ["current: 2\n    upcasts: { 1: [] }", "current: 3\n    upcasts: { 1: [], 2: [] }"]
    )
  ],
  "a type of one's own is no longer shared": [
    edit(v.unloaded, "{ $ref: ../_types/Port.v1.yaml }", "{ type: string, pattern: \"^[A-Z]{5}$\" }")
  ]
}
