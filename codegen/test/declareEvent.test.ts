import { declareEvent } from "@deciduous/codegen/declareEvent"
import { describe, expect, it } from "vitest"

const added = (text: string) => declareEvent(text, "New", 1)

describe("declaring an event", () => {
  it("adds a line below the last event, and keeps comments", () => {
    expect(added("events:\n  A: { current: 1 }   # a\n\n# the end\nid: { brand: X }\n"))
      .toBe("events:\n  A: { current: 1 }   # a\n  New: { current: 1 }\n\n# the end\nid: { brand: X }\n")
  })

  it("goes below all that belongs to the last event", () => {
    expect(
      added("events:\n    A:\n        current: 2\n        upcasts:\n            1: []\n        # of A\n    # of all\n")
    )
      .toBe(
        "events:\n    A:\n        current: 2\n        upcasts:\n            1: []\n        # of A\n    New: { current: 1 }\n    # of all\n"
      )
  })

  it("keeps a byte order mark, the line ends and a last line without one", () => {
    expect(added("\uFEFFid: { brand: X }\r\nevents:\r\n  A: { current: 1 }"))
      .toBe("\uFEFFid: { brand: X }\r\nevents:\r\n  A: { current: 1 }\r\n  New: { current: 1 }")
  })

  it("makes a block of an empty mapping, and nothing of its comment", () => {
    expect(added("events: {}   # none yet\nid: { brand: X }\n"))
      .toBe("events:\n  New: { current: 1 }   # none yet\nid: { brand: X }\n")
  })

  it("stays between brackets", () => {
    expect(added("events: { A: { current: 1 }, } # c\n"))
      .toBe("events: { A: { current: 1 }, New: { current: 1 }, } # c\n")
    expect(added("events: {\n  A: { current: 1 }\n}\n")).toBe(
      "events: {\n  A: { current: 1 },\n  New: { current: 1 }\n}\n"
    )
  })

  it("writes JSON into JSON", () => {
    expect(added("{\"events\": {\n  \"A\": {\"current\": 1}\n}}"))
      .toBe("{\"events\": {\n  \"A\": {\"current\": 1},\n  \"New\": { \"current\": 1 }\n}}")
    expect(added("{ \"events\": {} }")).toBe("{ \"events\": { \"New\": { \"current\": 1 } } }")
  })

  it("follows an event without a value, and text of several lines", () => {
    expect(added("events:\n  A:\n")).toBe("events:\n  A:\n  New: { current: 1 }\n")
    expect(added("events:\n  A:\n    retired:\n      reason: |\n        long\n        text\nid: x\n"))
      .toBe("events:\n  A:\n    retired:\n      reason: |\n        long\n        text\n  New: { current: 1 }\nid: x\n")
  })

  it("adds no event twice", () => {
    expect(added("events:\n  \"New\": { current: 3 }\n")).toBe("events:\n  \"New\": { current: 3 }\n")
  })

  it("leaves alone what it does not understand", () => {
    expect(["events: [A]\n", "events: A\n", "id: x\n", "events: {\n", "[]", ""].map(added)).toEqual(
      Array(6).fill(undefined)
    )
  })
})
