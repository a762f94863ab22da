// What an editor knows of a schema file stands in its first line: the path there leads to the schema of its kind.
import * as fs from "node:fs"
import * as path from "node:path"
import { describe, expect, it } from "vitest"
import { files, read, root } from "./support/Source.ts"

/** Folders that a project's `node_modules` lies in, as the files in them see it: ours, and that of what `init` writes. */
const projects = ["", "packages/cli/templates/project/"]

/** Of a schema file, by its name and folder: `event` of `bank-account/AccountOpened.v1.yaml`. */
const kindOf = (file: string): string => {
  const kind = /(aggregate|commands)\.yaml$/.exec(file)?.[1]
  return kind ?? (path.posix.dirname(file).endsWith("/_types") ? "type" : "event")
}

/** What is wrong with a file's first line, if anything is. */
const problem = (file: string, text: string, project: string): string | undefined => {
  const named = /^# yaml-language-server: \$schema=(\S+)\r?\n/.exec(text)?.[1]
  if (named === undefined) return `${file} begins without a modeline, so that an editor knows nothing of it.`
  const target = path.posix.join(path.posix.dirname(file), named).slice(project.length)
  if (!fs.existsSync(path.join(root, target))) return `${file} names ${named}, where nothing is.`
  return path.posix.basename(target) === `${kindOf(file)}.schema.json`
    ? undefined
    : `${file} names the schema of another kind of file.`
}

describe("a schema file's modeline", () => {
  it("is seen where it is missing, leads nowhere or to the wrong schema", () => {
    const modeline = (schema: string) =>
      `# yaml-language-server: $schema=../../node_modules/@deciduous/cli/schemas/${schema}.schema.json\ntype: object\n`
    const at = (file: string, text: string) => problem(`event-schemas/${file}`, text, "")
    expect(at("shop/A.v1.yaml", "type: object\n")).toMatch(/without a modeline/)
    expect(at("shop/A.v1.yaml", modeline("evnt"))).toMatch(/where nothing is/)
    expect(at("_types/A.v1.yaml", modeline("event"))).toMatch(/another kind/)
    expect(at("_types/A.v1.yaml", modeline("type"))).toBeUndefined()
  })

  it.each(projects)("leads to the schema of its kind, in event-schemas of the project ./%s", (project) => {
    const ours = files.filter((file) => file.startsWith(`${project}event-schemas/`) && file.endsWith(".yaml"))
    expect(ours.length).toBeGreaterThan(3)
    expect(ours.flatMap((file) => problem(file, read(file), project) ?? [])).toEqual([])
  })
})
