/** What a browser is for a sign-in: keeps cookies by their rules, follows redirects, may hold a certificate. */
import type { IncomingHttpHeaders } from 'node:http'
import { Agent, request } from 'node:https'

export interface Page {
  readonly url: string
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

export interface Visit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface HeldCertificate {
  /** PEM, intermediates after it. */
  readonly cert: string
  readonly key: string
  /** Node itself would not send a certificate with a weak key. */
  readonly ciphers?: string
}

const MOST_REDIRECTS = 10

export class Browser {
  readonly agent: Agent
  /** By host: as in real ones, ports share them. */
  readonly cookies = new Map<string, Map<string, string>>()

  constructor(ca: string, certificate?: HeldCertificate) {
    this.agent = new Agent({ ca, keepAlive: true, ...certificate })
  }

  /** One request, no redirect. */
  async visit(address: string, { method = 'GET', headers = {}, body }: Visit = {}): Promise<Page> {
    const url = new URL(address)
    const cookies = [...(this.cookies.get(url.hostname) ?? [])].map((pair) => pair.join('=')).join('; ')
    const sent = { accept: 'text/html', ...(cookies === '' ? {} : { cookie: cookies }), ...headers }
    return await new Promise((resolve, reject) => {
      const outgoing = request(url, { method, headers: sent, agent: this.agent }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('error', reject)
        response.on('end', () => {
          for (const line of response.headers['set-cookie'] ?? []) this.#keep(url, line)
          resolve({ url: address, status: response.statusCode ?? 0, headers: response.headers, text })
        })
      })
      outgoing.on('error', reject)
      outgoing.end(body)
    })
  }

  /** Follows redirects to the first page that `isEnd` is true for, or that redirects no further. */
  async follow(address: string, isEnd: (url: string) => boolean = () => false): Promise<Page> {
    let page = await this.visit(address)
    for (let redirects = 0; redirects < MOST_REDIRECTS; redirects++) {
      const { location } = page.headers
      if (location === undefined) return page
      const next = new URL(location, page.url).href
      if (isEnd(next)) return { url: next, status: 0, headers: {}, text: '' }
      page = await this.visit(next)
    }
    throw new Error(`redirects without end, last to ${page.url}`)
  }

  cookie(host: string, name: string): string | undefined {
    return this.cookies.get(host)?.get(name)
  }

  close(): void {
    this.agent.destroy()
  }

  /** RFC 6265bis: a `__Host-` cookie that breaks its rules is not taken. */
  #keep({ hostname }: URL, line: string): void {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
    const [name = '', value = ''] = pair.split(/=(.*)/s)
    const has = (wanted: string) => attributes.some((each) => each.toLowerCase() === wanted)
    if (name.startsWith('__Host-') && !(has('secure') && has('path=/') && !/domain=/i.test(line))) {
      throw new Error(`no browser takes the cookie ${line}`)
    }
    const kept = this.cookies.get(hostname) ?? new Map<string, string>()
    this.cookies.set(hostname, kept)
    const isOver = attributes.some((each) => /^(max-age=0|expires=thu, 01 jan 1970)/i.test(each))
    if (isOver) kept.delete(name)
    else kept.set(name, value)
  }
}
