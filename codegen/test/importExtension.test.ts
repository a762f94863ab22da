// How generated files name their neighbours, by what the user's tsconfig.json allows.
import { findImportExtension } from "@deciduous/codegen/importExtension"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, assert, beforeEach, describe, it } from "vitest"

describe("imports of neighbours", () => {
  let folder: string
  const given = (files: { readonly [file: string]: string }) => {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), text)
    }
    return findImportExtension(join(folder, "src/generated"))
  }
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "deciduous-tsconfig-"))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it("end in .js where there is no tsconfig.json, or it says nothing of them", () => {
    assert.equal(given({}), ".js")
    assert.equal(given({ "tsconfig.json": `{ "compilerOptions": { "strict": true } }` }), ".js")
  })

  it("end in .ts where either option allows it, in the nearest file above the folder, even before it exists", () => {
    assert.equal(
      given({ "tsconfig.json": `{ "compilerOptions": { "rewriteRelativeImportExtensions": true } }` }),
      ".ts"
    )
    assert.equal(given({ "src/tsconfig.json": `{ "compilerOptions": { "allowImportingTsExtensions": true } }` }), ".ts")
    assert.equal(given({ "src/generated/tsconfig.json": "{}" }), ".js")
  })

  it("follow what the file extends: a path, a package, a list of which the last counts most", () => {
    const on = `{ "compilerOptions": { "allowImportingTsExtensions": true } }`
    const off = `{ "compilerOptions": { "allowImportingTsExtensions": false } }`
    assert.equal(given({ "base.json": on, "tsconfig.json": `{ "extends": "./base" }` }), ".ts")
    assert.equal(
      given({ "node_modules/@shared/ts/tsconfig.json": on, "tsconfig.json": `{ "extends": "@shared/ts" }` }),
      ".ts"
    )
    assert.equal(given({ "off.json": off, "tsconfig.json": `{ "extends": ["./base.json", "./off.json"] }` }), ".js")
    assert.equal(given({ "tsconfig.json": `{ "extends": "./base.json", ${off.slice(1)}` }), ".js")
    assert.equal(given({ "tsconfig.json": `{ "extends": ["./nowhere.json", "./base.json"] }` }), ".ts")
  })

  it("take comments, commas at the end, tabs and files that extend each other", () => {
    assert.equal(
      given({
        "tsconfig.json": `\uFEFF{
\t// one, with "quotes" /* and */ more
\t"extends": "./loop.json", /* two */
\t"compilerOptions": { "paths": { "@/*": ["./*"] }, "allowImportingTsExtensions": true, },
}`,
        "loop.json": `{ "extends": "./tsconfig.json" }`
      }),
      ".ts"
    )
    assert.equal(given({ "tsconfig.json": "{ not json" }), ".js")
  })
})
