/** Calls of the API over real TLS, as a program of an institution makes them. */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers field by field and fail on what is missing
  readonly json: any
}

export interface Call {
  readonly headers?: Readonly<Record<string, string | number>>
  readonly body?: Uint8Array | string
  /** Sent as JSON. */
  readonly json?: unknown
}

export interface SentFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Only what is never answered takes as long as this on a busy machine. */
const TIMEOUT_MS = 90_000

export class ApiClient {
  readonly origin: string
  readonly agent: Agent

  constructor(origin: string, trust: { ca: string; cert?: string; key?: string }) {
    this.origin = origin
    this.agent = new Agent({ ...trust, keepAlive: true })
  }

  async call(method: string, path: string, call: Call = {}): Promise<Answer> {
    return await this.#ask(method, path, call)
  }

  async #ask(method: string, path: string, call: Call): Promise<Answer> {
    const { headers = {}, body, json } = call
    const content = json === undefined ? body : JSON.stringify(json)
    const all = {
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...(content === undefined ? {} : { 'content-length': Buffer.byteLength(content) }),
      ...headers,
    }
    return await new Promise((resolve, reject) => {
      const url = new URL(path, this.origin)
      const outgoing = request(
        url,
        { method, headers: all, agent: this.agent, timeout: TIMEOUT_MS },
        (response) => {
          const chunks: Buffer[] = []
          response.on('data', (chunk: Buffer) => chunks.push(chunk))
          response.on('error', reject)
          response.on('end', () => {
            const bytes = Buffer.concat(chunks)
            const isPacked = response.headers['content-encoding'] !== undefined
            const isJson = !isPacked && /json/.test(response.headers['content-type'] ?? '')
            resolve({
              status: response.statusCode ?? 0,
              headers: response.headers,
              body: bytes,
              json: isJson && bytes.length > 0 ? JSON.parse(bytes.toString('utf8')) : undefined,
            })
          })
        },
      )
      outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${path} is not answered`)))
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        // The centre may close a connection in the moment in which it is used again: as browsers do, ask on a new one.
        const isOld = outgoing.reusedSocket && error.code === 'ECONNRESET'
        if (isOld) this.#ask(method, path, call).then(resolve, reject)
        else reject(error)
      })
      outgoing.end(content)
    })
  }

  async get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return await this.call('GET', path, { headers })
  }

  /** tus: creation alone. Returns the id. */
  async createUpload(name: string, sizeBytes: number): Promise<string> {
    const created = await this.call('POST', '/api/uploads', {
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': sizeBytes,
        'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
      },
    })
    if (created.status !== 201)
      throw new Error(`creation answered ${created.status}: ${created.body.toString()}`)
    return String(created.headers.location?.split('/').at(-1))
  }

  /** tus: one chunk. */
  async patch(
    id: string,
    offset: number,
    bytes: Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return await this.call('PATCH', `/api/uploads/${id}`, {
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': offset,
        'content-type': 'application/offset+octet-stream',
        ...headers,
      },
      body: bytes,
    })
  }

  async head(id: string): Promise<Answer> {
    return await this.call('HEAD', `/api/uploads/${id}`, { headers: { 'tus-resumable': '1.0.0' } })
  }

  async upload({ name, bytes }: SentFile): Promise<string> {
    const id = await this.createUpload(name, bytes.length)
    if (bytes.length > 0) {
      const digest = createHash('sha256').update(bytes).digest('base64')
      const patched = await this.patch(id, 0, bytes, { 'upload-checksum': `sha256 ${digest}` })
      if (patched.status !== 204) throw new Error(`the chunk answered ${patched.status}`)
    }
    return id
  }

  /** Uploads the files and sends them; the message as it was created. */
  async send(recipients: readonly string[], files: readonly SentFile[], more: object = {}): Promise<Answer> {
    const uploads: string[] = []
    for (const file of files) uploads.push(await this.upload(file))
    return await this.call('POST', '/api/messages', { json: { recipients, uploads, ...more } })
  }

  /** Asks until the message has the status; fails when it comes to another end. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  async until(messageId: string, status: string, timeoutMs = 90_000): Promise<any> {
    const deadline = performance.now() + timeoutMs
    for (;;) {
      const { json } = await this.get(`/api/messages/${messageId}`)
      if (json.status === status) return json
      const isOver = !['uploading', 'checking', 'accepted', 'delivered'].includes(json.status)
      if (isOver || performance.now() > deadline) {
        throw new Error(`the message is ${json.status}, not ${status}: ${JSON.stringify(json.files ?? json)}`)
      }
      await delay(20)
    }
  }

  close(): void {
    this.agent.destroy()
  }
}
