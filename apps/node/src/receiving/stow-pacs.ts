/**
 * A PACS by STOW-RS (PS3.18 §10.5): a request for each image, on connections that stay, so that what the PACS answers for an
 * image is known before the next one goes; nothing but that image's bytes is ever under way.
 */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import {
  type ClientRequest,
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { receivedFileHead } from '@epacs/dicom'
import { STATUS, type StoredObject } from '@epacs/dicom/network'
import type { StowPacsConfig } from '../config/schema.ts'
import { optionOf, requestorTls } from '../config/tls-files.ts'
import { NodeError } from '../node-error.ts'
import { type Answer, answerOf, type PacsConnection } from './pacs.ts'
import { toldOf } from './stow-answer.ts'

/** Without a byte for so long a request is over. */
const SILENT_MS = 60_000
const MOST_ANSWER_BYTES = 1024 * 1024
const LONGEST_COMMENT = 200

/** Nothing can be stored there now, whatever it is. */
export class PacsAway extends Error {
  override readonly name: string = 'PacsAway'
}

/** It broke off at an image: that may be the image's fault. */
export class PacsBroke extends PacsAway {
  override readonly name = 'PacsBroke'
}

interface Answered {
  readonly status: number
  readonly body: string
  /** The request had gone out whole before the answer was there. */
  readonly isSent: boolean
}

export class StowConnection implements PacsConnection {
  readonly #pacs: StowPacsConfig
  readonly #authorization: string | undefined
  readonly #agent: HttpAgent | HttpsAgent
  #underWay: ClientRequest | undefined
  #isAborted = false

  private constructor(
    pacs: StowPacsConfig,
    authorization: string | undefined,
    agent: HttpAgent | HttpsAgent,
  ) {
    this.#pacs = pacs
    this.#authorization = authorization
    this.#agent = agent
  }

  /** Nobody is called yet. @throws NodeError: a file of the configuration cannot be read */
  static async open(pacs: StowPacsConfig): Promise<StowConnection> {
    const { url, tls, name } = pacs
    const keeping = { keepAlive: true, maxSockets: 1 }
    if (!url.startsWith('https:'))
      return new StowConnection(pacs, await authorizationOf(pacs), new HttpAgent(keeping))
    const { serverName, ca, cert, key } = tls === null ? {} : await requestorTls(tls, optionOf('tls', name))
    const agent = new HttpsAgent({
      ...{ ...keeping, cert, key, minVersion: 'TLSv1.2' },
      ...(ca === undefined ? {} : { ca: [ca].flat() }),
      ...(serverName === undefined ? {} : { servername: serverName }),
    })
    return new StowConnection(pacs, await authorizationOf(pacs), agent)
  }

  /** Nobody says before it is sent what would be taken. */
  takes(): boolean {
    return true
  }

  /** @throws PacsAway; PacsBroke */
  async store({ sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet }: StoredObject): Promise<Answer> {
    const boundary = randomUUID()
    const head = Buffer.concat([
      // Without its transfer syntax, which the File Meta Information has: Orthanc 1.10 takes no such parameter in chunks.
      Buffer.from(`--${boundary}\r\nContent-Type: application/dicom\r\n\r\n`),
      receivedFileHead({ sopClassUid, sopInstanceUid, transferSyntaxUid }, this.#pacs.callingAeTitle),
    ])
    const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
    const isWhole = dataSet instanceof Uint8Array
    const send = async () =>
      await this.#call('POST', '/studies', {
        headers: {
          'Content-Type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
          ...(isWhole ? { 'Content-Length': head.length + dataSet.length + tail.length } : {}),
        },
        body: parts(head, isWhole ? [dataSet] : dataSet, tail),
      })
    // A connection that the PACS closed while it lay idle breaks at once; what is all here can be sent again.
    const answered = await send().catch((error: unknown) => {
      if (isWhole && error instanceof PacsBroke && this.#underWay?.reusedSocket === true) return send()
      throw error
    })
    return judged(answered, sopInstanceUid)
  }

  /** @throws PacsAway: nobody answers there, or not to this node */
  async probe(): Promise<void> {
    const { status } = await this.#call('OPTIONS', '/studies')
    // Orthanc 1.10 does not know the method, and says of its own address that it is not there. It is asked to store nothing.
    refuseAway(status === 404 ? (await this.#storeNothing()).status : status)
  }

  async #storeNothing(): Promise<Answered> {
    const boundary = randomUUID()
    const body = Buffer.from(`--${boundary}--\r\n`)
    return await this.#call('POST', '/studies', {
      headers: {
        'Content-Type': `multipart/related; type="application/dicom"; boundary=${boundary}`,
        'Content-Length': body.length,
      },
      body: [body],
    })
  }

  async release(): Promise<void> {
    this.#agent.destroy()
  }

  abort(): void {
    this.#isAborted = true
    this.#underWay?.destroy()
    this.#agent.destroy()
  }

  async #call(
    method: string,
    path: string,
    {
      headers = {},
      body,
    }: {
      headers?: Record<string, string | number>
      body?: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
    } = {},
  ): Promise<Answered> {
    if (this.#isAborted) throw new PacsBroke('The connection to the PACS was ended')
    const url = new URL(`${this.#pacs.url}${path}`)
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      method,
      agent: this.#agent,
      timeout: SILENT_MS,
      headers: {
        Accept: 'application/dicom+json',
        ...(this.#authorization === undefined ? {} : { Authorization: this.#authorization }),
        ...headers,
      },
    })
    this.#underWay = request
    request.once('timeout', () => request.destroy(new Error('nothing came for a minute')))
    try {
      // Some answer before they have read all of it: what they say counts more than that they closed.
      const answer = responseOf(request)
      const sent = body === undefined ? ended(request) : pipeline(Readable.from(body), request)
      sent.catch(() => undefined)
      const response = await Promise.race([answer, sent.then(() => answer)]).catch(async (error: unknown) => {
        // What could not be read here is no fault of the PACS.
        if (error instanceof Error && isOwn(error)) throw error
        return await answer
      })
      const text = await textOf(response)
      return { status: response.statusCode ?? 0, body: text, isSent: request.writableFinished }
    } catch (error) {
      request.destroy()
      throw failure(error, url)
    }
  }
}

