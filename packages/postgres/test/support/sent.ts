// The statements that an effect really sends, as the client's spans name them.
import * as Effect from "effect/Effect"
import * as Tracer from "effect/Tracer"

export const sent = <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<ReadonlyArray<string>, E, R> =>
  Effect.gen(function*() {
    const spans: Array<Tracer.Span> = []
    const tracer = Tracer.make({
      span: (options) => {
        const span = new Tracer.NativeSpan(options)
        spans.push(span)
        return span
      }
    })
    yield* Effect.withTracer(effect, tracer)
    return spans.map((span) => span.attributes.get("db.query.text") as string)
  })
