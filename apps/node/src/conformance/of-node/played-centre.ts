/** A centre for one node under examination: it answers as docs/node-protocol.md says, and notes what the node asks. */
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { TLSSocket } from 'node:tls'
import {
  answerCertificateRequest,
  CertificateRequestError,
  issueServerCertificate,
  LOCAL_NAMES,
  makeAuthority,
} from '@epacs/pki'
import type { PlayedDelivery } from './played-delivery.ts'
import { PlayedSending } from './played-upload.ts'

export const PLAYED_TITLE = 'EPACSTEST'
const DAY_MS = 24 * 3_600_000
const LARGEST_BODY_BYTES = 1024 * 1024
/** How long the node is to leave a delivery alone. */
export const RETRY_AFTER_SECONDS = 6
/** So that what was written is on its way before the connection is cut. */
const CUT_AFTER_MS = 300

export interface NodeState {
  readonly atMs: number
  readonly isWhole: boolean
}

export class PlayedCentre {
  readonly url: string
  readonly ca: string
  readonly code: string
  readonly sending = new PlayedSending()
  readonly deliveries: PlayedDelivery[] = []
  readonly states: NodeState[] = []
  /** When it asked for deliveries, and for the stream of events. */
  readonly asked: number[] = []
  readonly streams: number[] = []
  enrolled: { readonly fault: string | undefined } | undefined
  /** Requests that came without the certificate that was given. */
  strangers = 0
  #stream: ServerResponse | undefined
  readonly #close: () => Promise<void>
  readonly #authority: Awaited<ReturnType<typeof makeAuthority>>
  readonly #institution = { id: randomUUID(), name: 'Conformance test', aeTitle: PLAYED_TITLE }

  private constructor(
    url: string,
    authority: Awaited<ReturnType<typeof makeAuthority>>,
    close: () => Promise<void>,
  ) {
    this.url = url
    this.ca = authority.certificatePem
    this.#authority = authority
    this.#close = close
    this.code = randomBytes(10).toString('hex').toUpperCase().match(/.{5}/g)?.join('-') ?? ''
  }

