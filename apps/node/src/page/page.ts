/** The node's own page: on loopback alone, for whoever sits at the machine. It shows; it changes nothing but the pace. */
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { fileURLToPath } from 'node:url'
import { NodeError } from '../node-error.ts'
import { nodeState, type PageParts } from './state.ts'

const HOST = '127.0.0.1'
const PAGE = fileURLToPath(new URL('./page.html', import.meta.url))
const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}

export interface OpenPage {
  readonly address: string
  close(): Promise<void>
}

/** @throws NodeError that names the port */
export async function openPage(parts: PageParts): Promise<OpenPage> {
  const html = await readFile(PAGE)
  const { port } = parts.config.page
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)))
    })
  })

  async function answer({ url, method, headers }: IncomingMessage, response: ServerResponse): Promise<void> {
    // Another name for this address is a page elsewhere that wants to read here (DNS rebinding).
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? '')) return end(response, 403)
    if (method === 'GET' && url === '/') return end(response, 200, 'text/html; charset=utf-8', html)
    if (method === 'GET' && url === '/api/state') {
      return end(response, 200, 'application/json', JSON.stringify(await nodeState(parts)))
    }
    // A custom header: no page elsewhere can send it without being asked first, and is never answered yes.
    if (method === 'POST' && url === '/api/retry' && headers['x-epacs-node'] === '1') {
      parts.queue.outgoing.retryNow()
      parts.queue.incoming.retryNow()
      return end(response, 204)
    }
    end(response, 404)
  }

  try {
    server.listen(port, HOST)
    await once(server, 'listening')
  } catch (error) {
    throw new NodeError(`page: port ${port} is taken, or may not be listened at.`, { cause: error })
  }
  return {
    address: `http://${HOST}:${port}`,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function end(response: ServerResponse, status: number, type?: string, body?: string | Buffer): void {
  response
    .writeHead(status, { ...HEADERS, ...(type === undefined ? {} : { 'Content-Type': type }) })
    .end(body)
}
