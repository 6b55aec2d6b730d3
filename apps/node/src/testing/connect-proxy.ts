/** An HTTP proxy as hospitals have them: CONNECT alone, for who knows user and password. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect, type Socket } from 'node:net'

export class ConnectProxy {
  readonly port: number
  /** Where to, for each tunnel. */
  readonly tunnels: string[] = []
  /** Those whom it sent away. */
  refused = 0
  readonly #close: () => Promise<void>

  private constructor(port: number, close: () => Promise<void>) {
    this.port = port
    this.#close = close
  }

  /** @param credentials user:password */
  static async open(credentials: string): Promise<ConnectProxy> {
    const sockets = new Set<Socket>()
    const server = createServer((_, response) => response.writeHead(405).end())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('it listens at no port')
    const proxy = new ConnectProxy(address.port, async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    })
    server.on('connect', ({ url = '', headers }, near: Socket) => {
      const isKnown =
        headers['proxy-authorization'] === `Basic ${Buffer.from(credentials).toString('base64')}`
      if (!isKnown) {
        proxy.refused += 1
        near.end(
          'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="hospital"\r\n\r\n',
        )
        return
      }
      proxy.tunnels.push(url)
      const [host = '', port] = url.split(':')
      const far = connect({ host, port: Number(port) })
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        sockets.add(one)
        one.once('close', () => {
          sockets.delete(one)
          other.destroy()
        })
        // What breaks here is closed on both sides.
        one.once('error', () => other.destroy())
      }
      far.once('connect', () => {
        near.write('HTTP/1.1 200 Connection established\r\n\r\n')
        near.pipe(far).pipe(near)
      })
    })
    return proxy
  }

  async close(): Promise<void> {
    await this.#close()
  }
}
