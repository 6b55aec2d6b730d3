/** Requests to the demo's own servers: its authority is trusted here and nowhere else. */
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export interface Outgoing {
  readonly method?: 'GET' | 'POST' | 'PATCH'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Readable
}

export interface HttpsClient {
  send(url: string, outgoing?: Outgoing): Promise<Reply>
  close(): void
}

const TIMEOUT_MS = 30_000
/** Everything that the demo reads fits into this. */
const MOST_BODY_BYTES = 4 * 1024 * 1024

export function httpsClient(trust: { ca: string; cert?: string; key?: string }): HttpsClient {
  const agent = new Agent({ ...trust, keepAlive: true, maxSockets: 4 })
  const send = (url: string, { method = 'GET', headers = {}, body }: Outgoing = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const outgoing = request(url, { method, headers, agent, timeout: TIMEOUT_MS }, (response) => {
        const chunks: Buffer[] = []
        let sizeBytes = 0
        response.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length
          if (sizeBytes > MOST_BODY_BYTES) response.destroy(new Error(`${url} answers with too much`))
          else chunks.push(chunk)
        })
        response.on('error', reject)
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8')
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text })
        })
      })
      outgoing.on('timeout', () => outgoing.destroy(new Error(`${url} does not answer`)))
      outgoing.on('error', reject)
      if (body === undefined || typeof body === 'string') outgoing.end(body)
      else pipeline(body, outgoing).catch(reject)
    })
  return { send, close: () => agent.destroy() }
}
