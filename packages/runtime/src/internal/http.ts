// The one place that sends HTTP requests, and touches Effect's unstable HTTP client.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { RequestInit } from "effect/http/FetchHttpClient"
import { HttpClient } from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"

export { HttpClient } from "effect/http/HttpClient"

/**
 * Posts a text, and gives the status that it is answered with. The answer's body is not read.
 *
 * A redirection is an answer as any other. `fetch` would follow it: as a GET without the text, whose answer says nothing
 * of whether the text was taken; or with text and signature, to somebody else.
 */
export const post = (
  url: string,
  body: string,
  mediaType: string,
  headers: Readonly<Record<string, string>>
): Effect.Effect<number, HttpClientError, HttpClient> =>
  Effect.flatMap(HttpClient, (client) =>
    Effect.map(
      client.execute(
        HttpClientRequest.post(url).pipe(
          HttpClientRequest.setHeaders(headers),
          HttpClientRequest.bodyText(body, mediaType)
        )
      ),
      ({ status }) => status
    )).pipe(Effect.updateContext(withoutRedirects))

const withoutRedirects = <R>(services: Context.Context<R>): Context.Context<R> =>
  Context.merge(
    services,
    Context.make(RequestInit, { ...Context.getOrUndefined(services, RequestInit), redirect: "manual" })
  )

/** Why no answer came, in a word: the code of the system's error where there is one. It holds nothing of the request. */
export const reasonOf = ({ reason }: HttpClientError): string => {
  for (let cause: unknown = reason.cause; cause instanceof Error; cause = cause.cause) {
    if ("code" in cause && typeof cause.code === "string") return `${reason._tag}, ${cause.code}`
  }
  return reason._tag
}
