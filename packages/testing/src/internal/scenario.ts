// A scenario that went otherwise than expected, as a person reads it: given, when, expected, got.
import * as Equal from "effect/Equal"
import { firstDifference } from "./difference.ts"
import { indent, show } from "./show.ts"

export interface Scenario<Command, State, Event, NewEvent, Error> {
  readonly given: ReadonlyArray<Event>
  readonly when: ReadonlyArray<Command>
  readonly got: Got<State, NewEvent, Error>
}

export type Got<State, NewEvent, Error> =
  | { readonly _tag: "Accepted"; readonly events: ReadonlyArray<NewEvent>; readonly state: State }
  | { readonly _tag: "Rejected"; readonly error: Error }
  | { readonly _tag: "Threw"; readonly cause: unknown }

export type Expected<State, NewEvent, Error> =
  | { readonly _tag: "Events"; readonly events: ReadonlyArray<NewEvent> }
  | { readonly _tag: "Error"; readonly error: Error }
  | { readonly _tag: "State"; readonly state: State }

/** The error to throw, its stack beginning where `caller` was called. */
export const failure = (
  scenario: Scenario<unknown, unknown, unknown, unknown, unknown>,
  expected: Expected<unknown, unknown, unknown>,
  caller: Function
): Error => {
  const error = new SpecFailure(scenario, expected)
  Error.captureStackTrace?.(error, caller)
  return error
}

/** Runners know an assertion by its name, and some show `expected` and `actual` side by side. */
class SpecFailure extends Error {
  override readonly name = "AssertionError"
  readonly expected: string
  readonly actual: string
  constructor(
    { given, got, when }: Scenario<unknown, unknown, unknown, unknown, unknown>,
    expected: Expected<unknown, unknown, unknown>
  ) {
    const [wanted, had] = [shownExpected(expected), shownGot(got, expected)]
    super(
      [
        headline(got, expected),
        "",
        section("given", list(given, "no events")),
        section("when", list(when, "no command")),
        section("expected", wanted),
        section("got", had),
        ...difference(got, expected)
      ].join("\n"),
      got._tag === "Threw" ? { cause: got.cause } : {}
    )
    this.expected = wanted
    this.actual = had
  }
}

type AnyGot = Got<unknown, unknown, unknown>
type AnyExpected = Expected<unknown, unknown, unknown>

const headline = (got: AnyGot, expected: AnyExpected): string =>
  got._tag === "Threw"
    ? "The decider threw, and deciders never throw."
    : got._tag === "Rejected"
    ? expected._tag === "Error" ? "The command was rejected for another reason." : "The command was rejected."
    : expected._tag === "Error"
    ? "The command was accepted."
    : expected._tag === "State"
    ? "The state is another."
    : "The events are others."

const shownExpected = (expected: AnyExpected): string =>
  expected._tag === "Events"
    ? list(expected.events, "nothing happens")
    : expected._tag === "Error"
    ? `rejected: ${show(expected.error)}`
    : `state: ${show(expected.state)}`

const shownGot = (got: AnyGot, expected: AnyExpected): string => {
  switch (got._tag) {
    case "Accepted":
      return expected._tag === "State" ? `state: ${show(got.state)}` : list(got.events, "nothing happens")
    case "Rejected":
      return `rejected: ${show(got.error)}`
    case "Threw":
      return `threw: ${got.cause instanceof Error ? `${got.cause.name}: ${got.cause.message}` : show(got.cause)}`
  }
}

const difference = (got: AnyGot, expected: AnyExpected): ReadonlyArray<string> => {
  const sentence = got._tag === "Accepted" && expected._tag === "Events"
    ? differenceOfEvents(expected.events, got.events)
    : got._tag === "Accepted" && expected._tag === "State"
    ? firstDifference(expected.state, got.state)
    : got._tag === "Rejected" && expected._tag === "Error"
    ? firstDifference(expected.error, got.error)
    : undefined
  return sentence === undefined ? [] : ["", `First difference: ${sentence}`]
}

const differenceOfEvents = (expected: ReadonlyArray<unknown>, actual: ReadonlyArray<unknown>): string => {
  const at = expected.findIndex((event, i) => i >= actual.length || !Equal.equals(event, actual[i]))
  const index = at === -1 ? expected.length : at
  if (index >= actual.length) return `event ${index + 1} is missing: ${show(expected[index])}`
  if (index >= expected.length) return `event ${index + 1} is one too many: ${show(actual[index])}`
  return `event ${index + 1}, ${firstDifference(expected[index], actual[index])}`
}

const list = (values: ReadonlyArray<unknown>, none: string): string =>
  values.length === 0 ? none : values.map(show).join("\n")

/** A name in a column of its own, and the text beside it. */
const section = (name: string, text: string): string =>
  `  ${name.padEnd(column)}${indent(text, " ".repeat(column + 2)).trimStart()}`

const column = 10
