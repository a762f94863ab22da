// Event files against the manifest: each file is some event's, versions have no gap, and `current` is one of them.
import { basename } from "node:path"
import { error, quote, wholeFile } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { AggregateDraft } from "../read/aggregate.ts"
import type { DeclaredEvent } from "../read/manifest.ts"
import { nearest } from "../read/suggest.ts"

/** FILE_ORPHAN, VERSION_GAP, CURRENT_UNKNOWN, and upcasts to a version that is not there. */
export const checkVersions = (aggregate: AggregateDraft, report: Report): void => {
  const declared = aggregate.manifest?.events
  // Without a list of events nothing is known of the files.
  if (declared === undefined) return
  reportOrphans(aggregate, declared, report)
  for (const event of declared) {
    const versions = versionsOf(aggregate, event.name)
    const gap = versions.findIndex((version, index) => version !== index + 1)
    if (gap >= 0) {
      const file = aggregate.versions.find(({ source }) =>
        source.name === event.name && source.version === versions[gap]
      )
      const message = `${event.name} has a version ${versions[gap]} and no version ${gap + 1}.`
      report(
        error(
          "VERSION_GAP",
          wholeFile(file?.source.file ?? ""),
          message,
          `add ${event.name}.v${gap + 1}.yaml, or number the versions from 1 without a gap.`
        )
      )
    } else checkHighest(event, versions.length, report)
  }
}

/** The versions of an event that have a file, ascending. */
export const versionsOf = ({ versions }: AggregateDraft, event: string): ReadonlyArray<number> =>
  versions.filter(({ source }) => source.name === event).map(({ source }) => source.version)

const reportOrphans = (
  { folder, versions }: AggregateDraft,
  declared: ReadonlyArray<DeclaredEvent>,
  report: Report
): void => {
  const names = declared.map(({ name }) => name)
  for (const name of new Set(versions.map(({ source }) => source.name))) {
    const first = versions.find(({ source }) => source.name === name)
    if (names.includes(name) || first === undefined) continue
    const near = nearest(name, names)
    const add = `add it to "events": ${name}: { current: 1 }.`
    const help = near === undefined ? add : `did you mean ${near}? Or ${add}`
    const manifest = basename(folder.manifest?.file ?? "aggregate.yaml")
    report(error("FILE_ORPHAN", wholeFile(first.source.file), `${manifest} has no event ${quote(name)}.`, help))
  }
}

const checkHighest = ({ entry, name, place }: DeclaredEvent, highest: number, report: Report): void => {
  if (highest === 0) {
    const message = `${name} has no file ${name}.v1.yaml, so nothing says what is stored.`
    report(error("CURRENT_UNKNOWN", place, message, "add the file, or take the event out if none was ever stored."))
    return
  }
  if (entry?.fate._tag === "Current" && entry.fate.current > highest) {
    const { current } = entry.fate
    const message = `${name} is at version ${current}, but the highest file is ${name}.v${highest}.yaml.`
    report(
      error(
        "CURRENT_UNKNOWN",
        entry.fate.place,
        message,
        `add ${name}.v${highest + 1}.yaml, or say current: ${highest}.`
      )
    )
    return
  }
  for (const [from, { place }] of entry?.upcasts ?? []) {
    if (from < highest) continue
    const message = `${name} has no version ${from + 1} to upcast version ${from} to.`
    report(error("UPCAST_TARGET_UNKNOWN", place, message, `the highest file is ${name}.v${highest}.yaml.`))
  }
}
