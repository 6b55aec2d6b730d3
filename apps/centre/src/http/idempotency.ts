/** Requests that come again after a lost answer: Idempotency-Key (draft-ietf-httpapi-idempotency-key-header). */
import { type RawBuilder, sql } from 'kysely'
import { Problem } from './problem.ts'

/** Held until the transaction ends: of two requests with the same key one waits for the other. @param of who asks, and for what */
export function lockKey(of: string, key: string): RawBuilder<unknown> {
  return sql`select pg_advisory_xact_lock(hashtextextended(${`${of} ${key}`}, 0))`
}

/** @returns the id of what the key made before. @throws Problem 422: it came with another request then */
export function madeBefore(
  earlier: { readonly id: string; readonly request_sha256: Buffer | null } | undefined,
  sha256: Buffer,
): string | undefined {
  if (earlier !== undefined && !earlier.request_sha256?.equals(sha256)) {
    throw new Problem(422, 'idempotency-key-reused', 'This Idempotency-Key came with another request before.')
  }
  return earlier?.id
}
