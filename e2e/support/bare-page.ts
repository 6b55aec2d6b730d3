/** Pages that do one thing alone, built like the portal and served over TLS with the same certificate, packed like it. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build } from 'vite'
import { dataFolder, FIRST_PORT, repository } from './network.ts'

const TYPES: Readonly<Record<string, string>> = { html: 'text/html; charset=utf-8', js: 'text/javascript' }
/** Behind those of the network. */
const PORT = FIRST_PORT + 15

export interface BarePage {
  readonly url: string
  stop(): Promise<void>
}

/** By their folders: React that shows a heading; files that are taken and read, without a framework. */
type Which = 'bare' | 'bare-files'

export async function serveBarePage(which: Which): Promise<BarePage> {
  const files = await built(which)
  const certificates = join(dataFolder, 'certificates')
  const [cert, key] = await Promise.all(
    ['server.pem', 'server-key.pem'].map((name) => readFile(join(certificates, name))),
  )
  const server = createServer({ cert, key }, (request, response) => {
    const name = request.url === '/' ? 'index.html' : (request.url ?? '').slice(1)
    const body = files.get(name)
    if (body === undefined) return response.writeHead(204).end()
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'br', 'content-length': body.length })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(PORT, '127.0.0.1', resolve))
  return {
    url: `https://localhost:${PORT}/`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** By name; packed. */
async function built(which: Which): Promise<ReadonlyMap<string, Buffer>> {
  const result = await build({
    configFile: false,
    root: join(repository, 'e2e/measure', which),
    logLevel: 'error',
    build: { target: 'es2022', write: false, modulePreload: { polyfill: false } },
  })
  const files = new Map<string, Buffer>()
  for (const part of Array.isArray(result) ? result : [result]) {
    if (!('output' in part)) throw new Error('the bare page is only watched, not built')
    for (const file of part.output)
      files.set(file.fileName, brotliCompressSync(file.type === 'chunk' ? file.code : file.source))
  }
  return files
}