  /** @param host by which the node reaches this machine. Fails as listening does. */
  static async listen(host: string, port: number): Promise<PlayedCentre> {
    const now = Date.now()
    const validity = { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 30 * DAY_MS) }
    const names = { commonName: 'ePACS conformance test', organization: 'ePACS' }
    const authority = await makeAuthority({ ...names, ...validity })
    const isAddress = /^[\d.]+$|:/.test(host)
    const own = await issueServerCertificate(authority, {
      ...validity,
      dnsNames: [...LOCAL_NAMES.dnsNames, ...(isAddress ? [] : [host])],
      ipAddresses: [...LOCAL_NAMES.ipAddresses, ...(isAddress ? [host] : [])],
    })
    const server = createServer({
      key: own.privateKeyPem,
      cert: own.certificatePem,
      ca: authority.certificatePem,
      requestCert: true,
      // Enrolment comes without one.
      rejectUnauthorized: false,
    })
    server.listen(port)
    await once(server, 'listening')
    const centre = new PlayedCentre(`https://${host}:${port}`, authority, async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    })
    server.on('request', (request, response) => {
      centre.#answer(request, response).catch(() => response.destroy())
    })
    return centre
  }

  async close(): Promise<void> {
    await this.#close()
  }

  tell(message: string, status: string): void {
    this.#stream?.write(`data: ${JSON.stringify({ type: 'message', id: message, status })}\n\n`)
  }

  cutStream(): void {
    this.#stream?.destroy()
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', socket } = request
    const { pathname } = new URL(request.url ?? '/', this.url)
    if (method === 'POST' && pathname === '/api/nodes') return await this.#enrol(request, response)
    if (!(socket instanceof TLSSocket) || !socket.authorized) {
      this.strangers++
      return problem(response, 401, 'no-certificate')
    }
    const [, , first, second, third, fourth] = pathname.split('/')
    const at = `${method} /${[first, second].filter((each) => each !== undefined).join('/')}`
    if (first === 'uploads') {
      if (second !== undefined) return await this.sending.upload(request, response, second)
      return this.sending.create(request, response)
    }
    if (at === 'GET /events') return this.#listen(response)
    if (at === 'POST /messages') {
      return this.sending.createMessage(request, response, JSON.parse(await textOf(request)))
    }
    if (first === 'messages' && second !== undefined) {
      return third === 'package'
        ? await this.#package(request, response, second)
        : this.#message(response, second)
    }
    if (first === 'nodes' && second === 'own') {
      if (third === 'deliveries' && fourth !== undefined) {
        return await this.#delivery(request, response, fourth, pathname.endsWith('/instances'))
      }
      return await this.#own(request, response, third)
    }
    problem(response, 404, 'not-found')
  }

  async #enrol(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { code, certificateRequest } = JSON.parse(await textOf(request)) as Record<string, unknown>
    if (code !== this.code) return problem(response, 403, 'enrolment-code-invalid')
    const now = Date.now()
    const validity = { notBefore: new Date(now - DAY_MS), notAfter: new Date(now + 29 * DAY_MS) }
    try {
      const id = randomUUID()
      const names = { commonName: id, organization: this.#institution.name }
      const certificate = await answerCertificateRequest(this.#authority, String(certificateRequest), {
        ...names,
        ...validity,
      })
      // What it asked for before is not forgotten with a request that is right.
      this.enrolled ??= { fault: undefined }
      json(response, 201, {
        ...{ id, certificate, institution: this.#institution, certificateEntrance: this.url },
        expiresAt: validity.notAfter.toISOString(),
      })
    } catch (error) {
      if (!(error instanceof CertificateRequestError)) throw error
      this.enrolled ??= { fault: error.message }
      problem(response, 422, 'bad-certificate-request')
    }
  }

  async #own(request: IncomingMessage, response: ServerResponse, what: string | undefined): Promise<void> {
    if (what === 'participants') {
      return json(response, 200, { items: [this.#institution] })
    }
    if (what === 'sent') return json(response, 200, { items: [] })
    if (what === 'deliveries') {
      this.asked.push(Date.now())
      const items = this.deliveries
        .filter(({ isOffered }) => isOffered)
        .map(({ message, study }) => ({
          ...{ message, sender: this.#institution, urgent: false },
          instances: study.instances.length,
          sizeBytes: study.package.length,
        }))
      return json(response, 200, { items })
    }
    if (what === 'state' && request.method === 'PUT') {
      const state = JSON.parse(await textOf(request)) as Record<string, unknown>
      const { version, outgoing, incoming, trouble } = state
      const isWhole =
        typeof version === 'string' &&
        typeof outgoing === 'number' &&
        typeof incoming === 'number' &&
        (trouble === null || typeof trouble === 'string')
      this.states.push({ atMs: Date.now(), isWhole })
      response.writeHead(204).end()
      return
    }
    problem(response, 404, 'not-found')
  }

  async #delivery(request: IncomingMessage, response: ServerResponse, message: string, isList: boolean) {
    const delivery = this.deliveries.find((each) => each.message === message)
    if (delivery === undefined) return problem(response, 404, 'not-found')
    if (isList) return json(response, 200, { items: delivery.study.instances })
    const text = await textOf(request)
    const { status, stored, settled } = JSON.parse(text) as Record<string, unknown>
    const loses = delivery.loses(settled === true)
    delivery.reports.push({
      ...{ atMs: Date.now(), text, isAfterAll: delivery.hasAll, isAnswered: !loses },
      status: typeof status === 'string' ? status : null,
      stored: Number(stored),
      settled: settled === true,
    })
    if (delivery.mishap === 'others') {
      delivery.mishapMs ??= Date.now()
      return problem(response, 409, 'other-node')
    }
    if (loses) request.socket.destroy()
    else response.writeHead(204).end()
  }

  async #package(request: IncomingMessage, response: ServerResponse, message: string): Promise<void> {
    const delivery = this.deliveries.find((each) => each.message === message)
    if (delivery === undefined) return problem(response, 404, 'not-found')
    const { etag, study, mishap } = delivery
    const { range, 'if-match': ifMatch } = request.headers
    const size = study.package.length
    const headers = { etag, 'accept-ranges': 'bytes', 'content-type': 'application/zip' }
    if (request.method === 'HEAD') {
      response.writeHead(200, { ...headers, 'content-length': size }).end()
      return
    }
    const start = Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0)
    const last = Number(/^bytes=\d+-(\d+)$/.exec(range ?? '')?.[1] ?? size - 1)
    delivery.fetches.push({ atMs: Date.now(), start, range, ifMatch })
    if (ifMatch !== undefined && ifMatch !== etag) return problem(response, 412, 'precondition-failed')
    const isFirst = delivery.mishapMs === undefined
    if (isFirst) delivery.mishapMs = mishap === 'others' ? undefined : Date.now()
    if (mishap === 'busy' && isFirst) {
      response.setHeader('retry-after', RETRY_AFTER_SECONDS)
      return problem(response, 503, 'busy')
    }
    const part = Buffer.from(study.package.subarray(start, last + 1))
    const partly = range === undefined ? {} : { 'content-range': `bytes ${start}-${last}/${size}` }
    response.writeHead(range === undefined ? 200 : 206, {
      ...{ ...headers, ...partly },
      'content-length': part.length,
    })
    if (mishap === 'cut' && isFirst) {
      const half = part.subarray(0, Math.floor(part.length / 2))
      response.write(half, () => setTimeout(() => response.destroy(), CUT_AFTER_MS))
      delivery.given(start, start + half.length)
      return
    }
    if (mishap === 'corrupted' && isFirst) {
      // In the pixels of the last image.
      const { offset = 0, sizeBytes = 0 } = study.instances.at(-1) ?? {}
      const at = offset + sizeBytes - 100 - start
      part.writeUInt8(part.readUInt8(at) ^ 0xff, at)
    } else delivery.given(start, start + part.length)
    response.end(part)
  }

  #message(response: ServerResponse, id: string): void {
    if (id !== this.sending.message) {
      problem(response, 404, 'not-found')
      return
    }
    this.sending.asked++
    const status = this.sending.asked < 2 ? 'checking' : 'delivered'
    json(response, 200, { id, status, problem: null, deliveries: [{ status }], files: [] })
    if (status === 'checking') setTimeout(() => this.tell(id, 'delivered'), CUT_AFTER_MS)
  }

  #listen(response: ServerResponse): void {
    this.streams.push(Date.now())
    this.#stream = response
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    response.write(': here\n\n')
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  let bytes = 0
  for await (const piece of request as AsyncIterable<Buffer>) {
    bytes += piece.length
    if (bytes > LARGEST_BODY_BYTES) throw new Error('a body without an end')
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function problem(response: ServerResponse, status: number, code: string): void {
  response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ status, code, title: code, detail: 'As the conformance test plays it.' }))
}
