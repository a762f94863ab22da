// An emergency room: personal data, an upcaster written by hand, unions, records, events that are retired.
// Edits of it, and what `check` has to say of each, as `RULE file`. Read by `domains.test.ts`.
import { rmSync } from "node:fs"
import { join } from "node:path"
import { anyway, bump, change, edit, type Edits, remove } from "../support/edits.ts"
import { event } from "../support/evolving.ts"

const TRIAGE = "triage/aggregate.yaml"
const v = {
  admitted: "triage/PatientAdmitted.v1.yaml",
  level1: "triage/LevelAssigned.v1.yaml",
  level2: "triage/LevelAssigned.v2.yaml",
  vitals: "triage/VitalsRecorded.v1.yaml",
  transferred: "triage/PatientTransferred.v1.yaml",
  alarm: "triage/AlarmRaised.v1.yaml",
  reading: "_types/Reading.v1.yaml"
}

export const breaking: Edits = {
  "a text is marked otherwise": [
    edit(v.admitted, "format: date, x-personal: /patient", "format: date"),
    `PERSONAL_UNMARKED ${v.admitted}`
  ],
  "an object is no longer personal": [
    edit(v.admitted, "    x-personal: /patient\n", ""),
    `PERSONAL_UNMARKED ${v.admitted}`
  ],
  "a pattern is stricter": [edit(v.admitted, "{5,20}", "{6,20}"), change(v.admitted)],
  "a pattern is gone": [edit(v.admitted, ", pattern: \"^[+]?[0-9 ]{5,20}$\"", ""), change(v.admitted)],
  "a record becomes an object": [
    edit(
      v.vitals,
      "additionalProperties: { $ref: ../_types/Reading.v1.yaml }",
      "properties: { pulse: { $ref: ../_types/Reading.v1.yaml } }\n    required: []\n    additionalProperties: false"
    ),
    change(v.vitals)
  ],
  "a pair becomes a list": [
    edit(v.vitals, /prefixItems: .*\]/, "items: { type: integer, minimum: 0, maximum: 400 }"),
    change(v.vitals)
  ],
  "a pair becomes three": [
    edit(v.vitals, "400 }] }", "400 }, { type: integer, minimum: 0, maximum: 1 }] }"),
    change(v.vitals)
  ],
  "a duration becomes text": [edit(v.vitals, "format: duration", "maxLength: 40"), change(v.vitals)],
  "a branch less": [edit(v.transferred, / +- .*const: home.*\n/, ""), change(v.transferred)],
  "a branch more": [
    edit(
      v.transferred,
      "    oneOf:\n",
      "    oneOf:\n      - { type: object, properties: { kind: { const: other } }, required: [kind], additionalProperties: false }\n"
    ),
    change(v.transferred)
  ],
  "a branch is told apart by another word": [
    edit(v.transferred, "const: home", "const: discharge"),
    change(v.transferred)
  ],
  "a field of a branch": [
    edit(v.transferred, "ward: { type: string }", "ward: { type: string, minLength: 2 }"),
    change(v.transferred)
  ],
  "a number becomes an integer": [edit(v.reading, "type: number", "type: integer"), `TYPE_CHANGED ${v.reading}`],
  "a unit less": [edit(v.reading, ", percent]", "]"), `TYPE_CHANGED ${v.reading}`],
  "what was passed over is read": [edit(TRIAGE, "read: skip", "read: keep"), `READ_CHANGED ${TRIAGE}`],
  "what was passed over is written again": [
    edit(TRIAGE, / {4}retired: .*read: skip \}\n/, ""),
    `READ_CHANGED ${TRIAGE}`
  ],
  "what was read is passed over": [edit(TRIAGE, "read: keep", "read: skip"), `READ_CHANGED ${TRIAGE}`],
  "a function is taken out": [
    (folder) => folder.write({ "src/upcasters.ts": "export const upcasters = {}\n" }),
    "UPCAST_CODE_MISSING src/upcasters.ts",
    "(UPCAST_CHANGED)"
  ],
  "a function asks the clock": [
    (folder) =>
      folder.write({
        "src/upcasters.ts":
          "const now = Date.now\nexport const upcasters = {\n  \"LevelAssigned@1\": () => ({ level: now() % 5 })\n}\n"
      }),
    "UPCAST_IMPURE src/upcasters.ts",
    "(UPCAST_CHANGED)"
  ],
  "the module is taken away": [
    ({ path }) => rmSync(join(path, "src/upcasters.ts")),
    "UPCAST_CODE_MISSING src/upcasters.ts"
  ],
  "a step by hand becomes operations": [
    edit(
      TRIAGE,
      "1: { code: true }",
      "1: [{ map: { at: /colour, values: { red: 1, orange: 2, green: 4 } } }, { rename: { from: /colour, to: /level } }]"
    ),
    `UPCAST_CHANGED ${TRIAGE}`
  ],
  "ids become shorter": [edit(TRIAGE, "maxLength: 40", "maxLength: 30"), `ID_NARROWED ${TRIAGE}`],
  "the folder is taken away": [remove("triage"), "AGGREGATE_DELETED schemas.lock.json"],
  "a level is read as fewer": [
    bump(v.level2, TRIAGE, 3, event({ level: "{ type: integer, minimum: 1, maximum: 3 }" }), [
      "    current: 2\n    upcasts:\n",
      "    current: 3\n    upcasts:\n      2: [{ remove: { at: /by } }]\n"
    ]),
    `UPCAST_NARROWS ${TRIAGE}`,
    "(UPCAST_LOSES)"
  ],
  "a new version forgets what is personal": [
    bump(v.admitted, TRIAGE, 2, event({ patient: "string", born: "{ type: string, format: date }" }), [
      "PatientAdmitted: { current: 1 }",
      "PatientAdmitted: { current: 2, upcasts: { 1: [{ remove: { at: /contact } }] } }"
    ]),
    "PERSONAL_UNMARKED triage/PatientAdmitted.v2.yaml",
    "(UPCAST_LOSES)"
  ]
}

