// What can be wrong with the state or a command of a process. Values are never told.
import * as Schema from "effect/Schema"

/**
 * A state or a command that its schema does not admit, or an instance whose name cannot be kept.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnwritableProcess extends Schema.TaggedError<UnwritableProcess>()("UnwritableProcess", {
  process: Schema.String,
  instance: Schema.String,
  problem: Schema.String
}) {
  override get message() {
    return `The process ${this.process} cannot keep ${JSON.stringify(this.instance)}: ${this.problem}`
  }
}

/**
 * A stored state or command that does not fit its schema any more.
 *
 * @since 0.1.0
 * @category errors
 */
export class UnreadableProcess extends Schema.TaggedError<UnreadableProcess>()("UnreadableProcess", {
  process: Schema.String,
  instance: Schema.String,
  what: Schema.Literals(["state", "command", "early event"])
}) {
  override get message() {
    return `A stored ${this.what} of the process ${this.process}, instance ${
      JSON.stringify(this.instance)
    }, does not fit `
      + "its schema. Give the schema back what it had, or fold everything again by Processes.reset."
  }
}
