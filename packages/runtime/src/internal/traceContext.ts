// A span as metadata keeps it, the W3C's `traceparent`, and back. The one place that touches Effect's unstable HTTP modules.
import type { Metadata } from "@deciduous/core"
import * as Headers from "effect/http/Headers"
import * as HttpTraceContext from "effect/http/HttpTraceContext"
import * as Option from "effect/Option"
import type * as Tracer from "effect/Tracer"

export const toMetadata = ({ sampled, spanId, traceId }: Tracer.AnySpan): Metadata => ({
  traceparent: `00-${traceId.padStart(32, "0")}-${spanId}-${sampled ? "01" : "00"}`
})

/** The span in which an event was written, or `undefined`. */
export const fromMetadata = ({ traceparent }: Metadata): Tracer.ExternalSpan | undefined =>
  typeof traceparent === "string"
    ? Option.getOrUndefined(HttpTraceContext.w3c(Headers.fromInput({ traceparent })))
    : undefined
