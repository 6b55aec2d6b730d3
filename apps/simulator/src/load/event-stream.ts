/** One event stream that is held for as long as the load lasts: when it breaks, its reader comes back by itself. */
import type { ClientRequest } from 'node:http'
import { type RequestOptions, request } from 'node:https'
import type { Calls } from './calls.ts'

/** As browsers do, and not all in the same moment. */
const BACK_AFTER_MS = { least: 500, most: 2500 }
const OK = 200

/** In which the stream stood; times are of `Date.now()`. */
interface Standing {
  readonly fromMs: number
  toMs: number | undefined
}

export class EventStream {
  readonly #url: string
  readonly #options: RequestOptions
  readonly #calls: Calls
  readonly #standing: Standing[] = []
  /** By `id status`: when it was told first. */
  readonly #told = new Map<string, number>()
  #request: ClientRequest | undefined
  #timer: NodeJS.Timeout | undefined
  #isOver = false
  #rest = ''

  /** @param options with the session's cookie, or a node's certificate */
  constructor(url: string, options: RequestOptions, calls: Calls) {
    this.#url = url
    this.#options = options
    this.#calls = calls
  }

  /** Resolves when it stands. */
  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#open(resolve))
  }

  get stands(): boolean {
    return this.#standing.at(-1)?.toMs === undefined && this.#standing.length > 0
  }

  /** Whether it stood all the time. */
  stoodFrom(fromMs: number, toMs: number): boolean {
    return this.#standing.some(
      (each) => each.fromMs <= fromMs && (each.toMs ?? Number.POSITIVE_INFINITY) >= toMs,
    )
  }

  toldMs(message: string, status: string): number | undefined {
    return this.#told.get(`${message} ${status}`)
  }

  close(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#request?.destroy()
  }

  #open(onStands?: () => void): void {
    const outgoing = request(this.#url, { ...this.#options, agent: false }, (response) => {
      if (response.statusCode !== OK) {
        this.#calls.fail(`an event stream was answered ${response.statusCode}`)
        response.resume()
        outgoing.destroy()
        return
      }
      this.#standing.push({ fromMs: Date.now(), toMs: undefined })
      // Of the one before, which broke within a line.
      this.#rest = ''
      onStands?.()
      response.setEncoding('utf8').on('data', (text: string) => this.#take(text))
      response.on('error', () => {})
    })
    this.#request = outgoing
    outgoing.on('error', () => {})
    outgoing.on('close', () => {
      if (this.#isOver) return
      const last = this.#standing.at(-1)
      if (last !== undefined) last.toMs ??= Date.now()
      this.#calls.fail('an event stream broke')
      const { least, most } = BACK_AFTER_MS
      this.#timer = setTimeout(() => this.#open(onStands), least + Math.random() * (most - least))
    })
    outgoing.end()
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = lines.pop() ?? ''
    for (const line of lines) {
      if (!line.startsWith('data:')) continue
      const { id, status } = this.#read(line.slice('data:'.length))
      const key = `${id} ${status}`
      if (id !== undefined && !this.#told.has(key)) this.#told.set(key, Date.now())
    }
  }

  #read(data: string): { readonly id?: string; readonly status?: string } {
    try {
      return JSON.parse(data)
    } catch {
      this.#calls.fail('an event that is no JSON')
      return {}
    }
  }
}
