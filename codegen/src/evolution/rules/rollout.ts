// ROLLOUT: two releases run at once while one replaces the other. Notes; errors with --strict-rollout.
import { rulesOf } from "./rule.ts"

export const rolloutRules = rulesOf("ROLLOUT", "note", {
  NEW_VERSION_UNREADABLE_BY_LAST: [
    "This release writes a version that the last one can't read.",
    "While both run, the old processes meet events of a version that they do not know, and fail.",
    "Release the reader first: `current` as it was, the new file, and downcasts to it; raise `current` in the release after."
  ],
  NEW_EVENT_UNREADABLE_BY_LAST: [
    "This release writes an event that the last one does not know.",
    "While both run, the old processes meet it, and fail.",
    "Release first a version that knows the event and does not write it (retired, with read: keep), and take `retired` away in the release after; or stop the old processes before."
  ]
})
