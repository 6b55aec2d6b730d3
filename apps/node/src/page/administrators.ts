/**
 * The page over TLS for named administrators: by certificate, or by name and passcode with a session. It shows and does what
 * it does on the machine itself, and says in the log who did it.
 */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { allowedUser } from '@epacs/dicom/network'
import type { Logger } from 'pino'
import type { PageListenConfig } from '../config/schema.ts'
import { acceptorTls } from '../config/tls-files.ts'
import { NodeError } from '../node-error.ts'
import { end, jsonOf, type OpenPage } from './answering.ts'
import { LANGUAGES } from './languages.ts'
import { FailedAttempts, Sessions } from './sessions.ts'

const MOST_CONNECTIONS = 100
const USER_AND_PASSCODE = 2
/** Without who has signed in: they hold nothing of the node. */
const FOR_EVERYBODY: ReadonlySet<string> = new Set([
  ...['/sign-in', '/sign-in.js', '/words.js', '/page.css'],
  ...LANGUAGES.map((each) => `/words-${each}.json`),
])

export interface Administrator {
  readonly name: string
  /** Signed in here, and can sign out. */
  readonly isSession: boolean
}

/** Answers as on the machine itself. @param by who asks */
export type Answering = (
  request: IncomingMessage,
  response: ServerResponse,
  by: Administrator,
) => Promise<void>

/** @throws NodeError that names the port, or the file that is missing */
export async function openForAdministrators(
  listen: PageListenConfig,
  answering: Answering,
  log: Logger,
): Promise<OpenPage> {
  const sessions = new Sessions()
  const attempts = new FailedAttempts()
  const { cert, key, ...peer } = await acceptorTls(listen, 'page.listen')
  const ca = 'ca' in peer && Buffer.isBuffer(peer.ca) ? peer.ca : undefined
  const server = createServer(
    {
      ...{ cert, key, minVersion: 'TLSv1.2' },
      ...(listen.clientCaFile === null ? {} : { ca, requestCert: true, rejectUnauthorized: true }),
    },
    (request, response) => {
      response.setHeader('Strict-Transport-Security', 'max-age=31536000')
      answer(request, response).catch((error: unknown) => {
        log.error({ err: error }, 'a request at the page failed')
        response.destroy()
      })
    },
  )
  server.maxConnections = MOST_CONNECTIONS

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', method, headers, socket } = request
    if (method !== 'GET' && !isOwn(request)) return end(response, 403)
    if (listen.users === undefined) {
      const name = nameIn(socket as TLSSocket)
      if (name !== undefined && listen.administrators?.includes(name))
        return await answering(request, response, { name, isSession: false })
      log.warn(
        { remoteAddress: socket.remoteAddress },
        "a certificate that is no administrator's was refused",
      )
      return end(response, 403)
    }
    if (url === '/api/sign-in' && method === 'POST') return await signIn(request, response)
    if (url === '/api/sign-out' && method === 'POST') {
      response.setHeader('Set-Cookie', sessions.end(headers))
      return end(response, 204)
    }
    // What the page asks for by itself every two seconds keeps nobody signed in.
    const name = sessions.of(headers, method !== 'GET' || !url.startsWith('/api/'))
    if (name !== undefined || (method === 'GET' && FOR_EVERYBODY.has(url)))
      return await answering(request, response, { name: name ?? '', isSession: true })
    if (method !== 'GET' || url.startsWith('/api/')) return end(response, 401)
    response.writeHead(303, { Location: '/sign-in' }).end()
  }

  async function signIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { name, password } = Object(await jsonOf(request))
    if (typeof name !== 'string' || typeof password !== 'string') return end(response, 400)
    const { remoteAddress = '' } = request.socket
    const keys = [`address ${remoteAddress}`, `name ${name}`]
    if (attempts.areTooMany(...keys)) return end(response, 429)
    attempts.note(...keys)
    const users = listen.users ?? []
    const isKnown = users.some((user) => user.name === name)
    // Whoever is unknown is looked at as long as who is known.
    const looked = isKnown ? users : users.slice(0, 1).map((user) => ({ ...user, name }))
    const found = await allowedUser(looked, {
      ...{ type: USER_AND_PASSCODE, wantsReply: false },
      primary: Buffer.from(name),
      secondary: Buffer.from(password),
    })
    if (found === undefined || !isKnown) {
      log.warn({ remoteAddress }, 'signing in at the page failed')
      return end(response, 403)
    }
    attempts.forget(...keys)
    log.info({ by: name, remoteAddress }, 'signed in at the page')
    response.setHeader('Set-Cookie', sessions.begin(name))
    return end(response, 204)
  }

  try {
    server.listen(listen.port, listen.host)
    await once(server, 'listening')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new NodeError(`page.listen: cannot listen at ${listen.host}, port ${listen.port}: ${reason}`, {
      cause: error,
    })
  }
  return {
    address: `https://${listen.host}:${listen.port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** Sent by this page: with its header, which no page elsewhere may send, and from its own address. */
function isOwn({ headers }: IncomingMessage): boolean {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  return (
    headers['x-epacs-node'] === '1' &&
    (origin === undefined || origin === `https://${host}`) &&
    (site === undefined || site === 'same-origin')
  )
}

/** Common Name of the certificate that it showed; undefined: none, or several. */
function nameIn(socket: TLSSocket): string | undefined {
  const name: unknown = socket.getPeerCertificate().subject?.CN
  return typeof name === 'string' ? name : undefined
}
