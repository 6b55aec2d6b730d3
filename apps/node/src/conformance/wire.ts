/** Requests whose answers are looked at as they are, whatever their status. */
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import { rootCertificates } from 'node:tls'
import type { TlsTrust } from '../centre/connection.ts'

const SILENT_MS = 30_000
const LARGEST_ANSWER_BYTES = 16 * 1024 * 1024

export interface WireRequest {
  readonly headers?: Readonly<Record<string, string | number>>
  readonly json?: unknown
  readonly body?: Uint8Array
  /** The connection is cut when so many bytes of the body have gone. */
  readonly cutAfterBytes?: number
  /** Of the answer, as they come. */
  readonly onBytes?: (bytes: number) => void
}

export interface WireAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** Undefined: it is no JSON. */
  readonly json: Readonly<Record<string, unknown>> | undefined
}

export class Wire {
  readonly #origin: string
  readonly #agent: Agent

  constructor(origin: string, { ca, cert, key }: TlsTrust) {
    this.#origin = origin
    this.#agent = new Agent({
      keepAlive: true,
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
    })
  }

  /** Undefined: the connection broke, or was cut. */
  async ask(method: string, path: string, asked: WireRequest = {}): Promise<WireAnswer> {
    const { headers = {}, json, cutAfterBytes, onBytes } = asked
    const body = json === undefined ? asked.body : Buffer.from(JSON.stringify(json))
    return await new Promise((resolve, reject) => {
      const outgoing = request(
        new URL(path, this.#origin),
        {
          method,
          agent: this.#agent,
          timeout: SILENT_MS,
          headers: {
            ...(json === undefined ? {} : { 'content-type': 'application/json' }),
            ...(body === undefined ? {} : { 'content-length': body.length }),
            ...headers,
          },
        },
        (response) => {
          const chunks: Buffer[] = []
          let bytes = 0
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.length
            onBytes?.(chunk.length)
            if (bytes > LARGEST_ANSWER_BYTES) outgoing.destroy(new Error('an answer without an end'))
            chunks.push(chunk)
          })
          response.on('error', reject)
          response.on('end', () => {
            const whole = Buffer.concat(chunks)
            const { statusCode: status = 0 } = response
            resolve({ status, headers: response.headers, bytes: whole, json: jsonOf(whole) })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer to ${method} ${path}`)))
      if (cutAfterBytes === undefined || body === undefined) outgoing.end(body)
      else outgoing.write(body.subarray(0, cutAfterBytes), () => outgoing.destroy(new Error('cut')))
    })
  }

  /** Server-sent events, until `signal` aborts or the centre ends it. */
  async events(
    path: string,
    onEvent: (data: string) => void,
    signal: AbortSignal,
  ): Promise<{ readonly status: number; readonly type: string }> {
    return await new Promise((resolve, reject) => {
      const outgoing = request(new URL(path, this.#origin), { agent: this.#agent, signal }, (response) => {
        resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '' })
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          const events = (text + chunk).split('\n\n')
          text = events.pop() ?? ''
          for (const event of events) {
            const line = event.split('\n').find((each) => each.startsWith('data:'))
            if (line !== undefined) onEvent(line.slice('data:'.length).trim())
          }
        })
        // Its end is told by what did not come.
        response.on('error', () => undefined)
      })
      outgoing.on('error', reject)
      outgoing.end()
    })
  }

  close(): void {
    this.#agent.destroy()
  }
}

function jsonOf(bytes: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
