/** What floods: each kind of attack, by one client at an address of its own, until it is told to end. */
import { once } from 'node:events'
import { Agent, request } from 'node:https'
import { connect as connectPlain, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { connect } from 'node:tls'

export const ATTACKS = {
  idle: 'connections on which nothing is said',
  'slow-heads': 'heads a byte at a time, each connection made again when it is closed',
  'slow-bodies': 'bodies a byte at a time, each connection made again when it is closed',
  'sign-ins': 'beginnings of sign-ins, as fast as they are answered',
  uploads: 'uploads of 64 KB by one account of one institution, as fast as they are answered',
} as const
export type AttackName = keyof typeof ATTACKS

export interface Attack {
  readonly name: AttackName
  readonly portal: string
  readonly certificateEntrance: string
  readonly ca: string
  /** Of the account that uploads, PEM. */
  readonly cert: string
  readonly key: string
  /** That are open or ask at the same time. */
  readonly connections: number
}

export interface Tally {
  /** Answers by status. */
  readonly answers: Record<string, number>
  /** 429 and 503 that do not say when to ask again. */
  withoutRetryAfter: number
  /** Connections that the centre closed, or did not take. */
  closed: number
}

/** Others are at 127.0.0.1. */
const OWN_ADDRESS = '127.0.0.2'
const BYTE_EVERY_MS = 500
const CHUNK = Buffer.alloc(64 * 1024)
/** One client does not make thousands of handshakes at once. */
const HANDSHAKES_AT_ONCE = 50

export function emptyTally(): Tally {
  return { answers: {}, withoutRetryAfter: 0, closed: 0 }
}

/** Resolves when it was aborted. `onFull`: every connection is there, and the first answers are. */
export async function attack(
  options: Attack,
  tally: Tally,
  signal: AbortSignal,
  onFull: () => void,
): Promise<void> {
  const { name, connections } = options
  if (name === 'sign-ins' || name === 'uploads') {
    const agent = new Agent({ ...credentials(options), keepAlive: true, maxSockets: connections })
    const asking = Array.from({ length: connections }, () => askOn(options, agent, tally, signal))
    onFull()
    await Promise.all(asking)
    agent.destroy()
    return
  }
  const open = new Set<Socket>()
  const dripping = setInterval(() => {
    for (const socket of open) socket.write('x')
  }, BYTE_EVERY_MS)
  if (name === 'idle') clearInterval(dripping)
  let isFull = false
  while (!signal.aborted) {
    const missing = Math.min(connections - open.size, HANDSHAKES_AT_ONCE)
    await Promise.all(Array.from({ length: missing }, () => openOne(options, open, tally)))
    if (!isFull && open.size >= connections) {
      isFull = true
      onFull()
    }
    await delay(missing > 0 ? 10 : 100, undefined, { signal }).catch(() => undefined)
  }
  clearInterval(dripping)
  for (const socket of open) socket.destroy()
}

function credentials({ ca, cert, key, name }: Attack) {
  return { ca, ...(name === 'uploads' ? { cert, key } : {}), localAddress: OWN_ADDRESS, family: 4 }
}

async function openOne(options: Attack, open: Set<Socket>, tally: Tally): Promise<void> {
  const { hostname, port } = new URL(options.portal)
  const plain = connectPlain({ host: '127.0.0.1', port: Number(port), localAddress: OWN_ADDRESS })
  plain.on('error', () => {})
  const socket = connect({ socket: plain, servername: hostname, ca: options.ca })
  socket.on('error', () => {})
  socket.once('close', () => {
    if (open.delete(socket)) tally.closed++
  })
  await Promise.race([once(socket, 'secureConnect'), once(socket, 'close')]).catch(() => undefined)
  if (socket.destroyed) {
    tally.closed++
    return
  }
  socket.resume()
  if (options.name === 'slow-heads') socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ')
  if (options.name === 'slow-bodies') {
    socket.write('POST /api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n')
    socket.write('Content-Length: 60000\r\n\r\n')
  }
  open.add(socket)
}

async function askOn(options: Attack, agent: Agent, tally: Tally, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await ask(options, agent, tally)
    } catch {
      tally.closed++
      await delay(10)
    }
  }
}

async function ask({ name, portal, certificateEntrance }: Attack, agent: Agent, tally: Tally): Promise<void> {
  const isUpload = name === 'uploads'
  const url = isUpload ? new URL('/api/uploads', certificateEntrance) : new URL('/sign-in/jtp', portal)
  const headers = isUpload
    ? {
        'tus-resumable': '1.0.0',
        'upload-length': CHUNK.length,
        'content-type': 'application/offset+octet-stream',
        'content-length': CHUNK.length,
      }
    : {}
  const outgoing = request(url, { method: isUpload ? 'POST' : 'GET', headers, agent })
  outgoing.end(isUpload ? CHUNK : undefined)
  const [response] = await once(outgoing, 'response')
  response.resume()
  const status: number = response.statusCode
  tally.answers[status] = (tally.answers[status] ?? 0) + 1
  if ((status === 429 || status === 503) && response.headers['retry-after'] === undefined) {
    tally.withoutRetryAfter++
  }
  if (!response.readableEnded) await once(response, 'close')
}
