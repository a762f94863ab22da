// The bugs that people make in upcasters: each is found by payloads at random, and told on the plainest one.
import type { EventSet } from "@deciduous/core"
import { laws, type Options } from "@deciduous/testing/laws/EvolutionLaws"
import { assert, describe, it } from "@effect/vitest"
import * as fc from "fast-check"
import { names, textOf } from "./broken.ts"
import { R, S } from "./domain.ts"

interface Named {
  readonly _tag: "Named"
  readonly given: string
  readonly letters: number
}
interface NamedV1 {
  readonly name: string
}
type Upcaster = (payload: NamedV1) => { readonly given: string; readonly letters: number }

/** `Named@1` had a name, `Named@2` has what is given and how many letters it has, 1 to 20. */
const events = (upcaster: Upcaster) =>
  R.eventSet({
    aggregate: "Person",
    category: "person",
    id: () => R.Text,
    events: {
      "Named@1": R.upcast("Named@2", "Named@1"),
      "Named@2": R.current("Named", () =>
        S.Struct({
          _tag: S.tagDefaultOmit("Named"),
          given: R.Text,
          letters: S.Int.check(S.isGreaterThanOrEqualTo(1), S.isLessThanOrEqualTo(20))
        }))
    }
  }).with({ "Named@1": upcaster }) as EventSet.EventSet<Named, Named>

const stored = { "Named@1": fc.record({ name: fc.string({ maxLength: 10 }) }) }
const correct: Upcaster = ({ name }) => ({ given: name, letters: Math.max(name.length, 1) })

const said = (upcaster: Upcaster, options: Partial<Options<Named>> = {}) =>
  textOf("Named@1 can be read", laws(events(upcaster), { arbitraries: { stored }, seed: 1, ...options }))

/** Of a first version that had a given name and another. */
const saidOfTwo = (
  upcaster: (payload: { readonly given: string; readonly name: string }) => ReturnType<Upcaster>,
  law = "Named@1 can be read",
  options: Partial<Options<Named>> = {}
) => {
  const text = fc.string({ maxLength: 10 })
  const stored = {
    "Named@1": fc.record({ given: text, name: text }),
    "Named@2": fc.record({ given: text, letters: fc.integer({ min: 1, max: 20 }) })
  }
  return textOf(law, laws(events(upcaster as never), { arbitraries: { stored }, seed: 1, ...options }))
}

describe("an upcaster", () => {
  it("throws on an empty text", () =>
    assert.strictEqual(
      said(({ name }) => ({ given: name[0]!.toUpperCase(), letters: name.length })),
      `the upcaster "Named@1" threw TypeError. Upcasters must be total; run it on this payload to see why.

stored as Named@1: { name: "" }`
    ))

  it("gives what does not fit", () =>
    assert.strictEqual(
      said(({ name }) => ({ given: name, letters: name.length })),
      `Named v1 after its upcasts to Named v2 does not fit its schema: /letters: Expected a value greater than or equal to 1

stored as Named@1: { name: "" }`
    ))

  it("gives what does not fit for few payloads only", () =>
    assert.match(
      said(({ name }) => ({ given: name, letters: name.length === 7 ? 0 : 1 })),
      /does not fit its schema: \/letters: .*\n\nstored as Named@1: \{ name: ".{7}" \}$/
    ))

  it("changes the payload", () =>
    assert.strictEqual(
      said((payload) => {
        const mutable: { name: string } = payload
        mutable.name = mutable.name.trim()
        return correct(mutable)
      }),
      `the upcast wrote into the payload that it was given.

stored as Named@1: { name: "" }`
    ))

  it("changes the payload into another", () =>
    assert.strictEqual(
      said((payload) => {
        const mutable: { name: string } = payload
        mutable.name = `${mutable.name}!`
        return correct(mutable)
      }),
      `the upcast changed the payload that it was given: at /name: expected "", got "!"

stored as Named@1: { name: "" }`
    ))

  it("reads the clock", () =>
    assert.strictEqual(
      said(({ name }) => ({ given: name, letters: Date.now() > 0 ? 1 : 2 })),
      `the upcast used Date.now. It may use nothing but what it is given.

stored as Named@1: { name: "" }`
    ))

  it("remembers", () => {
    let calls = 0
    assert.strictEqual(
      said(({ name }) => ({ given: name, letters: 1 + (calls++ % 2) })),
      `Read a second time it is another event. Upcasters must be pure.

stored as Named@1: { name: "" }`
    )
  })

  it("loses what the author of the schema wants to keep", () =>
    assert.match(
      said(({ name }) => correct({ name: name.slice(0, 2) }), {
        invariants: { "Named@1": ({ name }, [event]) => event?.given === name || `${name} became ${event?.given}` }
      }),
      /^... became ..\n\nstored as Named@1: \{ name: "..." \}$/
    ))

  it("depends on the order of keys, which a store does not keep", () =>
    assert.match(
      saidOfTwo((payload) => correct({ name: Object.keys(payload)[0]! })),
      /^With the keys of the payload in another order it is another event/
    ))

  it("loses a field that the next version could hold", () => {
    const law = "nothing of Named@1 is lost"
    assert.match(saidOfTwo(() => correct({ name: "a" }), law), /^\/given of Named@1 is lost: .*Named@2 could hold it/)
    assert.strictEqual(saidOfTwo(({ given }) => correct({ name: given }), law), "holds")
    assert.strictEqual(saidOfTwo(() => correct({ name: "a" }), law, { loses: { "Named@1": ["/given"] } }), "holds")
  })

  it("is written for a version that no schema has", () =>
    assert.match(
      textOf("Named@3 can be read", laws(events(correct), { arbitraries: { stored: { "Named@3": fc.constant({}) } } })),
      /^Named v3 is not known to this program/
    ))

  it("has an invariant under a name that is misspelt", () =>
    assert.match(
      textOf(
        "Namde@1 can be read",
        laws(events(correct), { arbitraries: { stored }, invariants: { "Namde@1": () => true } })
      ),
      /Is it misspelt\?/
    ))

  it.each(Array.from({ length: 20 }, (_, seed) => seed))(
    "that is correct breaks no law, by seed %i",
    (seed) => assert.deepStrictEqual(names(laws(events(correct), { arbitraries: { stored }, seed })), [])
  )
})
