// Mistakes in the bank account's files, by the numbers of their specification, and what is to be said of each. Read by
// messages.test.ts.
import { readFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "../../..")

/** Files below `event-schemas/bank-account` unless they say otherwise. */
export interface Mistake {
  readonly number: number
  readonly of: string
  readonly make: (files: Files) => void
  /** Whether all versions are locked before. */
  readonly isLocked?: boolean
  /** `<file>[:line:column]  <severity>  <CODE>  <sentence> help: <what to do>` */
  readonly says: string
}

/** Edits a file by a text in it, or writes it anew. */
export interface Files {
  readonly edit: (file: string, from: string, to: string) => void
  readonly write: (file: string, text: string) => void
  readonly remove: (file: string) => void
}

const opened1 = "AccountOpened.v1.yaml"
const opened2 = "AccountOpened.v2.yaml"
const deposited = "FundsDeposited.v1.yaml"
const manifest = "aggregate.yaml"
const note = "note: { type: string, maxLength: 140 }"

/** FundsDeposited with another schema for its note. */
const noted = (schema: string): Mistake["make"] => ({ edit }) => edit(deposited, note, `note: ${schema}`)

const union = (first: string, second: string, third = second) =>
  noted(
    `{ oneOf: [${
      [first, second, third].map((kind) =>
        `{ type: object, properties: { ${kind} }, required: [kind], additionalProperties: false }`
      ).join(", ")
    }] }`
  )

