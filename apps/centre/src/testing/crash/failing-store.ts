/** A store between whiles: an HTTP proxy in front of it that answers with errors, or not at all. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http'

/** `lost`: what is asked is done, and the answer does not come; `silent`: it is not done, and nothing comes. */
export type StoreFate = 'well' | 'internal error' | 'slow down' | 'late' | 'lost' | 'silent'

const LATE_MS = 2000
const ANSWERS = {
  'internal error': [500, 'InternalError'],
  'slow down': [503, 'SlowDown'],
} as const

export class FailingStore {
  readonly endpoint: string
  /** Of each request that comes. */
  fate: () => StoreFate = () => 'well'
  readonly #server: Server
  readonly #target: URL

  private constructor(server: Server, target: URL) {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('it listens at no port')
    this.#server = server
    this.#target = target
    this.endpoint = `http://127.0.0.1:${address.port}`
  }

  /** @param endpoint of the store, by HTTP */
  static async open(endpoint: string): Promise<FailingStore> {
    const server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const store = new FailingStore(server, new URL(endpoint))
    server.on('request', (asked, answer) => store.#pass(asked, answer))
    // As the store itself does: the client waits for it with a body that is signed.
    server.on('checkContinue', (asked, answer) => {
      answer.writeContinue()
      store.#pass(asked, answer)
    })
    return store
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }

  #pass(asked: IncomingMessage, answer: ServerResponse): void {
    const fate = this.fate()
    if (fate === 'silent') return void asked.resume()
    if (fate === 'internal error' || fate === 'slow down') {
      const [status, code] = ANSWERS[fate]
      asked.resume()
      answer.writeHead(status, { 'content-type': 'application/xml' })
      answer.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`)
      return
    }
    setTimeout(() => this.#forward(asked, answer, fate === 'lost'), fate === 'late' ? LATE_MS : 0)
  }

  #forward(asked: IncomingMessage, answer: ServerResponse, isLost: boolean): void {
    // The client gave up while it was kept waiting: its body is gone, and half of it must not be stored.
    if (answer.destroyed) return
    const { method, url, headers } = asked
    const { hostname, port } = this.#target
    const { expect: _, ...kept } = headers
    // The signature covers the host that the client called.
    const outgoing = request({ hostname, port, method, path: url, headers: kept }, (answered) => {
      if (isLost) {
        answered.resume().once('close', () => answer.destroy())
        return
      }
      answer.writeHead(answered.statusCode ?? 502, answered.rawHeaders)
      answered.pipe(answer).on('error', () => answered.destroy())
      answered.on('error', () => answer.destroy())
    })
    outgoing.on('error', () => answer.destroy())
    asked.on('error', () => outgoing.destroy())
    answer.on('close', () => outgoing.destroy())
    asked.pipe(outgoing)
  }
}
