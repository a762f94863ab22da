// Dead letters on the command line, of projections and of processes.
import type { ProjectionStore } from "@deciduous/runtime"
import { table } from "./print.ts"

export const lettersText = (what: string, letters: ReadonlyArray<ProjectionStore.Buried>): string =>
  letters.length === 0
    ? "There are no dead letters."
    : table(
      [{ title: what, align: "left" }, ...columns],
      letters.map(({ attempts, cause, isParked, streamId, task, type, version }) => [
        task,
        streamId,
        String(version),
        type,
        isParked ? "parked" : "alone",
        String(attempts),
        cause
      ])
    )

const columns = [
  { title: "stream", align: "left" },
  { title: "version", align: "right" },
  { title: "type", align: "left" },
  { title: "stream is", align: "left" },
  { title: "attempts", align: "right" },
  { title: "cause", align: "left" }
] as const
