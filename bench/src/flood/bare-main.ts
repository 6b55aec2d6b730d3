/**
 * A server that does nothing but read what floods, and answer it as the centre's limits would: what others notice of the same
 * flood against it is what the machine costs, and not the centre. Gets `BareOptions` as its argument, says its port; ends by SIGTERM.
 */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { setTimeout as delay } from 'node:timers/promises'

export interface BareOptions {
  /** Files of the centre's own certificate. */
  readonly certFile: string
  readonly keyFile: string
  /** At which uploads are answered: 0 is at once. The centre paces them, and what it does for each takes its time. */
  readonly uploadsPerSecond: number
}

/** Of the centre's limits: beginnings of sign-ins in a minute, refusals after which each further one is held, and for how long. */
const SIGN_INS_TAKEN = 60
const REFUSED_AT_ONCE = 20
const HELD_MS = 1000

/** Likewise: what is held open is closed as the centre closes it. */
const TIME_LIMITS = {
  headersTimeout: 15_000,
  connectionsCheckingInterval: 50,
  handshakeTimeout: 10_000,
  requestTimeout: 0,
}

const options: BareOptions = JSON.parse(process.argv[2] ?? '{}')
let signIns = 0
let nextUploadMs = 0

async function answerUpload(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  for await (const _ of asked) {
    // Read, and nothing else.
  }
  if (options.uploadsPerSecond > 0) {
    const now = performance.now()
    nextUploadMs = Math.max(now, nextUploadMs + 1000 / options.uploadsPerSecond)
    await delay(nextUploadMs - now)
  }
  answer.writeHead(201).end()
}

async function answerSignIn(answer: ServerResponse): Promise<void> {
  const refused = ++signIns - SIGN_INS_TAKEN
  if (refused <= 0) return void answer.writeHead(303, { location: '/' }).end()
  if (refused > REFUSED_AT_ONCE) await delay(HELD_MS)
  answer.writeHead(429, { 'retry-after': '60', 'content-type': 'application/problem+json' }).end('{}')
}

const [cert, key] = await Promise.all([readFile(options.certFile), readFile(options.keyFile)])
// It asks for a certificate, as the entrance does that uploads come by, and looks at none.
const tls = { cert, key, requestCert: true, rejectUnauthorized: false }
const server = createServer({ ...TIME_LIMITS, ...tls }, (asked, answer) => {
  const answered = asked.url === '/api/uploads' ? answerUpload(asked, answer) : answerSignIn(answer)
  // Its client has gone: the flood ended.
  answered.catch(() => answer.destroy())
})
// Connections that are gone are what floods leave.
server.on('tlsClientError', () => {})
process.once('SIGTERM', () => process.exit(0))
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') process.stdout.write(`${address.port}\n`)
})
