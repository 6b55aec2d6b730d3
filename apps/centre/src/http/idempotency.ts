/** Requests that come again after a lost answer: Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). */
import type { FastifyRequest } from 'fastify'
import { type RawBuilder, sql } from 'kysely'
import { Problem } from './problem.ts'

const LONGEST_KEY = 255

/**
 * What the request is known by when it comes again; undefined: it has no such header. A longer one is not cut: two that begin alike
 * would be taken for one.
 *
 * @throws Problem 400
 */
export function idempotencyKey({ headers }: FastifyRequest): string | undefined {
  const key = headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && key !== '' && key.length <= LONGEST_KEY) return key
  throw new Problem(
    400,
    'idempotency-key-invalid',
    `An Idempotency-Key has 1 to ${LONGEST_KEY} characters, and comes once.`,
  )
}

/** Held until the transaction ends: of two requests with the same key one waits for the other. @param of who asks, and for what */
export function lockKey(of: string, key: string): RawBuilder<unknown> {
  return sql`select pg_advisory_xact_lock(hashtextextended(${`${of} ${key}`}, 0))`
}

/** @returns the id of what the key made before. @throws Problem 422: it came with another request then; the id is told as well */
export function madeBefore(
  earlier: { readonly id: string; readonly request_sha256: Buffer | null } | undefined,
  sha256: Buffer,
): string | undefined {
  if (earlier !== undefined && !earlier.request_sha256?.equals(sha256)) {
    const detail = 'This Idempotency-Key came with another request before.'
    throw new Problem(422, 'idempotency-key-reused', detail, { made: earlier.id })
  }
  return earlier?.id
}
