import { describe, expect, it } from "vitest"
import { deciduousIn, emptyFolder } from "./support/cli.ts"

describe("deciduous", () => {
  it("says what it can do, and that is no failure", () => {
    const { status, stdout } = deciduousIn(emptyFolder())("--help")
    expect(status).toBe(0)
    expect(stdout).toMatch(
      /SUBCOMMANDS\n(?:\s+(?:init|new|generate|bump|scaffold|check|lock|diff|upcast|sample|explain|import|export|audit|validate|migrate|grant|status|adopt|projections|processes|outbox|streams|events|state) .*\n){25}$/
    )
  })

  it("answers a misspelt verb with the right one, and exit code 2", () => {
    const { status, stderr } = deciduousIn(emptyFolder())("generat")
    expect(status).toBe(2)
    expect(stderr).toMatch(/Unknown subcommand "generat"[^]*Did you mean this\?\s+generate/)
  })

  it("answers a misspelt flag with the right one, and exit code 2", () => {
    const { status, stderr } = deciduousIn(emptyFolder())("generate", "--shemas", "x")
    expect(status).toBe(2)
    expect(stderr).toMatch(/Unrecognized flag: --shemas[^]*Did you mean this\?\s+--schemas/)
  })
})
