/** A line between a node and the centre that breaks: cut, slow, down, or silent with both ends still open. */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

interface Pair {
  readonly near: Socket
  readonly far: Socket
  /** Nothing passes any more, and nobody is told. */
  isSilent: boolean
  /** Its far end is gone, and the near one never hears of it. */
  hasVanished?: boolean
}

type Direction = 'up' | 'down'

export class FaultProxy {
  readonly port: number
  /** Each piece takes so much longer, also when it is not slow. */
  delayMs = 0
  #slowMs = 0
  /** What has passed, from the node and to it. */
  readonly passedBytes = { up: 0, down: 0 }
  cuts = 0
  /** How many have connected. */
  joins = 0
  /** Who connects is let in, and nothing passes: what is behind it hangs. */
  #isHanging = false
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  #isDown = false
  #isClosed = false
  #cutting:
    | { readonly direction: Direction; readonly everyBytes: number; left: number; atBytes: number }
    | undefined

  private constructor(server: Server, port: number) {
    this.#server = server
    this.port = port
  }

  /** @param target port of this machine */
  static async open(target: number): Promise<FaultProxy> {
    const server = createServer({ pauseOnConnect: true })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('it listens at no port')
    const proxy = new FaultProxy(server, address.port)
    server.on('connection', (near) => proxy.#join(near, target))
    return proxy
  }

  /** Every connection ends at once, as when a cable is pulled and noticed. */
  cut(): void {
    this.cuts++
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
  }

  /** Each time that so much more has passed, so often: however slow the machine is, it is cut at the same places. */
  cutEvery(direction: Direction, everyBytes: number, times: number): void {
    this.#cutting = { direction, everyBytes, left: times, atBytes: this.passedBytes[direction] + everyBytes }
  }

  /** What is open stays open, and nothing passes: a firewall that has forgotten it. New connections are well. */
  silence(): void {
    for (const pair of this.#pairs) pair.isSilent = true
  }

  /** The machine behind it goes, and another is there in its place: what is open stays so, and nothing comes of it. */
  vanish(): void {
    for (const pair of this.#pairs) {
      pair.isSilent = true
      pair.hasVanished = true
      pair.far.resetAndDestroy()
    }
  }

  /** What is open and what connects from now on is as `silence` leaves it, until `answer`. */
  hang(): void {
    this.#isHanging = true
    this.silence()
  }

  answer(): void {
    this.#isHanging = false
    this.cut()
  }

  /** Nothing connects for the time. */
  async down(ms: number): Promise<void> {
    this.#isDown = true
    this.cut()
    await delay(ms)
    this.#isDown = false
  }

  async slow(delayMs: number, ms: number): Promise<void> {
    this.#slowMs = delayMs
    await delay(ms)
    this.#slowMs = 0
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.cut()
    await closed
  }

  #join(near: Socket, target: number): void {
    if (this.#isDown) {
      near.resetAndDestroy()
      return
    }
    this.joins++
    const far = connect(target, '127.0.0.1')
    const pair: Pair = { near, far, isSilent: this.#isHanging }
    this.#pairs.add(pair)
    const end = () => {
      if (pair.hasVanished && !near.destroyed && !this.#isClosed) return
      this.#pairs.delete(pair)
      near.destroy()
      far.destroy()
    }
    for (const socket of [near, far]) socket.once('close', end).once('error', end)
    void this.#pass(pair, near, far, 'up').finally(end)
    void this.#pass(pair, far, near, 'down').finally(end)
  }

  #cutInTime(direction: Direction): void {
    const cutting = this.#cutting
    if (cutting === undefined || cutting.direction !== direction || cutting.left === 0) return
    if (this.passedBytes[direction] < cutting.atBytes) return
    cutting.left--
    cutting.atBytes = this.passedBytes[direction] + cutting.everyBytes
    this.cut()
  }

  async #pass(pair: Pair, from: Socket, to: Socket, direction: Direction): Promise<void> {
    try {
      for await (const piece of from as AsyncIterable<Buffer>) {
        const delayMs = Math.max(this.#slowMs, this.delayMs)
        if (delayMs > 0) await delay(delayMs)
        if (pair.isSilent) await Promise.race([once(from, 'close'), once(to, 'close')])
        if (to.destroyed) return
        this.passedBytes[direction] += piece.length
        const isWritten = to.write(piece)
        this.#cutInTime(direction)
        if (!isWritten && !to.destroyed) await Promise.race([once(to, 'drain'), once(to, 'close')])
      }
    } catch (error) {
      // The other side is ended too; that is what a line that breaks does.
      if (!(error instanceof Error && 'code' in error)) throw error
    }
  }
}
