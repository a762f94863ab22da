// Edits that people make to the schema files of three domains that nothing here was written for: a hotel, an emergency room
// and a shipping line. What breaks stored events is reported under its rule, at its file, and nothing else is; what breaks
// nothing is passed over.
import { check } from "@deciduous/codegen/evolution/check"
import { lock } from "@deciduous/codegen/evolution/lock"
import { cpSync } from "node:fs"
import { join } from "node:path"
import { afterAll, assert, describe, it } from "vitest"
import * as freight from "../domains/freight.ts"
import * as hospital from "../domains/hospital.ts"
import * as hotel from "../domains/hotel.ts"
import type { Edit } from "../support/edits.ts"
import { type Folder, makeFolder } from "../support/evolving.ts"

const edits = { hotel, hospital, freight }

type Domain = keyof typeof edits

const domains = Object.keys(edits) as ReadonlyArray<Domain>

const TODAY = "2026-01-01"

const locked = new Map<Domain, Promise<Folder>>()

/** Once for all edits of a domain. */
const lockedOf = (domain: Domain): Promise<Folder> => {
  const folder = locked.get(domain) ?? lockAnew(domain)
  locked.set(domain, folder)
  return folder
}

const lockAnew = async (domain: Domain): Promise<Folder> => {
  const folder = makeFolder()
  cpSync(join(import.meta.dirname, "../domains", domain), folder.path, { recursive: true })
  const outcome = await lock({ schemas: "event-schemas", cwd: folder.path, today: TODAY })
  assert.equal(outcome._tag, "Locked", domain)
  return folder
}

afterAll(async () => {
  for (const folder of locked.values()) (await folder).remove()
})

/** What `check` says of the domain after an edit: `RULE file`, and notes by their rule in brackets. */
const saidAfter = async (domain: Domain, edit: Edit): Promise<ReadonlyArray<string>> => {
  const folder = makeFolder()
  try {
    cpSync((await lockedOf(domain)).path, folder.path, { recursive: true })
    edit(folder)
    const checked = await check({ schemas: "event-schemas", cwd: folder.path })
    if (checked._tag === "Unusable") return [checked.problem]
    return checked.diagnostics.map(({ code, place, severity }) =>
      severity === "note" ? `(${code})` : `${code} ${place.file.replace("event-schemas/", "")}`
    ).sort()
  } finally {
    folder.remove()
  }
}

describe("edits that break what is stored are reported, once, under their rule", () => {
  it("are sixty or more", () =>
    assert.isAtLeast(domains.flatMap((domain) => Object.keys(edits[domain].breaking)).length, 60))
  for (const domain of domains) {
    describe(domain, () => {
      for (const [what, [edit, ...said]] of Object.entries(edits[domain].breaking)) {
        it(what, async () => assert.deepEqual(await saidAfter(domain, edit), said.toSorted()))
      }
    })
  }
})

describe("edits that break nothing are passed over", () => {
  for (const domain of domains) {
    describe(domain, () => {
      for (const [what, [edit, ...notes]] of Object.entries(edits[domain].harmless)) {
        it(what, async () => assert.deepEqual(await saidAfter(domain, edit), notes.toSorted()))
      }
    })
  }
})
