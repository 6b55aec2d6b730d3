/** Writes multipart/related (RFC 2387) part by part, as the bytes come. */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

export interface Part {
  /** With its parameters. */
  readonly type: string
  readonly location?: string | undefined
  readonly bytes: AsyncIterable<Uint8Array>
}

export function sendMultipart(
  reply: FastifyReply,
  type: string,
  parts: AsyncIterable<Part> | Iterable<Part>,
): FastifyReply {
  const boundary = `epacs-${randomUUID()}`
  reply.header('Content-Type', `multipart/related; type="${type}"; boundary=${boundary}`)
  return reply.send(streamOf(multipart(boundary, parts)))
}

export function sendBytes(reply: FastifyReply, type: string, bytes: AsyncIterable<Uint8Array>): FastifyReply {
  reply.header('Content-Type', type)
  return reply.send(streamOf(bytes))
}

/** Of bytes, so that the high-water mark counts them and not the chunks. */
function streamOf(bytes: AsyncIterable<Uint8Array>): Readable {
  return Readable.from(bytes, { objectMode: false, highWaterMark: 512 * 1024 })
}

async function* multipart(
  boundary: string,
  parts: AsyncIterable<Part> | Iterable<Part>,
): AsyncGenerator<Uint8Array> {
  for await (const { type, location, bytes } of parts) {
    const place = location === undefined ? '' : `Content-Location: ${location}\r\n`
    yield Buffer.from(`--${boundary}\r\nContent-Type: ${type}\r\n${place}\r\n`)
    yield* bytes
    yield Buffer.from('\r\n')
  }
  yield Buffer.from(`--${boundary}--\r\n`)
}
