// CODE: what a change of schema files means for the TypeScript that uses them. Notes.
import { rulesOf } from "./rule.ts"

export const codeRules = rulesOf("CODE", "note", {
  BRAND_CHANGED: [
    "A place has another nominal type (x-brand).",
    "What is stored is the same; code that assigns the old brand does not compile.",
    "Follow the compiler."
  ],
  TS_NAME_CHANGED: [
    "An aggregate has another name, and all that is generated for it.",
    "What is stored is the same; imports of the old names do not compile.",
    "Follow the compiler."
  ],
  UNION_GREW: [
    "There is an event more that evolve can meet.",
    "A switch over the events does not compile until it handles the new case.",
    "Add the case to evolve."
  ],
  UPCAST_LOSES: [
    "A step that is not locked yet drops or rounds something.",
    "What it drops is still stored, but nobody reads it any more.",
    "Nothing, if that is meant; else keep the field in the next version."
  ]
})
