/** HTTPS to the centre or to a peer: the same code and settings for both, so that only the server differs. */
import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

export interface Credentials {
  /** PEM; the person's certificate, where the server asks for one. */
  readonly cert?: string
  readonly key?: string
  /** PEM of the authority that the server's certificate comes from. */
  readonly ca: string
}

export interface Outgoing {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  /** Pieces are sent in their order; a stream is piped. */
  readonly body?: readonly Uint8Array[] | Readable
}

export interface Reply {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

const SILENCE_MS = 120_000

export class Connection {
  readonly #origin: string
  readonly #agent: Agent

  /** @param sockets how many requests may be under way at the same time */
  constructor(origin: string, credentials: Credentials, sockets: number) {
    this.#origin = origin
    this.#agent = new Agent({ ...credentials, keepAlive: true, maxSockets: sockets })
  }

  /** The answer with its body; throws when the status is another one than expected. */
  async expect(status: number, path: string, outgoing: Outgoing = {}): Promise<Reply> {
    const response = await this.open(path, outgoing)
    const chunks: Buffer[] = []
    for await (const chunk of response) chunks.push(chunk)
    const reply = {
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    }
    if (reply.status === status) return reply
    const asked = `${outgoing.method ?? 'GET'} ${this.#origin}${path}`
    throw new Error(`${asked} answers ${reply.status}, not ${status}: ${reply.body.slice(0, 500)}`)
  }

  /** The answer as soon as its head is here; the body is to be read. */
  async open(path: string, { method = 'GET', headers = {}, body }: Outgoing = {}): Promise<IncomingMessage> {
    const outgoing = request(new URL(path, this.#origin), {
      method,
      headers,
      agent: this.#agent,
      timeout: SILENCE_MS,
    })
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${this.#origin} says nothing any more`)))
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>
    if (body !== undefined && 'pipe' in body) {
      // An early refusal closes the connection: the answer tells more than the broken pipe.
      const [[response]] = await Promise.all([answered, pipeline(body, outgoing)])
      return response
    }
    for (const piece of body ?? []) outgoing.write(piece)
    outgoing.end()
    const [response] = await answered
    return response
  }

  close(): void {
    this.#agent.destroy()
  }
}
