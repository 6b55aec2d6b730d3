/** Secret links: the page that a link opens sends what stood after its `#` as a bearer token (RFC 6750, 2.1). */
import type { FastifyRequest } from 'fastify'
import { isToken } from '../tokens.ts'

export function bearerToken({ headers }: FastifyRequest): string | undefined {
  const [, token] = /^Bearer ([\w-]+)$/i.exec(headers.authorization ?? '') ?? []
  return isToken(token) ? token : undefined
}