export const harmless: Edits = {
  ...anyway([v.admitted, v.level1, v.level2, v.vitals, v.transferred, v.alarm, v.reading, TRIAGE]),
  "a least length of nothing": [edit(v.alarm, "{ type: string }", "{ type: string, minLength: 0 }")],
  "a bound said otherwise": [edit(v.level2, "minimum: 1, maximum: 5", "exclusiveMinimum: 0, exclusiveMaximum: 6")],
  "a constant as a list of one": [edit(v.transferred, "const: home", "const: \"home\"")],
  "values in another order": [edit(v.reading, "[bpm, celsius, percent]", "[percent, bpm, celsius]")],
  "branches in another order": [edit(v.transferred, /( +- .*ward.*\n)( +- .*hospital.*\n)/, "$2$1")],
  "another nominal type": [edit(v.level2, "NurseId", "StaffId")],
  "x-type": [edit(v.vitals, "format: duration", "format: duration, x-type: string")],
  "the module in other lines": [
    (folder) => folder.write({ "src/upcasters.ts": folder.read("src/upcasters.ts").replaceAll("\n", "\r\n") })
  ],
  "the module says more": [
    (folder) => folder.write({ "src/upcasters.ts": `// Levels.\n${folder.read("src/upcasters.ts")}` }),
    "(UPCAST_CHANGED)"
  ],
  "the aggregate gets another name": [
    edit(TRIAGE, "aggregate: TriageCase", "aggregate: EmergencyCase"),
    "(TS_NAME_CHANGED)"
  ],
  "a reason is worded otherwise": [edit(TRIAGE, "The ward knows.", "The ward keeps this.")],
  "an event comes back that was read on": [edit(TRIAGE, / {4}retired: .*read: keep \}\n/, "")]
}
