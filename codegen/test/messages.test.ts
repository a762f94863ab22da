// The messages for bad input that users meet first, one for each kind of mistake, by the numbers of their specification:
// what is said, with what help, in these words. They are made by mistakes in the bank account's own files.
import { type Diagnostic, generate } from "@deciduous/codegen"
import { check } from "@deciduous/codegen/evolution/check"
import { lock } from "@deciduous/codegen/evolution/lock"
import { Position } from "@deciduous/core"
import { R } from "@deciduous/core/generated/v1/checked"
import * as DateTime from "effect/DateTime"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { cpSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { assert, describe, it } from "vitest"
import { type Folder, makeFolder } from "./support/evolving.ts"
import { type Files, mistakes } from "./support/mistakes.ts"

const root = join(import.meta.dirname, "../..")

describe("bad input is answered in the words of the specification", () => {
  it.each(mistakes.map((mistake) => [mistake.number, mistake.of, mistake] as const))(
    "%i: %s",
    async (_, __, { isLocked, make, number, says }) => {
      const folder = bank()
      try {
        const today = "2026-02-01"
        if (isLocked) assert.equal((await lock({ schemas: "event-schemas", cwd: folder.path, today }))._tag, "Locked")
        const out = { schemas: "event-schemas", out: "src/generated", cwd: folder.path }
        if (number === 32) generate(out)
        make(filesOf(folder))
        const found = number === 32
          ? generate({ ...out, check: true }).diagnostics
          : await problems(folder)
        const [code = ""] = /[A-Z]+(?:_[A-Z]+)+|STALE/.exec(says) ?? []
        const lines = found.filter((problem) => problem.code === code).map(printed)
        assert.include(lines, says, found.map(printed).join("\n"))
      } finally {
        folder.remove()
      }
    }
  )

  it("33: a version that this program does not know, at run time", () => {
    const AccountOpened = Schema.Struct({ _tag: Schema.tagDefaultOmit("AccountOpened"), branch: Schema.String })
    const events = R.eventSet<typeof AccountOpened.Type, typeof AccountOpened.Type, unknown, string>({
      aggregate: "BankAccount",
      category: "bank-account",
      id: () => Schema.String,
      events: {
        "AccountOpened@1": R.upcast("AccountOpened@2", (stored) => stored),
        "AccountOpened@2": R.current("AccountOpened", () => AccountOpened)
      }
    })
    const read = events.decode({
      id: "0190a5c8-7b3a-7c4d-9e2f-0123456789ab",
      streamId: "bank-account-42",
      category: "bank-account",
      aggregateId: "42",
      version: 17,
      position: Position.start,
      type: "AccountOpened",
      schemaVersion: 3,
      data: {},
      metadata: {},
      recordedAt: DateTime.makeUnsafe("2026-03-01T09:00:00Z")
    })
    if (Result.isSuccess(read)) assert.fail("It was read")
    assert.strictEqual(
      read.failure.message,
      "BankAccount stream bank-account-42, version 17: AccountOpened v3 is not known to this program (it knows v1, v2). "
        + "It was perhaps written by a newer release."
    )
  })

  it("has a test for each of the 33", () => {
    const numbers = [...mistakes.map(({ number }) => number), 33]
    assert.deepEqual(numbers, Array.from({ length: 33 }, (_, index) => index + 1))
  })
})

const bank = (): Folder => {
  const folder = makeFolder()
  for (const name of ["_types/Money.v1.yaml", "bank-account"]) {
    cpSync(join(root, "event-schemas", name), join(folder.path, "event-schemas", name), { recursive: true })
  }
  const upcasters = readFileSync(join(root, "examples/bank-account/src/upcasters.ts"), "utf8")
  folder.write({ "src/upcasters.ts": upcasters })
  return folder
}

const filesOf = ({ path, read, write }: Folder): Files => {
  const at = (file: string) => join("event-schemas/bank-account", file)
  return {
    edit: (file, from, to) => {
      assert.include(read(at(file)), from)
      write({ [at(file)]: read(at(file)).replace(from, to) })
    },
    write: (file, text) => write({ [at(file)]: text }),
    remove: (file) => rmSync(join(path, at(file)))
  }
}

const problems = async ({ path }: Folder): Promise<ReadonlyArray<Diagnostic>> => {
  const checked = await check({ schemas: "event-schemas", cwd: path })
  return checked._tag === "Checked" ? checked.diagnostics : assert.fail(checked.problem)
}

/** On one line, and without the folder that nearly all of them stand in. */
const printed = ({ code, help, message, place: { column, file, line }, severity }: Diagnostic): string =>
  [
    line === undefined ? file : `${file}:${line}:${column}`,
    severity,
    code,
    help === undefined ? message : `${message} help: ${help}`
  ].join("  ").replaceAll("event-schemas/bank-account/", "")
