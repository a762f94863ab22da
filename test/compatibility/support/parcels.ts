// What the releases of the parcels have in common, and how their processes are asked. The releases are in `releases/`.
import * as Child from "../../fault/support/Child.ts"

export interface State {
  readonly grams: number
  /** Where it was seen, in the order of the scans. */
  readonly places: ReadonlyArray<string>
  readonly isLost: boolean
}

export type Command =
  | { readonly _tag: "Register"; readonly grams: number }
  | { readonly _tag: "Scan"; readonly place: string }
  | { readonly _tag: "Lose" }

export type Release = "first" | "second" | "third"

export interface Options {
  readonly url: string
  readonly release: Release
  /** Parcels that it writes to, together with others. */
  readonly parcels: ReadonlyArray<string>
  /** Of its own: what it does, and its scans are named by it. */
  readonly seed: string
  /** How many commands it handles; then it only follows, until it is asked to finish. */
  readonly commands: number
  /** It handles more of them until it has met so many scans of the second version. */
  readonly meets?: number
}

/** What a process says, each as it happens. */
export type Line =
  | { readonly _tag: "Began" }
  /** A command is handled: where its events stand. */
  | { readonly _tag: "Handled"; readonly parcel: string; readonly scan?: string; readonly version: number }
  | { readonly _tag: "Failed"; readonly parcel: string; readonly error: string; readonly message: string }
  | { readonly _tag: "Wrote" }
  /** It has decoded everything up to so many events of the log. */
  | { readonly _tag: "Followed"; readonly events: number }
  | { readonly _tag: "Unreadable"; readonly message: string }
  /** At the end: what each parcel is to this release. */
  | { readonly _tag: "Folded"; readonly parcel: string; readonly state: State }

/** A process of a release; it follows the log from its beginning while it writes. */
export const start = (options: Options) => Child.start<Line>("../../compatibility/processes/parcels.ts", options)
