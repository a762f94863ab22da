// Streams are named `<stream>-<id>`: no two aggregates' names may begin alike in that way.
import { error, quote } from "../diagnostic.ts"
import type { Report } from "../diagnostic.ts"
import type { AggregateDraft } from "../read/aggregate.ts"

/** STREAM_PREFIX: two streams are equal, or one plus `-` begins the other. */
export const checkStreams = (aggregates: ReadonlyArray<AggregateDraft>, report: Report): void => {
  const streams = aggregates.flatMap(({ folder, manifest }) =>
    manifest?.stream === undefined ? [] : [{ ...manifest.stream, owner: manifest.name?.name ?? folder.name }]
  )
  streams.forEach((stream, index) => {
    const other = streams.slice(0, index).find((other) =>
      begins(stream.name, other.name) || begins(other.name, stream.name)
    )
    if (other === undefined) return
    const [short, long] = other.name.length <= stream.name.length ? [other, stream] : [stream, other]
    const message = short.name === long.name
      ? `${other.owner} has the stream ${quote(other.name)} too.`
      : `The stream ${quote(short.name)} of ${short.owner} could be read from ${
        quote(`${long.name}-...`)
      } of ${long.owner}.`
    report(error("STREAM_PREFIX", stream.place, message, "give one of them a name that does not begin the other's."))
  })
}

const begins = (short: string, long: string): boolean => short === long || long.startsWith(`${short}-`)
