// What a run has to say at its end: totals, and whether the store holds what the log said.
import type { Imported } from "./loanLog.ts"
import * as Tally from "./log/Tally.ts"
import type { ReadBack } from "./readBack.ts"
import { type Totals, undecided } from "./Totals.ts"

/** `262,200` */
export const grouped = (number: number): string => number.toLocaleString("en-US")

/** The totals as lines, labels first. */
export const totalsInWords = (totals: Totals): ReadonlyArray<string> => [
  `Submitted: ${grouped(totals.submitted)} for ${grouped(totals.euro)} euro`,
  `Declined: ${grouped(totals.declined)}`,
  `Cancelled: ${grouped(totals.cancelled)}`,
  `Approved: ${grouped(totals.approved)}, registered: ${grouped(totals.registered)}, activated: ${
    grouped(totals.activated)
  }`,
  `Undecided: ${grouped(undecided(totals))}`,
  `Offers: ${grouped(totals.offersCreated)} created, ${grouped(totals.offersSelected)} selected, `
  + `${grouped(totals.offersSent)} sent, ${grouped(totals.offersAccepted)} accepted`
]

/** The first rejections, in the log's order. */
export const rejectionsInWords = ({ rejected }: Imported): ReadonlyArray<string> => [
  `Rejected: ${grouped(rejected.length)}`,
  ...rejected.slice(0, shown).map(({ application, because, command, number }) => {
    const { _tag, ...why } = because
    return `  line ${number}, application ${application}: ${command} was rejected, ${_tag} ${JSON.stringify(why)}`
  })
]

/** Where the store, or the fold of its events, is not what was counted in the log. */
export const differences = (log: Imported, store: ReadBack): ReadonlyArray<string> => {
  const counted = totalsOf(log)
  const sums = Object.keys(counted) as ReadonlyArray<keyof Totals>
  return [
    ...Tally.differences(log.tally, store.tally),
    ...sums.filter((key) => counted[key] !== store.totals[key]).map((key) =>
      `${key}: ${counted[key]} in the log, ${store.totals[key]} by the fold`
    ),
    ...undecided(counted) === store.undecided
      ? []
      : [`undecided: ${undecided(counted)} in the log, ${store.undecided} by the fold`]
  ]
}

/** The same totals, counted in the log itself. */
const totalsOf = ({ euro, tally: { pairs } }: Imported): Totals => {
  const count = (activity: string) => pairs.get(`${activity} COMPLETE`) ?? 0
  return {
    submitted: count("A_SUBMITTED"),
    euro,
    declined: count("A_DECLINED"),
    cancelled: count("A_CANCELLED"),
    approved: count("A_APPROVED"),
    registered: count("A_REGISTERED"),
    activated: count("A_ACTIVATED"),
    offersSelected: count("O_SELECTED"),
    offersCreated: count("O_CREATED"),
    offersSent: count("O_SENT"),
    offersAccepted: count("O_ACCEPTED")
  }
}

export const shown = 10