export const mistakes: ReadonlyArray<Mistake> = [
  {
    number: 1,
    of: "a tab",
    make: ({ edit }) => edit(opened2, "  holder:", "\tholder:"),
    says: `${opened2}:6:1  error  YAML_TAB  A tab is used to indent. help: YAML allows spaces only.`
  },
  {
    number: 2,
    of: "a bracket that is not closed",
    make: ({ edit }) => edit(opened1, "format: date }", "format: date"),
    says:
      `${opened1}:9:1  error  YAML_SYNTAX  The "{" opened on line 8 is not closed. help: add "}" at the end of line 8.`
  },
  {
    number: 3,
    of: "a key twice",
    make: ({ edit }) => edit(opened1, "  openedOn:", "  branch: { type: string }\n  openedOn:"),
    says: `${opened1}:8:3  error  YAML_DUPLICATE_KEY  "branch" is already given on line 7.`
  },
  {
    number: 4,
    of: "an anchor",
    make: ({ edit }) => edit(opened1, "branch: {", "branch: &text {"),
    says:
      `${opened1}:7:11  error  YAML_ALIAS  Anchors, aliases and merge keys are not allowed, as they would hide a change of an old version. help: use $ref to a file in _types/.`
  },
  {
    number: 5,
    of: "a misspelt keyword",
    make: ({ edit }) => edit(opened1, "properties:", "propertees:"),
    says: `${opened1}:5:1  error  UNKNOWN_KEYWORD  "propertees" is not a keyword. help: did you mean "properties"?`
  },
  {
    number: 6,
    of: "a misspelt type",
    make: noted("{ type: strng }"),
    says:
      `${deposited}:9:17  error  UNKNOWN_TYPE  "strng" is not a type. help: did you mean "string"? (string, integer, number, boolean, object, array, null)`
  },
  {
    number: 7,
    of: "a misspelt format",
    make: noted("{ type: string, format: datetime }"),
    says:
      `${deposited}:9:33  error  UNKNOWN_FORMAT  "datetime" is not a format known here. help: did you mean "date-time"?`
  },
  {
    number: 8,
    of: "a format of texts for a number",
    make: noted("{ type: integer, format: uuid }"),
    says: `${deposited}:9:26  error  FORMAT_TYPE  "format: uuid" is for strings, but note is an integer.`
  },
  {
    number: 9,
    of: "a required property that is none",
    make: ({ edit }) => edit(deposited, "required: [amount", "required: [amont"),
    says:
      `${deposited}:10:12  error  REQUIRED_UNKNOWN  "amont" is required, but there is no such property. help: did you mean "amount"?`
  },
  {
    number: 10,
    of: "an open object",
    make: ({ edit }) => edit(deposited, "additionalProperties: false\n", ""),
    says:
      `${deposited}:4:1  error  OBJECT_OPEN  Say "additionalProperties: false", or give the schema of the other values. Open objects cannot be checked for compatibility.`
  },
  {
    number: 11,
    of: "a keyword that is not supported",
    make: noted("{ allOf: [{ type: string }] }"),
    says:
      `${deposited}:9:11  error  UNSUPPORTED_KEYWORD  "allOf" is not supported: it has no one TypeScript type. help: write the joined object out, or $ref a type.`
  },
  {
    number: 12,
    of: "a default",
    make: ({ edit }) => edit(opened2, "code: { type: string, minLength: 1 }", "code: { type: string, default: X }"),
    says:
      `${opened2}:16:29  error  DEFAULT_HERE  A default here would change how old events are read. help: put it into the upcast: aggregate.yaml, events.AccountOpened.upcasts.1, "add: {at: /office/code, value: "X"}".`
  },
  {
    number: 13,
    of: "a union without a tag",
    make: union("kind: { type: string }", "kind: { type: string }", "kind: { type: integer }"),
    says:
      `${deposited}:9:11  error  UNION_UNTAGGED  The 3 branches share no required property with different "const" values, so a reader cannot tell them apart. help: add "kind: {const: ...}" to each.`
  },
  {
    number: 14,
    of: "a union with one tag twice",
    make: union("kind: { const: card }", "kind: { const: cash }", "kind: { const: card }"),
    says: `${deposited}:9:227  error  UNION_TAG_TWICE  Branches 1 and 3 both have kind "card".`
  },
  {
    number: 15,
    of: "a reference to no file",
    make: ({ edit }) => edit(deposited, "Money.v1", "Mony.v1"),
    says:
      `${deposited}:6:19  error  REF_NOT_FOUND  No file event-schemas/_types/Mony.v1.yaml. help: there is Money.v1.yaml.`
  },
  {
    number: 16,
    of: "a remote reference",
    make: ({ edit }) => edit(deposited, "../_types/Money.v1.yaml", "https://example.com/money.json"),
    says:
      `${deposited}:6:19  error  REF_REMOTE  Remote references are not followed: the contract must be in this repository. help: save it and run: deciduous import json-schema <file>; then refer to the file that it writes.`
  },
  {
    number: 17,
    of: "a pattern that does not compile",
    make: noted(`{ type: string, pattern: "[" }`),
    says:
      `${deposited}:9:34  error  PATTERN_INVALID  Not a valid regular expression with the u flag: Unterminated character class.`
  },
  {
    number: 18,
    of: "bounds with nothing between them",
    make: noted("{ type: string, minLength: 10, maxLength: 3 }"),
    says: `${deposited}:9:25  error  EMPTY_RANGE  No text is at least 10 and at most 3 characters long.`
  },
  {
    number: 19,
    of: "a reserved name",
    make: ({ edit }) => edit(opened2, "  openedAt: {", "  _tag: { type: string }\n  openedAt: {"),
    says:
      `${opened2}:20:3  error  FIELD_RESERVED  "_tag" is set by the library (to "AccountOpened"). help: choose another name.`
  },
  {
    number: 20,
    of: "money as a number",
    make: noted("{ type: string }\n  fee: { type: number }"),
    says:
      `${deposited}:10:3  warning  MONEY_NOT_NUMBER  "fee" is a JSON number; 0.1 + 0.2 is not 0.3. help: {type: string, format: decimal, x-decimal: {precision: 19, scale: 4}} or $ref: ../_types/Money.v1.yaml.`
  },
  {
    number: 21,
    of: "an example that does not fit",
    make: ({ edit }) => edit(opened1, `"2024-02-29"`, `"29.2.2024"`),
    says:
      `${opened1}:12:59  error  EXAMPLE_INVALID  Example 1 does not fit: /openedOn must be a date yyyy-mm-dd, and is "29.2.2024".`
  },
  {
    number: 22,
    of: "a file that the manifest does not name",
    make: ({ write }) => write("AccountOpend.v1.yaml", "type: object\nproperties: {}\nadditionalProperties: false\n"),
    says:
      `AccountOpend.v1.yaml  error  FILE_ORPHAN  aggregate.yaml has no event "AccountOpend". help: did you mean AccountOpened? Or run deciduous new bank-account/AccountOpend, which adds it.`
  },
  {
    number: 23,
    of: "a current version without a file",
    make: ({ edit }) =>
      edit(manifest, "current: 2\n    upcasts:\n      1:   ", "current: 3\n    upcasts:\n      1:   "),
    says:
      `${manifest}:9:14  error  CURRENT_UNKNOWN  AccountOpened is at version 3, but the highest file is AccountOpened.v2.yaml. help: deciduous bump bank-account/AccountOpened, or say current: 2.`
  },
  {
    number: 24,
    of: "a locked version with no way up",
    isLocked: true,
    make: ({ edit, write }) => {
      write(
        "FundsWithdrawn.v2.yaml",
        readFileSync(join(root, "event-schemas/bank-account/FundsWithdrawn.v1.yaml"), "utf8")
      )
      edit(manifest, "FundsWithdrawn: { current: 1 }", "FundsWithdrawn: { current: 2 }")
    },
    says:
      `${manifest}:20:3  error  UPCAST_MISSING  FundsWithdrawn v1 is locked (events of it may be stored) and nothing says how to read it as v2. help: add under upcasts: "1: [...]" or "1: {code: true}".`
  },
  {
    number: 25,
    of: "an operation on a field that is not there",
    make: ({ edit }) => edit(manifest, "from: /branch,", "from: /branchh,"),
    says: `${manifest}:12:11  error  UPCAST_FIELD  "/branchh" is not in AccountOpened v1. help: did you mean "/branch"?`
  },
  {
    number: 26,
    of: "operations that forget a field",
    make: ({ edit }) => edit(manifest, "        - add: { at: /office/country, value: CZ }\n", ""),
    says:
      `${manifest}:11:7  error  UPCAST_INCOMPLETE  After these steps AccountOpened v1 lacks "/office/country", which v2 requires. help: add: {at: /office/country, value: ...}`
  },
  {
    number: 27,
    of: "a value that passes into a narrower place",
    make: ({ edit }) => edit(opened2, "given: { type: string }", "given: { type: string, minLength: 1 }"),
    says:
      `${manifest}:16:11  error  UPCAST_NARROWS  "/holder/given" may be empty (split of /holderName), but v2 wants minLength 1. Example: holderName " ". help: loosen v2 while it is a draft, or write the upcast by hand.`
  },
  {
    number: 28,
    of: "a locked version that was edited",
    isLocked: true,
    make: ({ edit }) =>
      edit(opened1, "branch: { type: string, minLength: 1 }", "branch: { type: string, minLength: 3 }"),
    says:
      `${opened1}  error  VERSION_CHANGED  AccountOpened v1 was locked on 2026-02-01 and has changed: /branch: minLength 1 -> 3. Stored events can't be changed. help: git checkout -- ${opened1}; deciduous bump bank-account/AccountOpened.`
  },
  {
    number: 29,
    of: "a locked version that is gone",
    isLocked: true,
    make: ({ remove }) => remove("MoneyMoved.v1.yaml"),
    says:
      `MoneyMoved.v1.yaml  error  VERSION_DELETED  MoneyMoved v1 is locked and its file is gone. help: restore the file; to stop using the event, retire it in aggregate.yaml.`
  },
  {
    number: 30,
    of: "a hand-written step that is missing",
    make: ({ edit }) => edit("../../src/upcasters.ts", `"MoneyMoved@1"`, `"MoneyMoved@9"`),
    says:
      `src/upcasters.ts:4:48  error  UPCAST_CODE_MISSING  "MoneyMoved@1" is declared "code: true" and not here. help: deciduous scaffold.`
  },
  {
    number: 31,
    of: "a clock in a hand-written step",
    make: ({ edit }) => edit("../../src/upcasters.ts", "ofCents(limitCents)", "ofCents(limitCents + Date.now())"),
    says:
      `src/upcasters.ts:6:87  error  UPCAST_IMPURE  "Date.now()" in "OverdraftLimitSet@1": reading the same event twice would give two results. help: use context.recordedAt.`
  },
  {
    number: 32,
    of: "generated files that are out of date",
    make: ({ edit }) => edit(deposited, "maxLength: 140", "maxLength: 150"),
    says:
      `src/generated/bank-account.events.gen.ts  error  STALE  Does not match event-schemas/bank-account (1 line differs, at line 129). help: deciduous generate.`
  }
]
