/**
 * Ports for servers of tests, none of them given to two tests at a time. The system's own choice (port 0) may come
 * to somebody else between the look and the server's start, which takes seconds where a database is made first.
 */
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { createServer } from 'node:net'

/** Below the range from which systems choose ports by themselves (Linux: 32,768), above those that tests name. */
const FIRST = 27_000
const LAST = 32_000
const MOST_TRIES = 1000

export async function freePort(): Promise<number> {
  return await freePorts(1)
}

/** The first of `count` neighbouring ports that nobody listens at, and that no other test gets while this one runs. */
export async function freePorts(count: number): Promise<number> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const first = randomInt(FIRST, LAST - count + 1)
    if (await areTaken(first, count)) return first
  }
  throw new Error(`no ${count} neighbouring ports are free from ${FIRST} to ${LAST}`)
}

async function areTaken(first: number, count: number): Promise<boolean> {
  const claims: (() => void)[] = []
  for (let port = first; port < first + count; port++) {
    const giveUp = await claim(port)
    if (giveUp !== undefined) claims.push(giveUp)
    if (giveUp !== undefined && (await isFree(port))) continue
    for (const each of claims) each()
    return false
  }
  return true
}

/**
 * The UDP port of the same number, which no server of ours uses, held until this process ends: other processes see it,
 * and it cannot be left behind. Undefined: another test has it.
 */
function claim(port: number): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4').unref()
    socket.once('error', () => resolve(undefined))
    socket.bind({ port, address: '127.0.0.1', exclusive: true }, () => resolve(() => socket.close()))
  })
}

/** Servers of tests listen at 127.0.0.1, or at both addresses of localhost. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, 'localhost'))
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
