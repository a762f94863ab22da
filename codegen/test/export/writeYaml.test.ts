// Any data comes back from the YAML that is written of it, by our own strict reader and by the parser that others use.
import type { Json } from "@deciduous/codegen/model"
import { jsonOf } from "@deciduous/codegen/read/node"
import { parseYaml } from "@deciduous/codegen/read/yaml"
import { yamlText } from "@deciduous/codegen/writeYaml"
import fc from "fast-check"
import { assert, describe, it } from "vitest"
import { parse } from "yaml"

/** Another one is given by `DECIDUOUS_SEED`. */
const seed = Number(process.env["DECIDUOUS_SEED"] ?? 20260301)

const words = fc.constantFrom(
  ..."a|yes|no|on|off|null|~|1|1e3|0x1|.5|2024-02-29|2024-02-29T12:00:00Z|12:30:00|[ b ]|] }|- x|# c|a: b|: |\"q\"|it's|<<|=|&a|*a|!t|%|@|`|, "
    .split("|"),
  "two\nlines",
  "two\r\nlines",
  "\ttab ",
  "\u2028",
  " ",
  "",
  "a [ b ] { c }",
  "multi\nline\n"
)

const text = fc.oneof(
  words,
  fc.string({ unit: "grapheme" }).filter((of) => of.isWellFormed() && !of.includes("\0") && !of.includes("\ufeff"))
)

const json = fc.letrec<{ value: Json; object: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((of) => of + 0)
      // an integer beyond 2^53 comes back as a bigint
      .filter((of) => !Number.isInteger(of) || Number.isSafeInteger(of)),
    fc.array(tie("value"), { maxLength: 4 }),
    tie("object")
  ),
  object: fc.dictionary(text.filter((key) => key !== "__proto__" && key !== "<<"), tie("value"), {
    maxKeys: 4,
    noNullPrototype: true
  })
})).object

describe(`written YAML (seed ${seed})`, () => {
  it("comes back as it was, however much of it stands on one line", () => {
    fc.assert(
      fc.property(json, fc.nat(60), (value, width) => {
        const written = yamlText(value, (line, depth) => line.length <= width && depth > 0)
        assert.deepEqual(parse(written), value, written)
        assert.deepEqual(parse(written, { version: "1.1", schema: "yaml-1.1" }), value, written)
        const problems: Array<string> = []
        const node = parseYaml("any.yaml", written, ({ code, message }) => void problems.push(`${code} ${message}`))
        assert.deepEqual(node && jsonOf(node), value, `${problems.join()}\n${written}`)
      }),
      { seed, numRuns: 2_000 }
    )
  })
})
