/** Finds neighbouring ports that nobody listens at, so that several runs on one machine do not meet. */
import { createServer } from 'node:net'

/** Below the range from which systems give outgoing connections their ports. */
const LAST_PORT = 32_000

/** The first of `count` free ports on loopback, looked for from `from` upwards. */
export async function firstOfFreePorts(count: number, from: number): Promise<number> {
  for (let first = from; first + count <= LAST_PORT; first += count) {
    if (await areFree(first, count)) return first
  }
  throw new Error(`no ${count} neighbouring ports are free from ${from} to ${LAST_PORT}`)
}

async function areFree(first: number, count: number): Promise<boolean> {
  for (let port = first; port < first + count; port++) {
    if (!(await isFree(port))) return false
  }
  return true
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
