// SCHEMA: what a folder of schema files has to be before anything else is asked of it; and what is wrong with output.
import { rulesOf } from "./rule.ts"

const ONE_MEANING = "A file that can be read in two ways will be, by somebody, in some years."
const TYPESCRIPT = "The generated code could not say it, or would say it wrongly."

export const schemaRules = rulesOf("SCHEMA", "error", {
  YAML_TAB: ["A tab is used to indent.", "YAML allows spaces only.", "Replace it by spaces."],
  YAML_SYNTAX: ["The file is no YAML, or none that is JSON too.", ONE_MEANING, "Follow the message."],
  YAML_DUPLICATE_KEY: ["A key is given twice in one mapping.", ONE_MEANING, "Take one of them out."],
  YAML_ALIAS: [
    "There is an anchor, an alias, a merge key or a tag.",
    "A change in one place would change an old version in another, unseen.",
    "Write it out, or $ref a file of _types/."
  ],
  FOLDER_MISSING: [
    "There is no such folder of schema files.",
    "Nothing can be read.",
    "Name it with --schemas, or run deciduous init."
  ],
  FILE_UNREADABLE: [
    "A file can't be read, or is no text.",
    "What it says is not known.",
    "Mend its permissions or its encoding (UTF-8)."
  ],
  FILE_NAME: [
    "A file is not named <Event>.v<N>.yaml.",
    "The name and the version of an event are those of its file.",
    "Rename the file."
  ],
  FILE_ORPHAN: [
    "A file belongs to no event of aggregate.yaml, or lies where nobody looks.",
    "Nobody would read it.",
    "Declare the event, or move the file."
  ],
  MANIFEST_MISSING: [
    "A folder of events has no aggregate.yaml.",
    "Nothing says how the events are read.",
    "Run deciduous new <aggregate>."
  ],
  UNKNOWN_KEY: [
    "A key of aggregate.yaml is not known.",
    "What it is meant to do would not happen.",
    "Correct its spelling."
  ],
  UNKNOWN_KEYWORD: [
    "A keyword of a schema is not known.",
    "What it is meant to demand would not be demanded.",
    "Correct its spelling."
  ],
  UNKNOWN_TYPE: [
    "A type is missing or not known.",
    "Any value would be taken.",
    "Say one of string, integer, number, boolean, object, array, null."
  ],
  UNKNOWN_FORMAT: ["A format is not known.", "It would not be enforced.", "Take one that is; or say a pattern."],
  UNSUPPORTED_KEYWORD: [
    "A keyword of JSON Schema is not part of the subset.",
    TYPESCRIPT,
    "The message names the way round it."
  ],
  KEYWORD_VALUE: ["A keyword has the wrong kind of value.", "What it demands is not known.", "Follow the message."],
  KEYWORD_MISPLACED: [
    "A keyword stands where it means nothing.",
    "It would be passed over.",
    "Take it out, or move it."
  ],
  KEY_MISSING: ["A key that has to be there is missing.", "The rest can't be understood without it.", "Add it."],
  FORMAT_TYPE: ["A format stands on what is no text.", "Formats are for strings.", "Take it out, or make it a string."],
  REQUIRED_UNKNOWN: ["A name under required is no property.", "No value could ever be valid.", "Correct its spelling."],
  OBJECT_OPEN: [
    "An object does not say whether it may have other properties.",
    "Open objects can't be checked for compatibility.",
    "Say additionalProperties: false."
  ],
  DEFAULT_HERE: ["A schema has a default.", "It would change how old events are read.", "Put it into the upcast: add."],
  EMPTY_RANGE: ["No value lies between two bounds.", "Nothing could ever be valid.", "Correct one of the bounds."],
  ENUM_EMPTY: [
    "An enum has no values, or one twice.",
    "It says nothing, or the same thing twice.",
    "Correct the list."
  ],
  UNION_UNTAGGED: [
    "The branches of oneOf can't be told apart.",
    "A reader would have to guess.",
    "Give each a required property with another const."
  ],
  UNION_TAG_TWICE: [
    "Two branches of oneOf have the same constant.",
    "A reader would have to guess.",
    "Give one of them another."
  ],
  REF_NOT_FOUND: ["A $ref leads nowhere.", "What stands there is not known.", "Correct the path, or add the file."],
  REF_REMOTE: [
    "A $ref leads to another machine.",
    "The contract must be in this repository.",
    "Save the schema as a file of _types/."
  ],
  REF_CYCLE: [
    "A type has no finite value, or is nothing but itself.",
    "No event could ever hold one.",
    "Make a field on the way optional, nullable or a list."
  ],
  PATTERN_INVALID: ["A pattern does not compile under the u flag.", "It could not be enforced.", "Correct it."],
  FIELD_RESERVED: [
    "A field has a name that the library or JavaScript uses itself.",
    "One would overwrite the other.",
    "Choose another name."
  ],
  EXAMPLE_INVALID: [
    "An example does not fit its schema.",
    "Examples are what people copy.",
    "Correct the example, or the schema."
  ],
  EXTENSION_MISPLACED: [
    "An x- key stands where it can't, or leads to nowhere.",
    "It would be passed over.",
    "Move it, or correct the pointer."
  ],
  EVENT_NOT_OBJECT: [
    "An event's or a command's payload is no object with properties.",
    TYPESCRIPT,
    "Put the value into a property."
  ],
  DECIMAL_UNBOUNDED: [
    "A decimal has no x-decimal.",
    "Without precision and scale no two systems agree on it.",
    "Add x-decimal: { precision: 19, scale: 4 }."
  ],
  NAME_CLASH: ["Two things would have one name in the generated code.", TYPESCRIPT, "Rename one of them."],
  BRAND_CONFLICT: [
    "One brand is used for two different formats.",
    "A brand is one type.",
    "Say the same in both places, or choose another name."
  ],
  STREAM_PREFIX: [
    "The stream of one aggregate begins the stream of another.",
    "One would read the events of the other.",
    "Rename one of them, before anything is stored."
  ],
  VERSION_GAP: [
    "The versions of an event have a gap.",
    "Old events are read from one version to the next.",
    "Add the missing file."
  ],
  CURRENT_UNKNOWN: [
    "current names a version that has no file.",
    "Nothing says what is stored.",
    "Add the file, or correct the number."
  ],
  SPLIT_TARGET: [
    "A replaced event leads to no event, to one that is not live, or nobody writes the split.",
    "Old events could not be read.",
    "Name live events and their versions, and say code: true."
  ],
  UPCAST_FIELD: ["An operation names a field that is not there.", "It would do nothing.", "Correct the pointer."],
  UPCAST_OP_UNKNOWN: [
    "An operation or a conversion is not known.",
    "It would not happen.",
    "Correct its spelling, or write the step by hand."
  ],
  UPCAST_TARGET_TAKEN: [
    "An operation writes where something stands.",
    "What stood there would be lost.",
    "Remove it or move it first."
  ],
  UPCAST_CONVERT: [
    "A value is not what the operation takes.",
    "Reading such an event would fail.",
    "Choose another conversion, or write the step by hand."
  ],
  UPCAST_CYCLE: ["Renames lead in a circle.", "Reading would never end.", "Let one of them be read as itself."],
  UPCAST_TARGET_UNKNOWN: [
    "A rename or a step leads to a version that is not there.",
    "Reading would end nowhere.",
    "Correct the name or the version."
  ]
})

export const outputRules = rulesOf("SCHEMA", "error", {
  STALE: [
    "A generated file is not what the schema files say.",
    "The code would read events otherwise than the contract.",
    "Run deciduous generate."
  ],
  OUTPUT_FOREIGN: [
    "A file that somebody has written is in the way of a generated one.",
    "It would be lost.",
    "Move it, or generate into another folder."
  ],
  OUTPUT_UNUSABLE: [
    "The folder for generated files can't be read or written.",
    "Nothing can be generated.",
    "Mend its permissions, or generate into another folder."
  ]
})
