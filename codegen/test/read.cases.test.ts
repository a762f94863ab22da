// Bad input: every golden case that can't be read shows all its messages, and nothing else.
import { formatDiagnostics, generate } from "@deciduous/codegen"
import { readCatalog } from "@deciduous/codegen/read/index"
import { assert, describe, it } from "vitest"
import { assertGolden, goldenCases, sentence } from "./golden.ts"

const bad = goldenCases.flatMap((golden) => {
  const cwd = golden.folder
  if (readCatalog({ folder: "in", cwd }).catalog !== undefined) return []
  const { diagnostics: problems } = generate({ schemas: "in", out: "nowhere", cwd, check: true })
  return [{ golden, problems }]
})

describe("what is said of bad schema files", () => {
  for (const { golden, problems } of bad) {
    it(sentence(golden), () => assertGolden(golden, new Map([["messages.txt", formatDiagnostics(problems)]])))
  }

  it("every rule of the reader is shown by some case", () => {
    const shown = new Set(bad.flatMap(({ problems }) => problems.map(({ code }) => code)))
    assert.deepEqual([...shown].sort(), [...RULES].sort())
  })

  it("what is named legal gets no message", () => {
    const blamed = bad.flatMap(({ problems }) => problems.filter(({ source }) => /^\s*legal\w*:/i.test(source ?? "")))
    assert.deepEqual(blamed, [])
  })
})

const RULES = [
  "BRAND_CONFLICT",
  "CURRENT_UNKNOWN",
  "DECIMAL_UNBOUNDED",
  "DEFAULT_HERE",
  "EMPTY_RANGE",
  "ENUM_EMPTY",
  "EVENT_NOT_OBJECT",
  "EXAMPLE_INVALID",
  "EXTENSION_MISPLACED",
  "FIELD_RESERVED",
  "FILE_NAME",
  "FILE_ORPHAN",
  "FILE_UNREADABLE",
  "FORMAT_TYPE",
  "KEYWORD_MISPLACED",
  "KEYWORD_VALUE",
  "KEY_MISSING",
  "MANIFEST_MISSING",
  "NAME_CLASH",
  "OBJECT_OPEN",
  "PATTERN_INVALID",
  "REF_CYCLE",
  "REF_NOT_FOUND",
  "REF_REMOTE",
  "REQUIRED_UNKNOWN",
  "SPLIT_TARGET",
  "STREAM_PREFIX",
  "UNION_TAG_TWICE",
  "UNION_UNTAGGED",
  "UNKNOWN_FORMAT",
  "UNKNOWN_KEY",
  "UNKNOWN_KEYWORD",
  "UNKNOWN_TYPE",
  "UNSUPPORTED_KEYWORD",
  "UPCAST_CYCLE",
  "UPCAST_FIELD",
  "UPCAST_INCOMPLETE",
  "UPCAST_MISSING",
  "UPCAST_OP_UNKNOWN",
  "UPCAST_TARGET_UNKNOWN",
  "VERSION_GAP",
  "YAML_ALIAS",
  "YAML_DUPLICATE_KEY",
  "YAML_SYNTAX",
  "YAML_TAB"
]