/** @throws PacsAway, also when the signal aborts it; NodeError */
export async function probeStow(pacs: StowPacsConfig, signal?: AbortSignal): Promise<void> {
  const connection = await StowConnection.open(pacs)
  const abort = () => connection.abort()
  signal?.addEventListener('abort', abort, { once: true })
  if (signal?.aborted) abort()
  try {
    await connection.probe()
  } finally {
    signal?.removeEventListener('abort', abort)
    await connection.release()
  }
}

/** As a C-STORE response is understood. @throws PacsAway */
function judged({ status, body, isSent }: Answered, sopInstanceUid: string): Answer {
  refuseAway(status)
  if (status === 507) return answerOf({ status: STATUS.outOfResources, errorComment: 'HTTP 507' })
  const told = toldOf(body, sopInstanceUid)
  if (told.kind === 'failed') {
    const words = `HTTP ${status}`
    // Of a reason that says success nothing was stored all the same.
    const answer = answerOf({ status: told.reason, errorComment: words })
    if (answer.result !== 'stored') return answer
    return { result: 'refused', status: told.reason, comment: words }
  }
  // Success without a word about the image is success only in the PACS's own form; a proxy's page is none.
  const isSuccess = told.kind === 'stored' || (status === 200 && told.kind === 'nothing')
  if (isSuccess) {
    if (!isSent) throw new PacsBroke('The PACS answered before the image was sent to it')
    return { result: 'stored', status: told.kind === 'stored' ? told.warning : 0, comment: '' }
  }
  // A page to sign in at, say: it is about the way to the PACS, not about the image.
  if (status === 200)
    throw new PacsAway('What answers at that address is no STOW-RS: HTTP 200 without DICOM JSON')
  const comment = `HTTP ${status} ${firstLine(body)}`.trim().slice(0, LONGEST_COMMENT)
  if (status === 413 || status === 415 || status === 406) return { result: 'refused', status: null, comment }
  return { result: 'later', status: STATUS.processingFailure, comment }
}

/** What concerns every image alike. */
function refuseAway(status: number): void {
  if (status === 401 || status === 403)
    throw new PacsAway(`The PACS does not let this node in by STOW-RS: HTTP ${status}`)
  if (status === 404) throw new PacsAway('The PACS has no STOW-RS at that address: HTTP 404')
  if (status === 429 || (status >= 502 && status <= 504))
    throw new PacsAway(`The PACS takes nothing by STOW-RS now: HTTP ${status}`)
  if (status >= 300 && status < 400)
    throw new PacsAway(`The PACS sends this node elsewhere, which it does not follow: HTTP ${status}`)
}

async function* parts(
  head: Uint8Array,
  dataSet: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  tail: Uint8Array,
): AsyncGenerator<Uint8Array> {
  yield head
  try {
    yield* dataSet
  } catch (error) {
    throw new OwnFailure('the image cannot be read', { cause: error })
  }
  yield tail
}

/** On this side, while the request was made. */
class OwnFailure extends Error {
  override readonly name = 'OwnFailure'
}

function isOwn(error: Error): boolean {
  return error instanceof OwnFailure
}

async function responseOf(request: ClientRequest): Promise<IncomingMessage> {
  return await new Promise((resolve, reject) => {
    request.once('response', resolve).once('error', reject)
    request.once('close', () => reject(new Error('the connection was closed')))
  })
}

async function ended(request: ClientRequest): Promise<void> {
  request.end()
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= MOST_ANSWER_BYTES) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function failure(error: unknown, { host }: URL): Error {
  if (error instanceof OwnFailure) return error.cause instanceof Error ? error.cause : error
  const { code, message } = error as NodeJS.ErrnoException
  const words = `The PACS at ${host} is not reached by STOW-RS: ${message}`
  const isBreak = code === undefined || code === 'ECONNRESET' || code === 'EPIPE'
  return isBreak ? new PacsBroke(words, { cause: error }) : new PacsAway(words, { cause: error })
}

/** Of a JSON document or a page it would tell nobody anything. */
function firstLine(body: string): string {
  return /^(?![{[<])[\x20-\x7e]*/.exec(body)?.[0] ?? ''
}

async function authorizationOf({ name, basicFile, bearerFile }: StowPacsConfig): Promise<string | undefined> {
  if (basicFile !== null) {
    const line = await oneLine(optionOf('basicFile', name), basicFile)
    if (!/^[^:]+:/.test(line)) throw new NodeError(`${basicFile} must hold user:password in one line.`)
    return `Basic ${Buffer.from(line).toString('base64')}`
  }
  return bearerFile === null ? undefined : `Bearer ${await oneLine(optionOf('bearerFile', name), bearerFile)}`
}

async function oneLine(option: string, path: string): Promise<string> {
  let text: string
  try {
    text = (await readFile(path, 'utf8')).trim()
  } catch (error) {
    throw new NodeError(`${option}: ${path} cannot be read.`, { cause: error })
  }
  if (text === '' || /[\r\n]/.test(text)) throw new NodeError(`${option}: ${path} must hold one line.`)
  return text
}
