import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { deciduousIn, emptyFolder } from "./support/cli.ts"

describe("deciduous migrate", () => {
  it("prepares the embedded database, once", () => {
    const deciduous = deciduousIn(emptyFolder())
    const first = deciduous("migrate")
    expect(first.stderr).toBe("")
    expect(first.stdout).toMatch(/^applied {2}0001_migrations\n[^]*\.deciduous\/pglite: \d+ migrations applied\.\n$/)
    expect(deciduous("migrate")).toEqual({
      status: 0,
      stdout: ".deciduous/pglite has everything already.\n",
      stderr: ""
    })
  })

  it("says that a server cannot be reached, without its password: exit code 2", () => {
    const { status, stderr } = deciduousIn(emptyFolder())("migrate", "--url", "postgres://ada:secret@127.0.0.1:1/bank")
    expect(status).toBe(2)
    expect(stderr).toBe(
      "127.0.0.1:1/bank: The event store cannot be reached: connect ECONNREFUSED 127.0.0.1:1. "
        + "Is PostgreSQL running there, on this port?\n"
    )
  })

  it("refuses a folder that cannot be one: exit code 2", () => {
    const folder = emptyFolder()
    fs.writeFileSync(path.join(folder, "file"), "")
    const { status, stderr } = deciduousIn(folder)("migrate", "--folder", "file/database")
    expect(status).toBe(2)
    expect(stderr).toContain("cannot be used: ENOTDIR")
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it("takes a folder that is named before the URL of the environment", () => {
    const folder = emptyFolder()
    const { status, stdout } = deciduousIn(folder, { DECIDUOUS_URL: "postgres://127.0.0.1:1/production" })(
      "migrate",
      "--folder",
      "mine"
    )
    expect(stdout).toMatch(/mine: \d+ migrations applied\.\n$/)
    expect(status).toBe(0)
  })

  it("refuses a folder and a URL together: exit code 2", () => {
    const { status, stderr } = deciduousIn(emptyFolder())("migrate", "--folder", "mine", "--url", "postgres://x/y")
    expect(stderr).toBe("--url names a server and --folder an embedded database: give one of them.\n")
    expect(status).toBe(2)
  })
})
