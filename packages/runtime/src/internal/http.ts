// The one place that sends HTTP requests, and touches Effect's unstable HTTP client.
import * as Effect from "effect/Effect"
import { HttpClient } from "effect/http/HttpClient"
import type { HttpClientError } from "effect/http/HttpClientError"
import * as HttpClientRequest from "effect/http/HttpClientRequest"

export { HttpClient } from "effect/http/HttpClient"

/** Posts a text, and gives the status that it is answered with. The answer's body is not read. */
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
    ))
