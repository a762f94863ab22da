// The bundled counter in a real browser: core runs where there is no Node, and the page does what its buttons say.
// Chromium is the system's own: CHROMIUM_PATH, or `chromium` on the PATH.
import { spawnSync } from "node:child_process"
import * as fs from "node:fs"
import { isBuiltin } from "node:module"
import * as os from "node:os"
import * as path from "node:path"
import { type Browser, chromium, type Page } from "playwright-core"
import { build, type Plugin, preview, type PreviewServer } from "vite"
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest"

const root = path.resolve(import.meta.dirname, "../../examples/counter-in-browser")
const outDir = fs.mkdtempSync(path.join(os.tmpdir(), "counter-"))
const start = 60_000

let server: PreviewServer
let browser: Browser
let page: Page
/** What the page complained of, in the console or by an exception. */
let complaints: Array<string>

beforeAll(async () => {
  await build({ root, logLevel: "warn", plugins: [watch], build: { outDir, emptyOutDir: true } })
  server = await preview({ root, logLevel: "warn", build: { outDir }, preview: { host: "127.0.0.1", port: 0 } })
  browser = await chromium.launch({
    executablePath: chromiumPath(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run"
    ]
  })
}, start)

afterAll(async () => {
  await browser?.close()
  await server?.close()
  fs.rmSync(outDir, { recursive: true, force: true })
})

/** Which modules ask for one of Node's: the bundler would put an empty one in its place, without an error. */
const askingForNode: Array<string> = []
const watch: Plugin = {
  name: "watch-for-node",
  enforce: "pre",
  resolveId: (id, importer) => {
    if (isBuiltin(id)) askingForNode.push(`${importer} imports ${id}`)
  }
}

const chromiumPath = (): string => {
  const { CHROMIUM_PATH } = process.env
  if (CHROMIUM_PATH !== undefined) return CHROMIUM_PATH
  const isThere = spawnSync("chromium", ["--version"]).status === 0
  if (!isThere) throw new Error("There is no chromium on the PATH: install it, or name one by CHROMIUM_PATH.")
  return spawnSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).stdout.trim()
}

describe("the bundle", () => {
  const bundle = () => {
    const assets = fs.readdirSync(path.join(outDir, "assets")).filter((file) => file.endsWith(".js"))
    return assets.map((file) => fs.readFileSync(path.join(outDir, "assets", file), "utf8")).join("\n")
  }

  it("asks for nothing of Node, in any module that it is made of", () => expect(askingForNode).toEqual([]))

  it("stands alone: nothing is left to import", () => {
    expect(bundle()).not.toMatch(/\bimport\b|\brequire\(|["'`]node:|\bprocess\./)
  })

  it("stays under 16 kB, as core is data and functions", () => {
    expect(Buffer.byteLength(bundle())).toBeLessThan(16_000)
  })
})

describe("the page", () => {
  beforeEach(async () => {
    complaints = []
    page = await browser.newPage()
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) complaints.push(message.text())
    })
    page.on("pageerror", (error) => complaints.push(String(error)))
    page.on("requestfailed", (request) => complaints.push(`no answer from ${request.url()}`))
    await page.goto(server.resolvedUrls!.local[0]!)
  })
  afterEach(() => page.close())

  const press = async (...names: ReadonlyArray<string>) => {
    for (const name of names) await page.getByRole("button", { name, exact: true }).click()
  }
  const count = () => page.getByLabel("Count", { exact: true }).textContent()
  const said = () => page.locator("#decision").textContent()
  const events = () => page.getByRole("listitem").allTextContents()
  const version = () => page.getByRole("slider")
  const statistic = (name: string) => page.locator("dt", { hasText: name }).locator("+ dd").textContent()

  it("starts with no event, and nowhere to travel to", async () => {
    expect(await count()).toBe("0")
    expect(await events()).toEqual([])
    expect(await version().isDisabled()).toBe(true)
    expect(complaints).toEqual([])
  })

  it("turns what is pressed into events, newest first", async () => {
    await press("Increment", "Increment", "Decrement", "Increment")
    expect(await count()).toBe("2")
    expect(await said()).toBe("Accepted: Incremented.")
    expect(await events()).toEqual(["Incremented", "Decremented", "Incremented", "Incremented"])
    expect(complaints).toEqual([])
  })

  it("writes nothing where a command is rejected, and says why", async () => {
    await press("Decrement")
    expect(await said()).toContain("Rejected, AlreadyZero")
    expect(await events()).toEqual([])
    await press(...Array.from({ length: 11 }, () => "Increment"))
    expect(await said()).toContain("Rejected, LimitReached")
    expect(await count()).toBe("10")
    expect((await events()).length).toBe(10)
    expect(complaints).toEqual([])
  })

  it("accepts a reset at zero without an event", async () => {
    await press("Reset")
    expect(await said()).toContain("No event was needed")
    expect(await events()).toEqual([])
  })

  it("shows any version by the slider, from the keyboard too, and comes back", async () => {
    await press("Increment", "Increment", "Reset")
    await version().fill("1")
    expect(await count()).toBe("1")
    expect(await version().getAttribute("aria-valuetext")).toBe("version 1 of 3")
    await version().press("ArrowRight")
    expect(await count()).toBe("2")
    await press("Back to now")
    expect(await count()).toBe("0")
    expect(await page.getByRole("button", { name: "Back to now" }).isVisible()).toBe(false)
    expect(complaints).toEqual([])
  })

  it("shows the version of the event that is pressed", async () => {
    await press("Increment", "Increment", "Reset")
    await page.getByRole("listitem").nth(2).getByRole("button").click()
    expect(await count()).toBe("1")
    expect(await page.locator("[aria-current=step]").count()).toBe(1)
    expect(complaints).toEqual([])
  })

  it("decides on the present while the past is looked at, and leaves the past as it was", async () => {
    await press("Increment", "Increment")
    await version().fill("0")
    expect(await count()).toBe("0")
    await press("Decrement")
    expect(await count()).toBe("1")
    expect(await events()).toEqual(["Decremented", "Incremented", "Incremented"])
  })

  it("answers from the same events what no event says", async () => {
    await press("Increment", "Increment", "Reset", "Increment")
    expect([await statistic("Highest"), await statistic("Resets")]).toEqual(["2", "1"])
    await version().fill("1")
    expect([await statistic("Highest"), await statistic("Resets")]).toEqual(["1", "0"])
  })
})
