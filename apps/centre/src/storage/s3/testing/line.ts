/** The network between a centre and its store, for tests: it counts what passes, and breaks, stops or changes it. */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

export type Direction = 'to-store' | 'from-store'

export interface Passing {
  readonly direction: Direction
  readonly piece: Buffer
  /** Of this connection, before the piece. */
  readonly before: number
}

/** `hold`: nothing passes this connection any more, and nobody is told. */
export type Fate = 'pass' | 'cut' | 'hold'

export class Line {
  readonly port: number
  /** Of all connections. */
  readonly passed: Record<Direction, number> = { 'to-store': 0, 'from-store': 0 }
  /** What happens to each piece; it may change it, too. */
  fate: (passing: Passing) => Fate = () => 'pass'
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server, port: number) {
    this.#server = server
    this.port = port
  }

  /** @param target port of this machine */
  static async open(target: number): Promise<Line> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('it listens at no port')
    const line = new Line(server, address.port)
    server.on('connection', (near) => line.#join(near, connect(target, '127.0.0.1')))
    return line
  }

  /** Nobody can be reached through it any more. */
  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #join(near: Socket, far: Socket): void {
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      // What breaks here is closed on both sides.
      one.once('error', () => other.destroy())
      one.once('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
    this.#pass('to-store', near, far)
    this.#pass('from-store', far, near)
  }

  #pass(direction: Direction, from: Socket, to: Socket): void {
    let before = 0
    from.on('data', (piece: Buffer) => {
      const fate = this.fate({ direction, piece, before })
      if (fate === 'cut') return from.resetAndDestroy()
      if (fate === 'hold') return from.pause()
      before += piece.length
      this.passed[direction] += piece.length
      if (to.write(piece)) return
      from.pause()
      to.once('drain', () => from.resume())
    })
  }
}

/** Each connection breaks when so much has passed in the direction, `times` times. */
export function cutAfter(direction: Direction, bytes: number, times: number): Line['fate'] {
  let left = times
  return (passing) => {
    if (left === 0 || passing.direction !== direction || passing.before < bytes) return 'pass'
    left--
    return 'cut'
  }
}
