/** What a collector of traces does, as far as a test needs it: takes OTLP over HTTP as JSON, and remembers the spans. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'

interface OtlpAttribute {
  readonly key: string
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string }
}

interface OtlpSpan {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes?: readonly OtlpAttribute[]
  readonly links?: readonly { readonly traceId: string }[]
  readonly status?: { readonly code?: number }
}

interface OtlpRequest {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly OtlpAttribute[] }
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[]
  }[]
}

export interface ReceivedSpan {
  readonly program: string
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | undefined
  readonly name: string
  readonly milliseconds: number
  readonly attributes: Readonly<Record<string, string>>
  readonly linked: readonly string[]
  readonly isFailed: boolean
}

export class OtlpReceiver {
  readonly spans: ReceivedSpan[] = []
  readonly #server: Server
  readonly #onBody: (body: string) => void

  private constructor(onBody: (body: string) => void) {
    this.#onBody = onBody
    this.#server = createServer(async (request, response) => {
      const bytes = await buffer(request).catch((error: unknown) => {
        if (request.complete) throw error
      })
      // The program was killed in the middle of it.
      if (bytes === undefined) return
      const body = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString()
      if (request.url !== '/v1/traces') return void response.writeHead(404).end()
      this.#onBody(body)
      this.#take(JSON.parse(body) as OtlpRequest)
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  }

  /** @param onBody is told each request as it came */
  static async start(onBody: (body: string) => void = () => {}): Promise<OtlpReceiver> {
    const receiver = new OtlpReceiver(onBody)
    receiver.#server.listen(0, '127.0.0.1')
    await once(receiver.#server, 'listening')
    return receiver
  }

  /** For OTEL_EXPORTER_OTLP_ENDPOINT. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  #take({ resourceSpans }: OtlpRequest): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const program = valuesOf(resource.attributes)['service.name'] ?? ''
      for (const span of scopeSpans.flatMap(({ spans }) => spans)) {
        const { traceId, spanId, parentSpanId, name, startTimeUnixNano, endTimeUnixNano } = span
        this.spans.push({
          ...{ program, traceId, spanId, name },
          parentSpanId: parentSpanId === '' ? undefined : parentSpanId,
          milliseconds: Number(BigInt(endTimeUnixNano) - BigInt(startTimeUnixNano)) / 1e6,
          attributes: valuesOf(span.attributes),
          linked: (span.links ?? []).map((link) => link.traceId),
          isFailed: span.status?.code === 2,
        })
      }
    }
  }
}

function valuesOf(attributes: readonly OtlpAttribute[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, String(value.stringValue ?? value.intValue ?? '')]),
  )
}
