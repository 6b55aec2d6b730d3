/** What a client takes: the Accept header, or the query parameter that stands for it (PS3.18 §8.3.3.1, §8.7). */
import { acceptedRanges, type MediaRange } from '@epacs/dicomweb'
import type { FastifyRequest } from 'fastify'

export { covers, type MediaRange, partType } from '@epacs/dicomweb'

export function acceptedBy({ headers, query }: FastifyRequest): readonly MediaRange[] {
  const asked = (query as { accept?: unknown } | undefined)?.accept
  return acceptedRanges(typeof asked === 'string' ? asked : (headers.accept ?? ''))
}
