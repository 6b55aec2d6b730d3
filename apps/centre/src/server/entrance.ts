/** An entrance: the application listening with TLS at an address of its own. */
import { createServer, type Server } from 'node:https'
import type { TlsOptions } from 'node:tls'
import type { FastifyInstance } from 'fastify'
import type { Centre } from '../centre.ts'
import { acceptedAuthorities, type Entrance } from '../identity/index.ts'
import { buildApp } from './build-app.ts'
import { LIMITS } from './limits.ts'
import type { Metrics } from './metrics.ts'
import { asStartError } from './start-error.ts'
import { readTls } from './tls.ts'

/** What is answered within this time after the stop began is answered to its end. */
const GRACE_MS = 1000

export interface OpenEntrance {
  readonly app: FastifyInstance
  /** Nobody is being answered, but those who listen to events. */
  isIdle(): boolean
  /** Takes no new connections, and cuts those that are still busy after the grace. */
  close(): Promise<void>
}

export async function openEntrance(
  centre: Centre,
  entrance: Entrance,
  metrics: Metrics,
): Promise<OpenEntrance> {
  const { host, port, tls } = placeOf(centre, entrance)
  const tlsNow = tlsOptions(centre, entrance, await readTls(tls))
  let options = await tlsNow.read()
  // `localhost` is two addresses on most machines, and Fastify makes a server for each.
  const servers: Server[] = []
  let answering = 0
  const hasProxy = centre.config.reverseProxy.addresses.length > 0
  const maxHeaderSize = hasProxy ? LIMITS.headerBytesFromProxy : LIMITS.headerBytes
  const app = await buildApp({
    centre,
    entrance,
    metrics,
    serverFactory: (handler) => {
      const server = createServer({ ...SERVER_OPTIONS, maxHeaderSize, ...options }, handler)
      server.keepAliveTimeout = LIMITS.keepAliveTimeoutMs
      server.maxRequestsPerSocket = LIMITS.requestsPerConnection
      server.maxConnections = centre.config.limits.connections
      server.setTimeout(LIMITS.silentTimeoutMs)
      server.prependListener('request', (request, response) => {
        // Its next request goes elsewhere.
        if (centre.leaving.aborted) response.shouldKeepAlive = false
        if (request.url?.startsWith('/api/events') === true) return
        answering++
        response.once('close', () => answering--)
      })
      servers.push(server)
      return server
    },
  })
  const stopWatching = tlsNow.onChange(() => {
    tlsNow.read().then(
      (changed) => {
        options = changed
        for (const server of servers) server.setSecureContext(options)
      },
      (error) => centre.log.error({ err: error }, 'the accepted authorities could not be read again'),
    )
  })
  await listen(app, host, port)
  return {
    app,
    isIdle: () => answering === 0,
    async close() {
      stopWatching()
      const cut = setTimeout(() => {
        for (const server of servers) server.closeAllConnections()
      }, GRACE_MS)
      await app.close()
      clearTimeout(cut)
    },
  }
}

const SERVER_OPTIONS = {
  headersTimeout: LIMITS.headersTimeoutMs,
  connectionsCheckingInterval: LIMITS.checkEveryMs,
  handshakeTimeout: LIMITS.handshakeTimeoutMs,
  // A request may take hours: an upload does.
  requestTimeout: 0,
  noDelay: true,
} as const

function placeOf({ config }: Centre, entrance: Entrance) {
  if (entrance === 'portal') return config.portal
  const { host, port, tls = config.portal.tls } = config.certificateEntrance
  return { host, port, tls }
}

interface TlsNow {
  read(): Promise<TlsOptions>
  /** Returns what ends the watch. */
  onChange(listener: () => void): () => void
}

function tlsOptions(centre: Centre, entrance: Entrance, certificate: TlsOptions): TlsNow {
  if (entrance === 'portal') return { read: async () => certificate, onChange: () => () => {} }
  const authorities = acceptedAuthorities(centre)
  return {
    read: async () => ({ ...certificate, ...(await authorities.tls()) }),
    onChange: (listener) => authorities.onChange(listener),
  }
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port, listenTextResolver: () => 'listening' })
  } catch (error) {
    throw asStartError(error, host)
  }
}
