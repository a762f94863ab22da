// The clock and the machine's time zone: a decision that reads either is another one tomorrow, or elsewhere.
import { member, members, type Trap } from "./Trap.ts"

/** `new Date()` and `Date()` read the clock; `new Date(2024, 1, 1)` and texts without an offset read the time zone. */
const date = member(
  globalThis,
  "Date",
  "Date",
  (args, isNew) =>
    !isNew
      ? "Date()"
      : args.length === 0
      ? "new Date()"
      : args.length > 1
      ? "the machine's time zone (new Date with a year and a month)"
      : ofLocalText(args[0])
)

const ofLocalText = (text: unknown): string | undefined =>
  typeof text === "string" && !isUtc.test(text.trim())
    ? `the machine's time zone (new Date of a text without an offset)`
    : undefined

/** A day alone is read as UTC, by the standard. */
const isUtc = /^[+-]?\d{4,6}(-\d\d(-\d\d)?)?$|(Z|[+-]\d\d:?\d\d|GMT|UTC)$/i

/** Newer than the types of the language that this is written in; `undefined` where the engine has none. */
const temporal = (globalThis as { readonly Temporal?: { readonly Now: object } }).Temporal?.Now

/** What answers by the clock on the wall. */
const local = "getFullYear getMonth getDate getDay getHours getMinutes getTimezoneOffset setFullYear setMonth setDate "
  .concat("setHours setMinutes toString toDateString toTimeString").split(" ")

export const time: ReadonlyArray<Trap> = [
  // the constructor's own members before it is hidden behind a proxy
  member(Date, "now", "Date.now"),
  member(Date, "parse", "Date.parse", ([text]) => ofLocalText(text)),
  ...local.map((key) => member(Date.prototype, key, `the machine's time zone (Date.${key})`)),
  date,
  ...members(temporal, "Temporal.Now", ["instant", "zonedDateTimeISO", "plainDateTimeISO", "plainDateISO"]),
  ...members(temporal, "Temporal.Now", ["plainTimeISO", "timeZoneId"]),
  ...members(globalThis.performance, "performance", ["now"]),
  ...(typeof process === "undefined" ? [] : [
    ...members(process, "process", ["hrtime", "uptime", "cpuUsage", "memoryUsage", "cwd", "nextTick"]),
    ...members(process.hrtime, "process.hrtime", ["bigint"])
  ]),
  ...["setTimeout", "setInterval", "setImmediate", "queueMicrotask"].map((key) => member(globalThis, key, key))
]
