/**
 * What the library needs from Node: an HTTP client that knows proxies and compression. Published as `genesys-jobs/node`.
 *
 * @since 0.1.0
 */
import { pipeline, Readable } from "node:stream"
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib"
import * as HttpClient from "@effect/platform/HttpClient"
import * as HttpClientRequest from "@effect/platform/HttpClientRequest"
import * as HttpClientResponse from "@effect/platform/HttpClientResponse"
import * as NodeHttpClient from "@effect/platform-node/NodeHttpClient"
import * as Undici from "@effect/platform-node/Undici"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Stream from "effect/Stream"

/**
 * Proxy settings; `undefined` means the environment variable of that name (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`, in any
 * case).
 *
 * @since 0.1.0
 * @category models
 */
export interface HttpOptions {
  readonly httpProxy?: string | undefined
  readonly httpsProxy?: string | undefined
  readonly noProxy?: string | undefined
  /** Connections per host at most. Default: 32. */
  readonly connections?: number | undefined
}

/**
 * An HTTP client on undici: honours the proxy variables, accepts compressed answers, follows no redirects, and closes its
 * sockets with its scope. Certificates of a company proxy are added with `NODE_EXTRA_CA_CERTS`.
 *
 * @since 0.1.0
 * @category layers
 */
export const layerHttpClient = (options: HttpOptions = {}): Layer.Layer<HttpClient.HttpClient> =>
  NodeHttpClient.layerUndiciWithoutDispatcher.pipe(
    Layer.provide(dispatcher(options)),
    Layer.project(HttpClient.HttpClient, HttpClient.HttpClient, compressed)
  )

const dispatcher = (options: HttpOptions): Layer.Layer<NodeHttpClient.Dispatcher> =>
  Layer.scoped(
    NodeHttpClient.Dispatcher,
    Effect.acquireRelease(
      Effect.sync(
        () =>
          new Undici.EnvHttpProxyAgent({
            connections: options.connections ?? 32,
            ...(options.httpProxy === undefined ? {} : { httpProxy: options.httpProxy }),
            ...(options.httpsProxy === undefined ? {} : { httpsProxy: options.httpsProxy }),
            ...(options.noProxy === undefined ? {} : { noProxy: options.noProxy })
          })
      ),
      (agent) => Effect.promise(() => agent.destroy())
    )
  )

/** undici asks for no compression and undoes none. */
const compressed = (client: HttpClient.HttpClient): HttpClient.HttpClient =>
  client.pipe(
    HttpClient.mapRequest(HttpClientRequest.setHeader("accept-encoding", "gzip, deflate, br")),
    HttpClient.transformResponse(Effect.map(decoded))
  )

const decoders = {
  gzip: createGunzip,
  "x-gzip": createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress
} as const

const isEncoding = (name: string): name is keyof typeof decoders => Object.hasOwn(decoders, name)

const decoded = (response: HttpClientResponse.HttpClientResponse): HttpClientResponse.HttpClientResponse => {
  const headers = response.headers
  const encoding = headers["content-encoding"]?.trim().toLowerCase() ?? "identity"
  if (!isEncoding(encoding)) return response
  const source = Readable.fromWeb(Stream.toReadableStream(response.stream))
  const plain = pipeline(source, decoders[encoding](), () => {})
  const { "content-encoding": _encoding, "content-length": _length, ...rest } = headers
  return HttpClientResponse.fromWeb(
    response.request,
    new Response(Readable.toWeb(plain), { status: response.status, headers: rest })
  )
}
