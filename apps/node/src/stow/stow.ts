/**
 * STOW-RS (PS3.18 §10.5) on the hospital's side: a modality or workstation posts images to a participant, and they go the
 * way of those that come by C-STORE, by the same rules and within the same limits.
 */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { nativeDicomXml } from '@epacs/dicom/json'
import { REJECTION } from '@epacs/dicom/network'
import {
  acceptedRanges,
  DICOM_XML,
  MOST_PARTS,
  PartsError,
  partsOf,
  type StoreResult,
  storeAnswerType,
  storeResponse,
} from '@epacs/dicomweb'
import type { Logger } from 'pino'
import type { LiveConfig } from '../config/live-config.ts'
import type { StowConfig } from '../config/schema.ts'
import { NodeError } from '../node-error.ts'
import type { Call } from '../rules/facts.ts'
import { Callers } from '../sending/callers.ts'
import type { DicomPort } from '../sending/dicom-port.ts'
import type { Receiver } from '../sending/receiver.ts'
import type { Participants } from '../state/participants.ts'
import { receivePart } from './receive-part.ts'

const MOST_CONNECTIONS = 20
/** Without a byte for so long a request is over. */
const SILENT_MS = 60_000
const ADDRESS = /^\/dicom-web\/([^/?]+)\/studies(?:\/([0-9.]{1,64}))?$/

export interface StowParts {
  readonly config: Pick<LiveConfig, 'now' | 'onChange' | 'onPrepare'>
  readonly participants: Participants
  readonly port: Pick<DicomPort, 'during'>
  readonly log: Logger
}

export interface OpenStow {
  /** Nobody new is listened to; resolves when those who were there have ended. */
  drain(): Promise<void>
  close(): Promise<void>
}

/** @throws NodeError that names the port, or the file that is missing */
export async function openStow(
  stow: StowConfig,
  { config, participants, port, log }: StowParts,
): Promise<OpenStow> {
  const callersNow = () => new Callers(stow.callers, config.now.rules, participants)
  let callers = callersNow()
  config.onChange(() => {
    callers = callersNow()
  })
  const server = await serverOf(stow, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'a request by STOW-RS failed')
      if (response.headersSent) response.destroy()
      else problem(response, 500, 'node-failure', 'The node failed; nothing can be said about the instances.')
    })
  })
  server.maxConnections = MOST_CONNECTIONS
  server.requestTimeout = 0
  server.setTimeout(SILENT_MS)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://node')
    const [, title, study] = ADDRESS.exec(pathname) ?? []
    const called = title === undefined ? undefined : decoded(title)
    if (called === undefined) return problem(response, 404, 'not-found', 'There is nothing at this address.')
    if (request.method !== 'POST') {
      response.setHeader('Allow', 'POST')
      return problem(response, 405, 'method-not-allowed', 'Only storing (POST) is possible here.')
    }
    const { remoteAddress = '' } = request.socket
    const admitted = callers.admitByAddress(called, remoteAddress)
    if ('reject' in admitted) {
      log.warn({ called, remoteAddress }, 'a request by STOW-RS was refused')
      return admitted.reject === REJECTION.callingAeTitleNotRecognized
        ? problem(response, 403, 'not-a-caller', 'This address is not among stow.callers of the node.')
        : problem(response, 404, 'unknown-recipient', `No participant or rule for ${called}, or not for you.`)
    }
    const type = storeAnswerType(acceptedRanges(searchParams.get('accept') ?? request.headers.accept ?? ''))
    if (type === undefined) {
      return problem(response, 406, 'not-acceptable', 'The answer is application/dicom+json or +xml.')
    }
    let results: readonly StoreResult[]
    try {
      results = await port.during(admitted.call, (receiver) => receiveAll(request, receiver, study))
    } catch (error) {
      if (!(error instanceof PartsError)) throw error
      return problem(response, error.status, error.code, error.message)
    }
    if (results.length === 0) return problem(response, 400, 'no-instances', 'The request holds no instance.')
    tell(admitted.call, results)
    const { status, object } = storeResponse(results)
    const body = type === DICOM_XML ? nativeDicomXml(object) : JSON.stringify(object)
    response.writeHead(status, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body)
  }

  function tell(call: Call, results: readonly StoreResult[]): void {
    const failed = results.filter(({ failure }) => failure !== undefined).length
    log.info({ ...call, stored: results.length - failed, failed }, 'images came by STOW-RS')
  }

  try {
    server.listen(stow.port, stow.host)
    await once(server, 'listening')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new NodeError(`stow: cannot listen at ${stow.host}, port ${stow.port}: ${reason}`, { cause: error })
  }
  let closed: Promise<unknown> | undefined
  const end = () => {
    if (closed === undefined) {
      closed = once(server, 'close')
      server.close()
      server.closeIdleConnections()
    }
    return closed
  }
  return {
    async drain() {
      await end()
    },
    async close() {
      const ended = end()
      server.closeAllConnections()
      await ended
    },
  }
}

async function receiveAll(
  request: IncomingMessage,
  receiver: Receiver,
  study: string | undefined,
): Promise<readonly StoreResult[]> {
  const results: StoreResult[] = []
  for await (const part of partsOf(request)) {
    if (results.length === MOST_PARTS) {
      throw new PartsError('too-many-parts', 'The request has too many parts.')
    }
    results.push(await receivePart(part, receiver, study))
  }
  return results
}

async function serverOf(
  { tls }: StowConfig,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Server> {
  if (tls === null) return createServer(listener)
  const read = async (path: string) => {
    try {
      return await readFile(path)
    } catch (error) {
      throw new NodeError(`stow.tls: ${path} cannot be read.`, { cause: error })
    }
  }
  const { certificateFile, keyFile, clientCaFile } = tls
  const ca = clientCaFile === null ? undefined : await read(clientCaFile)
  return createTlsServer(
    {
      cert: await read(certificateFile),
      key: await read(keyFile),
      minVersion: 'TLSv1.2',
      ...(ca === undefined ? {} : { ca, requestCert: true, rejectUnauthorized: true }),
    },
    listener,
  )
}

function decoded(title: string): string | undefined {
  try {
    return decodeURIComponent(title)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

/** RFC 9457. What is still coming is passed over; of strangers nothing more is taken. */
function problem(response: ServerResponse, status: number, code: string, detail: string): void {
  if (status === 403) response.setHeader('Connection', 'close')
  else response.req.resume()
  response
    .writeHead(status, { 'Content-Type': 'application/problem+json' })
    .end(JSON.stringify({ status, code, detail }))
}
