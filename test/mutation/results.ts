// Where the results of runs are kept: `.deciduous/mutation/<target>.json`, or `<target>.every-10.json` of a sample.
import * as fs from "node:fs"
import * as path from "node:path"
import { type Report, withoutSurvivors, withUntried } from "./report.ts"
import { targets } from "./targets.ts"
import { home } from "./tree.ts"

/** What is run: a target, whole, or of the lines of its files one in `every`. */
export interface Asked {
  readonly name: string
  readonly every: number
}

export const fileOf = ({ every, name }: Asked): string =>
  path.join(home, every === 1 ? `${name}.json` : `${name}.every-${every}.json`)

export const titleOf = ({ every, name }: Asked): string =>
  every === 1 ? targets[name]!.title : `${targets[name]!.title}, one line in ${every}`

/** From this run and earlier ones. */
export const known = (asked: Asked): Report | undefined =>
  fs.existsSync(fileOf(asked)) ? JSON.parse(fs.readFileSync(fileOf(asked), "utf8")) : undefined

/**
 * What survived in files whose path has one of `parts` in it is tried again: a test may have been added that meets it while
 * its file loads, which Stryker does not see.
 */
export const forgetSurvivors = (asked: Asked, parts: ReadonlyArray<string>): void => {
  const report = known(asked)
  if (report !== undefined) fs.writeFileSync(fileOf(asked), JSON.stringify(withoutSurvivors(report, parts)))
}

/** After a run that may have been interrupted: what survived before and was not tried again is still known to survive. */
export const remember = (asked: Asked, before: Report): void => {
  const report = known(asked)
  if (report !== undefined) fs.writeFileSync(fileOf(asked), JSON.stringify(withUntried(report, before)))
}

/** Every run of which there are results. */
export const allKnown = (): ReadonlyArray<Asked> =>
  Object.keys(targets).flatMap((name) =>
    fs.globSync(`${name}{,.every-*}.json`, { cwd: home }).toSorted()
      .map((file) => ({ name, every: Number(/\d+/.exec(file)?.[0] ?? 1) }))
  )
