// Event files against the manifest: each file is some event's, versions have no gap, and `current` is one of them.
import { basename } from "node:path"
import { error, quote, wholeFile } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { AggregateDraft } from "../read/aggregate.ts"
import type { VersionFile } from "../read/folder.ts"
import type { DeclaredEvent } from "../read/manifest.ts"
import { nearest } from "../read/suggest.ts"

/** FILE_ORPHAN, VERSION_GAP, CURRENT_UNKNOWN, and upcasts to a version that is not there. */
export const checkVersions = (aggregate: AggregateDraft, report: Report): void => {
  const declared = aggregate.manifest?.events
  // Without a list of events nothing is known of the files.
  if (declared === undefined) return
  const orphans = orphansOf(aggregate, declared)
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
    } else if (versions.length > 0) {
      checkHighest(event, { folder: aggregate.folder.name, highest: versions.length }, report)
    } else reportNoFile(event, orphans, report)
  }
  for (const file of orphans) reportOrphan(file, aggregate, declared, report)
}

/** The versions of an event that have a file, ascending. */
export const versionsOf = ({ versions }: AggregateDraft, event: string): ReadonlyArray<number> =>
  versions.filter(({ source }) => source.name === event).map(({ source }) => source.version)

/** The first file of each event that the manifest does not name. */
const orphansOf = (
  { versions }: AggregateDraft,
  declared: ReadonlyArray<DeclaredEvent>
): ReadonlyArray<VersionFile> => {
  const files = versions.map(({ source }) => source)
  return files.filter((file) =>
    !declared.some(({ name }) => name === file.name) && file === files.find(({ name }) => name === file.name)
  )
}

const reportOrphan = (
  { file, name }: VersionFile,
  aggregate: AggregateDraft,
  declared: ReadonlyArray<DeclaredEvent>,
  report: Report
): void => {
  const near = nearest(name, declared.map(({ name }) => name))
  // A misspelt name in the manifest has been reported there, with this file as what was meant.
  if (near !== undefined && versionsOf(aggregate, near).length === 0) return
  const run = `run deciduous new ${aggregate.folder.name}/${name}, which adds it.`
  const manifest = basename(aggregate.folder.manifest?.file ?? "aggregate.yaml")
  const help = near === undefined ? run : `did you mean ${near}? Or ${run}`
  report(error("FILE_ORPHAN", wholeFile(file), `${manifest} has no event ${quote(name)}.`, help))
}

const reportNoFile = ({ name, place }: DeclaredEvent, orphans: ReadonlyArray<VersionFile>, report: Report): void => {
  const near = nearest(name, orphans.map((orphan) => orphan.name))
  const message = `${name} has no file ${name}.v1.yaml, so nothing says what is stored.`
  const help = near === undefined
    ? "add the file, or take the event out if none was ever stored."
    : `did you mean ${near}, which has a file?`
  report(error("CURRENT_UNKNOWN", place, message, help))
}

const checkHighest = (
  { entry, name }: DeclaredEvent,
  { folder, highest }: { readonly folder: string; readonly highest: number },
  report: Report
): void => {
  if (entry?.fate._tag === "Current" && entry.fate.current > highest) {
    const { current } = entry.fate
    const message = `${name} is at version ${current}, but the highest file is ${name}.v${highest}.yaml.`
    report(
      error(
        "CURRENT_UNKNOWN",
        entry.fate.place,
        message,
        `deciduous bump ${folder}/${name}, or say current: ${highest}.`
      )
    )
    return
  }
  for (const [from, { place }] of entry?.upcasts ?? []) {
    if (from < highest) continue
    const message = `${name} has no version ${from + 1} to upcast version ${from} to.`
    report(error("UPCAST_TARGET_UNKNOWN", place, message, `the highest file is ${name}.v${highest}.yaml.`))
  }
  for (const [from, { place }] of entry?.downcasts ?? []) {
    if (from <= highest) continue
    const message = `${name} has no version ${from} to downcast.`
    report(error("UPCAST_TARGET_UNKNOWN", place, message, `the highest file is ${name}.v${highest}.yaml.`))
  }
}
