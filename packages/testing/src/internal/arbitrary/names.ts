// Texts that name something: UUIDs, e-mail addresses, URLs.
import { Email, Uri, Uuid } from "@deciduous/core/Scalar"
import * as Schema from "effect/Schema"
import * as fc from "fast-check"
import { limited, type Limits } from "./matching.ts"

/** A UUID of any version, in lower case; nil and max among them. */
export const uuid = (limits: Limits = {}): fc.Arbitrary<string> =>
  limited(fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(uuidText), limits, Schema.is(Uuid))

/** An e-mail address: a plain one, or anything that browsers' input fields take. */
export const email = (limits: Limits = {}): fc.Arbitrary<string> =>
  limited(
    fc.oneof({ withCrossShrink: true }, {
      weight: 3,
      arbitrary: fc.stringMatching(/^[a-z][a-z0-9.+_-]{0,15}@[a-z][a-z0-9]{0,10}(?:\.[a-z]{2,6}){0,2}$/)
    }, {
      weight: 1,
      arbitrary: fc.stringMatching(
        /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$/
      )
    }),
    limits,
    Schema.is(Email)
  )

/** An absolute URL: mostly of the web, with every part that such a one can have. */
export const uri = (limits: Limits = {}): fc.Arbitrary<string> =>
  limited(
    fc.oneof({ withCrossShrink: true }, {
      weight: 7,
      arbitrary: fc.stringMatching(
        /^https?:\/\/[a-z][a-z0-9]{0,10}(?:\.[a-z]{2,4}){0,2}(?::[1-9][0-9]{0,3})?(?:\/[A-Za-z0-9._~-]{0,8}){0,3}(?:\?[a-z]{1,4}=[A-Za-z0-9%+]{0,6})?(?:#[a-z]{0,6})?$/
      )
    }, {
      weight: 1,
      arbitrary: fc.constantFrom(
        "urn:isbn:9780321125217",
        "mailto:ada@example.com",
        "data:,",
        "file:///",
        "https://user:secret@[::1]:8080/",
        "https://příklad.example/čaj?q=ň#ž"
      )
    }),
    limits,
    Schema.is(Uri)
  )

const uuidText = (bits: bigint): string =>
  bits.toString(16).padStart(32, "0").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")
