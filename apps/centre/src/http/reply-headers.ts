/** The headers set on a reply, for handlers that write the response by themselves. */
import type { FastifyReply } from 'fastify'

export function headersOf(reply: FastifyReply): Record<string, number | string | string[]> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).filter(
      (header): header is [string, number | string | string[]] => header[1] !== undefined,
    ),
  )
}
