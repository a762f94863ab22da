import { Decider } from "@deciduous/core"
import { loanApplication } from "@deciduous/example-loan-application/LoanApplication"
import { read } from "@deciduous/example-loan-application/log/LogLine"
import { pairOf } from "@deciduous/example-loan-application/log/pairs"
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { type Entry, logOf, smallLog } from "./support.ts"

const commandsOf = (lines: ReadonlyArray<string>) => lines.map((line) => Result.getOrThrow(read(line)).command)

/** Every pair of the log once at least, in an order that the decider accepts. */
const everyPair: ReadonlyArray<Entry> = ([
  ["A_SUBMITTED"],
  ["A_PARTLYSUBMITTED"],
  ...cycle("W_Afhandelen leads"),
  ...cycle("W_Beoordelen fraude"),
  ["A_PREACCEPTED"],
  ...cycle("W_Completeren aanvraag"),
  ["A_ACCEPTED"],
  ["O_SELECTED"],
  ["A_FINALIZED"],
  ["O_CREATED"],
  ["O_SENT"],
  ...cycle("W_Nabellen offertes"),
  ["O_SELECTED"],
  ["O_CANCELLED"],
  ["O_CREATED"],
  ["O_SENT"],
  ["O_SENT_BACK"],
  ...cycle("W_Nabellen incomplete dossiers"),
  ...cycle("W_Valideren aanvraag"),
  ["A_APPROVED"],
  ["A_REGISTERED"],
  ["A_ACTIVATED"],
  ["O_ACCEPTED"],
  ["W_Wijzigen contractgegevens", "SCHEDULE"]
] as const).map((entry): Entry => ["7", ...entry])

function cycle(activity: string) {
  return [[activity, "SCHEDULE"], [activity, "START"], [activity, "COMPLETE"]] as const
}

const pairsOf = (lines: ReadonlyArray<string>) =>
  lines.map((line) => {
    const { activity, lifecycle } = JSON.parse(line) as { readonly activity: string; readonly lifecycle: string }
    return `${activity} ${lifecycle}`
  })

describe("a pair of activity and lifecycle", () => {
  it("becomes a command, an event, and from the event the same pair", () => {
    const declined = logOf([
      ["8", "A_SUBMITTED"],
      ["8", "A_PARTLYSUBMITTED"],
      ["8", "A_PREACCEPTED"],
      ["8", "A_ACCEPTED"],
      ["8", "A_FINALIZED"],
      ["8", "O_SELECTED"],
      ["8", "O_CREATED"],
      ["8", "O_SENT"],
      ["8", "O_DECLINED"],
      ["8", "A_DECLINED"]
    ])
    const cancelled = smallLog.filter((line) => line.includes("\"application\":\"2\""))
    const all = [logOf(everyPair), declined, cancelled]
    for (const lines of all) {
      const events = Result.getOrThrow(Decider.decideAll(loanApplication, commandsOf(lines)))
      assert.deepStrictEqual(events.map(pairOf), pairsOf(lines))
    }
    assert.strictEqual(new Set(all.flatMap(pairsOf)).size, 36, "the real log has 36 pairs")
  })

  it("is unknown where only work has that lifecycle, or nothing that name", () => {
    const problem = (activity: string, lifecycle: string) =>
      Result.isFailure(read(logOf([["1", activity, lifecycle]])[0]!))
    assert.isTrue(problem("A_SUBMITTED", "START"))
    assert.isTrue(problem("O_SENT", "SCHEDULE"))
    assert.isTrue(problem("A_FORGOTTEN", "COMPLETE"))
    assert.isTrue(problem("constructor", "COMPLETE"))
    assert.isTrue(problem("A_SUBMITTED", "WITHDRAW"))
  })
})
