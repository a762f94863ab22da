// The loan log counted by hand: a loop over its lines in the log's own words, for tests that compare read models with it.
import * as fs from "node:fs"
import * as path from "node:path"
import * as zlib from "node:zlib"
import { assert } from "vitest"

/** The file that DECIDUOUS_LOAN_LOG names. */
export const logFile = (): string => {
  const log = process.env.DECIDUOUS_LOAN_LOG
  assert.isDefined(log, "DECIDUOUS_LOAN_LOG must name the real log: run `loan-log` to see where it is published")
  return path.resolve(import.meta.dirname, "../../..", log!)
}

export type Month = Record<
  | "submitted"
  | "euro"
  | "declined"
  | "cancelled"
  | "approved"
  | "registered"
  | "activated"
  | "offersSelected"
  | "offersCreated"
  | "offersSent"
  | "offersAccepted",
  number
>

export interface Counted {
  readonly lines: number
  readonly months: Map<string, Month>
  readonly decisions: Map<string, Decided>
  readonly work: Map<string, Task>
  /** The resource with which most work lies, and the keys of that in their order. */
  readonly busiest: readonly [resource: string, keys: ReadonlyArray<string>]
}

interface Decided {
  readonly amountRequested: number
  readonly submittedAt: number
  decision: string
  took: number | undefined
}

interface Task {
  readonly item: string
  resource: string | null
  open: number
  underWay: number
  touchedAt: number
}

const fields: Readonly<Record<string, keyof Month>> = {
  A_SUBMITTED: "submitted",
  A_DECLINED: "declined",
  A_CANCELLED: "cancelled",
  A_APPROVED: "approved",
  A_REGISTERED: "registered",
  A_ACTIVATED: "activated",
  O_SELECTED: "offersSelected",
  O_CREATED: "offersCreated",
  O_SENT: "offersSent",
  O_ACCEPTED: "offersAccepted"
}

const verdicts: Readonly<Record<string, string>> = {
  A_APPROVED: "Granted",
  A_REGISTERED: "Granted",
  A_ACTIVATED: "Granted",
  A_DECLINED: "Declined",
  A_CANCELLED: "Cancelled"
}

const items: Readonly<Record<string, string>> = {
  "W_Afhandelen leads": "follow-up-leads",
  "W_Completeren aanvraag": "complete-application",
  "W_Beoordelen fraude": "assess-fraud",
  "W_Nabellen offertes": "call-after-offers",
  "W_Nabellen incomplete dossiers": "call-about-incomplete-files",
  "W_Valideren aanvraag": "validate-application",
  "W_Wijzigen contractgegevens": "change-contract"
}

export const countLog = (): Counted => {
  const bytes = fs.readFileSync(logFile())
  const text = (logFile().endsWith(".gz") ? zlib.gunzipSync(bytes) : bytes).toString("utf8")
  const months = new Map<string, Month>()
  const decisions = new Map<string, Decided>()
  const work = new Map<string, Task>()
  let lines = 0
  for (const json of text.split("\n")) {
    if (json === "") continue
    lines++
    const { activity, amountRequested, application, at, lifecycle, resource } = JSON.parse(json)
    const time = Date.parse(at)
    const item = items[activity]
    if (item !== undefined) {
      const key = `${application} ${item}`
      const task = work.get(key) ?? { item, resource: null, open: 0, underWay: 0, touchedAt: time }
      if (lifecycle === "SCHEDULE") task.open++
      else if (lifecycle === "START") task.underWay++
      else if (task.underWay > 0) task.underWay--
      else task.open--
      if (resource !== null) task.resource = resource
      task.touchedAt = time
      if (task.open === 0 && task.underWay === 0) work.delete(key)
      else work.set(key, task)
      continue
    }
    // the log's times are the bank's own, with its offset
    const name = at.slice(0, 7)
    const month = months.get(name) ?? nothing()
    months.set(name, month)
    const field = fields[activity]
    if (field !== undefined) month[field]++
    if (activity === "A_SUBMITTED") {
      month.euro += amountRequested
      decisions.set(application, { amountRequested, submittedAt: time, decision: "Undecided", took: undefined })
    }
    const verdict = verdicts[activity]
    const decided = decisions.get(application)
    if (verdict !== undefined && decided !== undefined && decided.decision === "Undecided") {
      decided.decision = verdict
      decided.took = time - decided.submittedAt
    }
  }
  return { lines, months, decisions, work, busiest: busiestOf(work) }
}

const nothing = (): Month => ({
  submitted: 0,
  euro: 0,
  declined: 0,
  cancelled: 0,
  approved: 0,
  registered: 0,
  activated: 0,
  offersSelected: 0,
  offersCreated: 0,
  offersSent: 0,
  offersAccepted: 0
})

const busiestOf = (work: ReadonlyMap<string, Task>): Counted["busiest"] => {
  const byResource = Map.groupBy(work, ([, { resource }]) => resource ?? "nobody")
  const [resource, tasks] = [...byResource].toSorted(([, one], [, other]) => other.length - one.length)[0]!
  return [resource, tasks.map(([key]) => key).toSorted()]
}
