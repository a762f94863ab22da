import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { deciduousIn, emptyFolder, filesIn, writeIn } from "./support/cli.ts"

const json = (folder: string, file: string) => JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"))

describe("deciduous init", () => {
  it("makes a project of an empty folder, and says what to do next", () => {
    const folder = emptyFolder()
    const { status, stderr, stdout } = deciduousIn(folder)("init")
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
    const files = Object.keys(filesIn(folder))
    expect(files).toContain("src/ShoppingCart.test.ts")
    expect(files).toContain("src/generated/shopping-cart.events.gen.ts")
    const written = stdout.matchAll(/^wrote {4}(\S+)$/gm)
    expect([...written].map(([, file]) => file).toSorted()).toEqual(files.toSorted())
    expect(stdout).toMatch(/\nNext:\n {2}npm install\n {2}npm test [^]* {2}npm start /)
    expect(json(folder, "package.json").scripts).toMatchObject({ test: "vitest run", start: "node src/main.ts" })
    expect(deciduousIn(folder)("generate", "--check", "--schemas", "event-schemas").stderr).toContain("npm install")
  })

  it("completes a project that is there, and leaves it what it has", () => {
    const folder = emptyFolder()
    const own = {
      "package.json": JSON.stringify(
        {
          name: "ours",
          type: "module",
          scripts: { test: "node --test", generate: "graphql-codegen" },
          dependencies: { effect: "4.1.0", zod: "^4.0.0" },
          license: "MIT"
        },
        null,
        "\t"
      ),
      "tsconfig.json": "{\n  // ours\n  \"compilerOptions\": {}\n}\n",
      ".gitignore": "/node_modules\r\ncoverage",
      "src/index.ts": "export {}\n"
    }
    writeIn(folder, own)
    const { status, stdout } = deciduousIn(folder)("init")
    expect(status).toBe(0)
    const merged = json(folder, "package.json")
    expect(merged).toMatchObject({ name: "ours", license: "MIT" })
    expect(merged.scripts).toMatchObject({
      test: "node --test",
      generate: "graphql-codegen",
      start: "node src/main.ts"
    })
    expect(merged.dependencies).toMatchObject({
      effect: "4.1.0",
      zod: "^4.0.0",
      "@electric-sql/pglite": expect.stringMatching(/^\^/)
    })
    expect(fs.readFileSync(path.join(folder, "package.json"), "utf8")).toMatch(/^\{\n\t"name": "ours"/)
    const { "package.json": _, ".gitignore": gitignore, ...rest } = filesIn(folder)
    expect(rest).toMatchObject({ "tsconfig.json": own["tsconfig.json"], "src/index.ts": own["src/index.ts"] })
    expect(gitignore).toBe("/node_modules\r\ncoverage\r\n.deciduous/\r\n")
    expect(stdout).toContain("kept     package.json  (scripts.generate and scripts.test are yours)\n")
    expect(stdout).toContain(
      `kept     tsconfig.json  (it must say "rewriteRelativeImportExtensions": true and "skipLibCheck": true)\n`
    )
    expect(rest["src/generated/shopping-cart.events.gen.ts"]).toContain(` from "./types.gen.ts"\n`)
    expect(stdout).toMatch(
      /\nNext:\n {2}npm install\n {2}npx vitest run src\/ShoppingCart {2,}the specs.*\n {2}npm start /
    )
  })

  it("makes way for a project's own main", () => {
    const folder = emptyFolder()
    writeIn(folder, {
      "package.json": JSON.stringify({ type: "module", scripts: { dev: "node --watch src/main.ts" } }),
      "src/main.ts": "mine\n"
    })
    const { status, stdout } = deciduousIn(folder)("init")
    expect(status).toBe(0)
    expect(json(folder, "package.json").scripts).not.toHaveProperty("start")
    const files = filesIn(folder)
    expect(files["src/main.ts"]).toBe("mine\n")
    expect(files["src/ShoppingCart.main.ts"]).toMatch(/^\/\/ .* Run it with: node src\/ShoppingCart\.main\.ts\n/)
    expect(stdout).toMatch(/\n {2}npm test .*\n {2}node src\/ShoppingCart\.main\.ts {2,}handles a first command/)
  })

  it("names what is too old, and asks nothing of a tsconfig.json that says it all", () => {
    const folder = emptyFolder()
    writeIn(folder, {
      "package.json": JSON.stringify({
        type: "module",
        dependencies: { effect: "^3.19.0", "fast-check": "latest" },
        devDependencies: { vitest: "5", typescript: "^5.9.0", "@types/node": "^22.0.0" }
      }),
      "tsconfig.json": JSON.stringify({
        compilerOptions: { rewriteRelativeImportExtensions: true, skipLibCheck: true }
      })
    })
    const { stdout } = deciduousIn(folder)("init")
    expect(stdout.match(/^kept .*$/gm)).toEqual([
      expect.stringMatching(/^kept {5}package\.json {2}\(effect is at \^3\.19\.0, and \^4\.\S+ is needed\)$/),
      "kept     tsconfig.json"
    ])
  })

  it("takes npm's placeholder of a test for none", () => {
    const folder = emptyFolder()
    const test = "echo \"Error: no test specified\" && exit 1"
    writeIn(folder, { "package.json": JSON.stringify({ type: "module", scripts: { test } }) })
    expect(deciduousIn(folder)("init").status).toBe(0)
    expect(json(folder, "package.json").scripts.test).toBe("vitest run")
  })

  it("overwrites nothing, names what is in its way, and writes nothing: exit code 2", () => {
    const folder = emptyFolder()
    const own = {
      "src/aggregates.ts": "mine\n",
      "deciduous.config.ts": "export default {}\n",
      "event-schemas/a.md": "a\n",
      "package.json": "{}"
    }
    writeIn(folder, own)
    const { status, stderr, stdout } = deciduousIn(folder)("init")
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
    expect(stderr).toBe(
      "init overwrites nothing, and these are in its way:\n  event-schemas/\n  deciduous.config.ts\n  src/aggregates.ts\n"
        + "If this is a project already, add to it: deciduous new <aggregate>\n"
        + "package.json does not say \"type\": \"module\", and the code is ES modules. Run: npm pkg set type=module\n"
        + "Nothing was written.\n"
    )
    expect(filesIn(folder)).toEqual(own)
  })

  it("is stopped by a file where a folder of its own would be: exit code 2", () => {
    const folder = emptyFolder()
    writeIn(folder, { "event-schemas": "a file\n" })
    const { status, stderr } = deciduousIn(folder)("init")
    expect(status).toBe(2)
    expect(stderr).toBe(
      "init overwrites nothing, and these are in its way:\n  event-schemas\n"
        + "Move them away, or begin in an empty folder.\nNothing was written.\n"
    )
  })

  it.each([
    [
      "is no module",
      JSON.stringify({ type: "commonjs" }),
      /does not say "type": "module".* Run: npm pkg set type=module/
    ],
    ["says nothing of modules", "{}", /does not say "type": "module"/],
    ["is no JSON", "{ name: ours }", /package\.json is no JSON: /],
    ["is no object", "[]", /package\.json is no object\./],
    [
      "has scripts that are none",
      JSON.stringify({ type: "module", scripts: [] }),
      /"scripts" of package\.json is no object/
    ]
  ])("does not touch a package.json that %s: exit code 2", (_, text, message) => {
    const folder = emptyFolder()
    writeIn(folder, { "package.json": text })
    const { status, stderr } = deciduousIn(folder)("init")
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(filesIn(folder)).toEqual({ "package.json": text })
  })

  it("takes back what it wrote where it cannot write the rest: exit code 2", () => {
    const folder = emptyFolder()
    writeIn(folder, { src: "a file where the folder would be\n" })
    const { status, stderr } = deciduousIn(folder)("init")
    expect(status).toBe(2)
    expect(stderr).toMatch(/^src\/\S+ cannot be written: .*Nothing was written\.\n$/)
    expect(filesIn(folder)).toEqual({ src: "a file where the folder would be\n" })
    expect(fs.readdirSync(folder)).toEqual(["src"])
  })
})
