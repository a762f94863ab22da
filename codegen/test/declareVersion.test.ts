import { declareVersion } from "@deciduous/codegen/declareVersion"
import { describe, expect, it } from "vitest"

const bumped = (text: string, from = 1) => declareVersion(text, "A", from)

describe("declaring a version", () => {
  it("raises current and adds a step, on the event's own line where it has one", () => {
    expect(bumped("events:\n  A: { current: 1 }   # a\n  B: { current: 7 }\n"))
      .toBe("events:\n  A: { current: 2, upcasts: { 1: [] } }   # a\n  B: { current: 7 }\n")
  })

  it("adds lines to a block, with the indentation, line ends, comments and byte order mark that are there", () => {
    expect(bumped("\uFEFFevents:\r\n    A:\r\n        current: 1 # now\r\n    # of all\r\nid: x"))
      .toBe(
        "\uFEFFevents:\r\n    A:\r\n        current: 2 # now\r\n        upcasts:\r\n          1: []\r\n    # of all\r\nid: x"
      )
  })

  it("goes below the steps that are there", () => {
    expect(
      bumped("events:\n  A:\n    upcasts:\n      1:\n        - remove: { at: /a }\n        # b\n    current: 2\n", 2)
    )
      .toBe(
        "events:\n  A:\n    upcasts:\n      1:\n        - remove: { at: /a }\n        # b\n      2: []\n    current: 3\n"
      )
    expect(bumped("events:\n  A: { current: 2, upcasts: { 1: { code: true } } }\n", 2))
      .toBe("events:\n  A: { current: 3, upcasts: { 1: { code: true }, 2: [] } }\n")
    expect(bumped("events:\n  A:\n    current: 1\n    upcasts: {}\n"))
      .toBe("events:\n  A:\n    current: 2\n    upcasts:\n      1: []\n")
  })

  it("leaves a step alone that is there already", () => {
    expect(bumped("events:\n  A: { current: 1, upcasts: { 1: { code: true } } }\n"))
      .toBe("events:\n  A: { current: 2, upcasts: { 1: { code: true } } }\n")
  })

  it("gives an event that went elsewhere a step, and no current", () => {
    expect(bumped("events:\n  A:\n    renamed: { to: B@1, on: 2026-01-01 }\n"))
      .toBe("events:\n  A:\n    renamed: { to: B@1, on: 2026-01-01 }\n    upcasts:\n      1: []\n")
  })

  it("writes JSON into JSON", () => {
    expect(bumped("{\"events\": {\n  \"A\": {\"current\": 1}\n}}"))
      .toBe("{\"events\": {\n  \"A\": {\"current\": 2, \"upcasts\": { \"1\": [] }}\n}}")
  })

  it("leaves alone what it does not understand", () => {
    expect(
      [
        "events:\n  A: 1\n",
        "events: [A]\n",
        "events:\n  B: { current: 1 }\n",
        "events: {\n",
        "events:\n  A: { current: 1, upcasts: [] }\n"
      ].map((text) => bumped(text))
    )
      .toEqual(Array(5).fill(undefined))
  })
})
