// The events that every contender writes, as JSON: a bank account that is opened and then paid into.

export interface JsonEvent {
  readonly type: "AccountOpened" | "FundsDeposited"
  readonly schemaVersion: number
  readonly data: Readonly<Record<string, unknown>>
}

export const opened: JsonEvent = {
  type: "AccountOpened",
  schemaVersion: 2,
  data: {
    holder: { given: "Ada", family: "Lovelace" },
    office: { code: "PRG-01", country: "CZ" },
    openedAt: "2026-03-01T09:00:00.000Z"
  }
}

export const deposited: JsonEvent = {
  type: "FundsDeposited",
  schemaVersion: 1,
  data: { amount: { amount: "5.25", currency: "CZK" }, channel: "atm", at: "2026-03-01T09:00:00.000Z" }
}

/** The first events of an account. */
export const history = (events: number): ReadonlyArray<JsonEvent> =>
  Array.from({ length: events }, (_, index) => index === 0 ? opened : deposited)

/** What an account holds after so many events, in hundredths. */
export const balanceAfter = (events: number): number => 525 * (events - 1)

export const category = "bank-account"

/** The account of a number: those who prepare data and those who measure name the same ones. */
export const accountOf = (number: number): string => `00000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`
