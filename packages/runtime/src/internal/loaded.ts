// A state that was folded, and how far.
import type { Position } from "@deciduous/core"

/**
 * The state of an aggregate and where it stands: version 0 and the start of all positions where nothing has happened.
 *
 * @since 0.1.0
 * @category models
 */
export interface Loaded<out State> {
  readonly state: State
  readonly version: number
  readonly position: Position.Position
}
