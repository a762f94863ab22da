// What processes have said, looked at. Read by `rolling-deploy.test.ts`.
import { assert } from "vitest"
import type { Line, State } from "./parcels.ts"

type Said = ReadonlyArray<Line>

export const wrote = (said: Said): boolean => said.some(({ _tag }) => _tag === "Wrote")

export const failures = (said: Said): Said => said.filter(({ _tag }) => _tag === "Failed" || _tag === "Unreadable")

/** The scans that were acknowledged. */
export const scansOf = (said: Said): ReadonlyArray<{ readonly parcel: string; readonly place: string }> =>
  said.flatMap((line) =>
    line._tag === "Handled" && line.scan !== undefined ? [{ parcel: line.parcel, place: line.scan }] : []
  )

export const foldedBy = (said: Said): Readonly<Record<string, State>> =>
  Object.fromEntries(said.flatMap((line) => line._tag === "Folded" ? [[line.parcel, line.state]] : []))

/** Every scan that was acknowledged is in its parcel, once, and no other is. */
export const agree = (
  scans: ReadonlyArray<{ readonly parcel: string; readonly place: string }>,
  states: Readonly<Record<string, State>>
): void => {
  for (const [parcel, { places }] of Object.entries(states)) {
    const expected = scans.filter((scan) => scan.parcel === parcel).map(({ place }) => place)
    assert.deepStrictEqual(places.toSorted(), expected.toSorted(), parcel)
  }
}
