/** How the page answers, wherever it is listened to. */
import type { IncomingMessage, ServerResponse } from 'node:http'

export const HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
}
const MOST_BODY_BYTES = 16 * 1024

export interface OpenPage {
  readonly address: string
  close(): Promise<void>
}

/** Undefined: it is none, or too long. */
export async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= MOST_BODY_BYTES) chunks.push(chunk)
  }
  if (bytes > MOST_BODY_BYTES) return undefined
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}

export function end(response: ServerResponse, status: number, type?: string, body?: string | Buffer): void {
  response
    .writeHead(status, { ...HEADERS, ...(type === undefined ? {} : { 'Content-Type': type }) })
    .end(body)
}
