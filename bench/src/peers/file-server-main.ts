/**
 * A plain HTTPS file server, a process of its own: `node file-server-main.ts PORT CERT KEY FOLDER`. Serves the files of
 * one folder, with ranges, straight from a read stream; knows nobody and records nothing. Says `ready` when it listens.
 */
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** As the centre reads: with Node's 64 KiB the peer would be an easy one. */
const READ_BYTES = 256 * 1024

async function serve(folder: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = join(folder, basename(request.url ?? ''))
  const { size } = await stat(path)
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    'content-type': 'application/zip',
    'content-length': size - start,
    'content-range': `bytes ${start}-${size - 1}/${size}`,
  })
  await pipeline(createReadStream(path, { start, highWaterMark: READ_BYTES }), response)
}

const [port, certFile, keyFile, folder] = process.argv.slice(2)
if (folder === undefined || certFile === undefined || keyFile === undefined) {
  throw new TypeError('PORT CERT KEY FOLDER')
}
const tls = { cert: await readFile(certFile), key: await readFile(keyFile) }
const server = createServer(tls, (request, response) => {
  // A client that goes away half-way is part of the measurement; a missing file is a mistake in it.
  serve(folder, request, response).catch((error: unknown) => {
    if (!response.headersSent) response.writeHead(500).end(String(error))
  })
})
server.listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'))
// Nothing of a benchmark outlives it, however it ends.
process.stdin.resume().on('end', () => process.exit(0))
