// PUBLISHED: events that other systems receive, by the compatibility that aggregate.yaml promises them.
import { rulesOf } from "./rule.ts"

const BACKWARD = "A reader of the new version could not read what was written before, as `compatibility` promises."
const FORWARD = "A reader of the old version could not read what is written now, as `compatibility` promises."
const EITHER = "Readers of one version could not read what was written in the other, as `compatibility` promises."

export const publishedRules = rulesOf("PUBLISHED", "error", {
  FIELD_REMOVED: [
    "A required field of a published event is gone.",
    FORWARD,
    "Keep the field while anybody reads it; make it optional in one version, and remove it in a later one."
  ],
  FIELD_REQUIRED_ADDED: [
    "A published event has a required field more.",
    BACKWARD,
    "Make the new field optional."
  ],
  FIELD_TYPE_CHANGED: [
    "A field of a published event has another type or format.",
    EITHER,
    "Add a field with another name, and keep the old one."
  ],
  FIELD_OPTIONAL_CHANGED: [
    "A field of a published event was optional and is required now, or the other way round.",
    EITHER,
    "Leave it as it was."
  ],
  ENUM_VALUE_ADDED: [
    "A published event has a value more in an enum.",
    FORWARD,
    "Let readers know first, or use text where values are to come."
  ],
  ENUM_VALUE_REMOVED: [
    "A published event has a value less in an enum.",
    BACKWARD,
    "Leave the value in the schema, even if nobody writes it any more."
  ],
  CONSTRAINT_NARROWED: [
    "A place in a published event admits fewer values.",
    BACKWARD,
    "Leave the old bound in the schema, and be stricter where events are made."
  ],
  CONSTRAINT_WIDENED: [
    "A place in a published event admits more values.",
    FORWARD,
    "Leave the old bound, or add a field with another name."
  ],
  UNION_BRANCH_ADDED: [
    "A union in a published event has a branch more.",
    FORWARD,
    "Let readers know first, or publish another event."
  ],
  UNION_BRANCH_REMOVED: [
    "A union in a published event has a branch less.",
    BACKWARD,
    "Leave the branch in the schema, even if nobody writes it any more."
  ],
  TYPE_STRING_CHANGED: [
    "A published event has another CloudEvents type, or is no longer published while it is still written.",
    "Subscribers filter by that text, and would receive nothing.",
    "Put the old type back, or publish both for a while under two events."
  ]
})
