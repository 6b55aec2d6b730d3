/** Requests to the centre over TLS, outbound only. With the node's certificate once it has one. */
import { readFile } from 'node:fs/promises'
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import type { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { rootCertificates } from 'node:tls'
import { givingUp } from '@epacs/package'
import { beginPart, failureOf } from '@epacs/tracing'
import { NodeError } from '../node-error.ts'
import { type Direction, type Pace, pacesOf } from './pace.ts'
import type { ProxyEnvironment } from './proxy.ts'

/** Without a byte in either direction: then the connection is given up. */
const SILENT_MS = 60_000
/** Of an answer that is read whole. */
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024
const LONGEST_RETRY_AFTER_MS = 3_600_000
const CLOSED = 'the connection to the centre is closed'

export interface TlsTrust {
  readonly ca: string | undefined
  readonly cert?: string
  readonly key?: string
  /** Certificate and key in one (PKCS#12, RFC 7292), in place of both. */
  readonly pfx?: Buffer
  readonly passphrase?: string
}

/** The centre said no, in its own words (RFC 9457). */
export class CentreProblem extends Error {
  override readonly name = 'CentreProblem'
  readonly status: number
  readonly code: string
  /** Before that the same request is not wanted again (RFC 9110 §10.2.3). */
  readonly retryAfterMs: number
  /** Of `idempotency-key-reused`: id of what the request with this key made. A centre of an earlier version does not tell. */
  readonly made: string | undefined

  constructor(status: number, code: string, detail: string, retryAfterMs = 0, made?: string) {
    super(`The centre answered ${status} ${code}: ${detail}`)
    this.status = status
    this.code = code
    this.retryAfterMs = retryAfterMs
    this.made = made
  }

  /** Whether the same request may be answered otherwise later. */
  get mayPass(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 423 || this.status === 401
  }
}

export interface CentreRequest {
  readonly method?: string
  readonly path: string
  readonly headers?: Readonly<Record<string, string | number>>
  readonly json?: unknown
  /** Its chunks are nobody else's: their memory is freed when they are sent. */
  readonly body?: Readable
  readonly signal?: AbortSignal
}

export interface ConnectionOptions {
  readonly proxy?: ProxyEnvironment
  readonly silentMs?: number
  /** With each request: who calls, where no certificate says it. */
  readonly headers?: Readonly<Record<string, string>>
  /** As fast as the line goes, when there are none. */
  readonly paces?: Readonly<Record<Direction, Pace>>
  /** Of each request when it goes out; what it returns gets the Date (RFC 9110 §6.6.1) of the answer when that comes. */
  readonly onAsking?: () => (date: string | undefined) => void
}

export class CentreConnection {
  readonly #origin: string
  readonly #silentMs: number
  readonly #headers: Readonly<Record<string, string>>
  #proxy: ProxyEnvironment
  #trust: TlsTrust
  readonly #paces: Readonly<Record<Direction, Pace>>
  readonly #onAsking: ConnectionOptions['onAsking']
  #agent: Agent
  readonly #underWay = new Set<ClientRequest>()
  #isClosed = false

  constructor(origin: string, trust: TlsTrust, options: ConnectionOptions = {}) {
    this.#origin = origin
    this.#silentMs = options.silentMs ?? SILENT_MS
    this.#headers = options.headers ?? {}
    this.#proxy = options.proxy ?? {}
    this.#paces = options.paces ?? pacesOf(() => [])
    this.#onAsking = options.onAsking
    this.#trust = trust
    this.#agent = agentOf(trust, this.#proxy)
  }

  /** What is downloaded goes through it. */
  downloading(): Transform {
    return this.#paces.download.through()
  }

  /** From the next request on. */
  setTrust(trust: TlsTrust): void {
    // What is under way ends on its old connection.
    this.#trust = trust
    this.#agent = agentOf(trust, this.#proxy)
  }

  /** From the next request on. */
  setProxy(proxy: ProxyEnvironment): void {
    this.#proxy = proxy
    this.#agent = agentOf(this.#trust, proxy)
  }

  /** The answer with a body that the caller reads. @throws CentreProblem for what is no success */
  async open({
    method = 'GET',
    path,
    headers = {},
    json,
    body,
    signal,
  }: CentreRequest): Promise<IncomingMessage> {
    if (this.#isClosed) throw new Error(CLOSED)
    const content = json === undefined ? undefined : JSON.stringify(json)
    const span = beginPart(`${method} centre`, {
      kind: 'client',
      attributes: { 'http.request.method': method },
    })
    const outgoing = request(new URL(path, this.#origin), {
      method,
      agent: this.#agent,
      timeout: this.#silentMs,
      ...(signal && { signal }),
      headers: {
        ...this.#headers,
        ...(content === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
        ...headers,
        ...(span.traceparent === undefined ? {} : { traceparent: span.traceparent }),
      },
    })
    const onDate = this.#onAsking?.()
    this.#underWay.add(outgoing)
    outgoing.once('close', () => {
      this.#underWay.delete(outgoing)
      span.end()
    })
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      outgoing
        .once('response', (response) => {
          span.set({ 'http.response.status_code': response.statusCode ?? 0 })
          resolve(response)
        })
        .once('error', (error) => {
          span.end(failureOf(error))
          reject(error)
        })
    })
    outgoing.once('timeout', () => outgoing.destroy(new Error('the centre is silent')))
    if (body === undefined) outgoing.end(content)
    else {
      // An early answer says more than the broken pipe behind it.
      pipeline(body, this.#paces.upload.through(), givingUp(outgoing)).catch((error: Error) =>
        setImmediate(() => outgoing.destroy(error)),
      )
    }
    const response = await answered
    onDate?.(response.headers.date)
    response.setTimeout(this.#silentMs, () => response.destroy(new Error('the centre is silent')))
    const { statusCode = 0 } = response
    if (statusCode >= 200 && statusCode < 300) return response
    throw problemOf(statusCode, await textOf(response), retryAfterOf(response.headers))
  }

  /** The answer's JSON; undefined when it has none. @throws CentreProblem */
  async call<Answer>(asked: CentreRequest): Promise<Answer> {
    const text = await textOf(await this.open(asked))
    return (text === '' ? undefined : JSON.parse(text)) as Answer
  }

  /** The answer's headers. @throws CentreProblem */
  async headers(asked: CentreRequest): Promise<IncomingHttpHeaders> {
    const response = await this.open(asked)
    await textOf(response)
    return response.headers
  }

  /** What is under way fails at once, whatever the centre does, and nothing is asked any more. */
  close(): void {
    this.#isClosed = true
    for (const each of this.#underWay) each.destroy(new Error(CLOSED))
    this.#agent.destroy()
  }
}

/** @throws NodeError */
export async function readCa(caFile: string | null): Promise<string | undefined> {
  if (caFile === null) return undefined
  try {
    return await readFile(caFile, 'utf8')
  } catch (error) {
    throw new NodeError(`caFile: ${caFile} cannot be read.`, { cause: error })
  }
}

function agentOf({ ca, cert, key, pfx, passphrase }: TlsTrust, proxy: ProxyEnvironment): Agent {
  return new Agent({
    proxyEnv: { ...proxy },
    keepAlive: true,
    // A server that was restarted closes what was kept: then the next request begins a connection of its own.
    scheduling: 'lifo',
    ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(pfx === undefined ? {} : { pfx }),
    ...(passphrase === undefined ? {} : { passphrase }),
  })
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > LARGEST_ANSWER_BYTES) throw new Error('the answer of the centre is too long')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function problemOf(status: number, text: string, retryAfterMs: number): CentreProblem {
  try {
    const { code, detail, error, error_description, made } = JSON.parse(text) as Record<string, unknown>
    // Answers about sign-ins are OAuth's (RFC 6749 §5.2).
    const told = [code ?? error ?? 'unknown', detail ?? error_description ?? ''] as const
    const id = typeof made === 'string' ? made : undefined
    return new CentreProblem(status, String(told[0]), String(told[1]), retryAfterMs, id)
  } catch {
    // No problem document: a proxy between here and the centre speaks for itself.
    return new CentreProblem(status, 'no-problem', 'an answer that is not the centre’s own', retryAfterMs)
  }
}

/** Seconds, or a date. A centre that says nothing sensible is not waited for longer than usual. */
function retryAfterOf({ 'retry-after': told }: IncomingHttpHeaders): number {
  if (told === undefined) return 0
  const waitMs = /^\d+$/.test(told) ? Number(told) * 1000 : Date.parse(told) - Date.now()
  return Number.isFinite(waitMs) ? Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, waitMs)) : 0
}

/** How long what failed with it is to be left alone. */
export function pauseAfter(error: unknown): number {
  return error instanceof CentreProblem ? error.retryAfterMs : 0
}
