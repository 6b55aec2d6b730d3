/** The centre's server-sent events: the end of a message is learnt when it happens, without asking again and again. */
import type { IncomingMessage } from 'node:http'
import { createInterface } from 'node:readline'
import type { Connection } from './connection.ts'

interface Ended {
  readonly status: string
  readonly atMs: number
}

const ENDS = new Set(['delivered', 'rejected', 'cancelled', 'expired'])

export class EventStream {
  readonly #response: IncomingMessage
  readonly #ended = new Map<string, Ended>()
  readonly #waiting = new Map<string, (ended: Ended) => void>()

  private constructor(response: IncomingMessage) {
    this.#response = response
    // Ended by `close`, or with the centre, whose end is noticed elsewhere.
    response.on('error', () => {})
    createInterface({ input: response }).on('line', (line) => this.#read(line))
  }

  static async open(connection: Connection): Promise<EventStream> {
    const response = await connection.open('/api/events', { headers: { accept: 'text/event-stream' } })
    if (response.statusCode !== 200) throw new Error(`the event stream answers ${response.statusCode}`)
    return new EventStream(response)
  }

  #read(line: string): void {
    if (!line.startsWith('data:')) return
    const event: unknown = JSON.parse(line.slice('data:'.length))
    if (!isMessageEvent(event) || !ENDS.has(event.status)) return
    const ended = { status: event.status, atMs: performance.now() }
    this.#ended.set(event.id, ended)
    this.#waiting.get(event.id)?.(ended)
  }

  /** How the message ended and when (`performance.now()`), also when that was before this call. */
  async end(messageId: string, timeoutMs: number): Promise<Ended> {
    const known = this.#ended.get(messageId)
    if (known !== undefined) return known
    const { promise, resolve, reject } = Promise.withResolvers<Ended>()
    this.#waiting.set(messageId, resolve)
    const late = setTimeout(
      () => reject(new Error(`message ${messageId} does not come to an end`)),
      timeoutMs,
    )
    try {
      return await promise
    } finally {
      clearTimeout(late)
      this.#waiting.delete(messageId)
    }
  }

  close(): void {
    this.#response.destroy()
  }
}

function isMessageEvent(event: unknown): event is { id: string; status: string } {
  return (
    typeof event === 'object' &&
    event !== null &&
    'id' in event &&
    typeof event.id === 'string' &&
    'status' in event &&
    typeof event.status === 'string'
  )
}
