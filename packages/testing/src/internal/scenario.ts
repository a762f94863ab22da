// A scenario that went otherwise than expected, as a person reads it: given, when, expected, got.
import * as Equal from "effect/Equal"
import { firstDifference } from "./difference.ts"
import { indent, show } from "./show.ts"

/** What is tried: a decider's commands, a view's events, or a process manager's events, to which it answers commands. */
export interface Scenario<Command, State, Event, NewEvent, Error> {
  readonly of: "decider" | "view" | "process manager"
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
  /** What is still owed after a crash, as a process manager's `resume` says. */
  | { readonly _tag: "Owed"; readonly commands: ReadonlyArray<NewEvent>; readonly owed: ReadonlyArray<unknown> }

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
    { given, got, of, when }: Scenario<unknown, unknown, unknown, unknown, unknown>,
    expected: Expected<unknown, unknown, unknown>
  ) {
    const [wanted, had] = [shownExpected(expected), shownGot(got, expected)]
    super(
      [
        headline(of, got, expected),
        "",
        section("given", list(given, "no events")),
        ...(of === "view" ? [] : [section("when", list(when, of === "decider" ? "no command" : "no event"))]),
        section("expected", wanted),
        section("got", had),
        ...difference(of, got, expected)
      ].join("\n"),
      got._tag === "Threw" ? { cause: got.cause } : {}
    )
    this.expected = wanted
    this.actual = had
  }
}

type AnyOf = Scenario<unknown, unknown, unknown, unknown, unknown>["of"]
type AnyGot = Got<unknown, unknown, unknown>
type AnyExpected = Expected<unknown, unknown, unknown>

const headline = (of: AnyOf, got: AnyGot, expected: AnyExpected): string =>
  got._tag === "Threw"
    ? `The ${of} threw, and ${of}s never throw.`
    : got._tag === "Rejected"
    ? expected._tag === "Error" ? "The command was rejected for another reason." : "The command was rejected."
    : expected._tag === "Error"
    ? "The command was accepted."
    : expected._tag === "State"
    ? "The state is another."
    : expected._tag === "Owed"
    ? "What is owed is otherwise."
    : of === "decider"
    ? "The events are others."
    : "The commands are others."

const shownExpected = (expected: AnyExpected): string =>
  expected._tag === "Events"
    ? list(expected.events, "nothing happens")
    : expected._tag === "Error"
    ? `rejected: ${show(expected.error)}`
    : expected._tag === "Owed"
    ? list(expected.commands, "nothing is owed")
    : `state: ${show(expected.state)}`

const shownGot = (got: AnyGot, expected: AnyExpected): string => {
  switch (got._tag) {
    case "Accepted":
      return expected._tag === "State"
        ? `state: ${show(got.state)}`
        : expected._tag === "Owed"
        ? list(expected.owed, "nothing is owed")
        : list(got.events, "nothing happens")
    case "Rejected":
      return `rejected: ${show(got.error)}`
    case "Threw":
      return `threw: ${got.cause instanceof Error ? `${got.cause.name}: ${got.cause.message}` : show(got.cause)}`
  }
}

const difference = (of: AnyOf, got: AnyGot, expected: AnyExpected): ReadonlyArray<string> => {
  const sentence = expected._tag === "Owed"
    ? differenceOfEvents(expected.commands, expected.owed, "command")
    : got._tag === "Accepted" && expected._tag === "Events"
    ? differenceOfEvents(expected.events, got.events, of === "decider" ? "event" : "command")
    : got._tag === "Accepted" && expected._tag === "State"
    ? firstDifference(expected.state, got.state)
    : got._tag === "Rejected" && expected._tag === "Error"
    ? firstDifference(expected.error, got.error)
    : undefined
  return sentence === undefined ? [] : ["", `First difference: ${sentence}`]
}

const differenceOfEvents = (
  expected: ReadonlyArray<unknown>,
  actual: ReadonlyArray<unknown>,
  what: "event" | "command"
): string => {
  const at = expected.findIndex((event, i) => i >= actual.length || !Equal.equals(event, actual[i]))
  const index = at === -1 ? expected.length : at
  if (index >= actual.length) return `${what} ${index + 1} is missing: ${show(expected[index])}`
  if (index >= expected.length) return `${what} ${index + 1} is one too many: ${show(actual[index])}`
  return `${what} ${index + 1}, ${firstDifference(expected[index], actual[index])}`
}

const list = (values: ReadonlyArray<unknown>, none: string): string =>
  values.length === 0 ? none : values.map(show).join("\n")

/** A name in a column of its own, and the text beside it. */
const section = (name: string, text: string): string =>
  `  ${name.padEnd(column)}${indent(text, " ".repeat(column + 2)).trimStart()}`

const column = 10
