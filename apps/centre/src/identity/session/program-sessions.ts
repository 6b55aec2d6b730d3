/** Sessions of programs on machines of their own: allowed by a person in a browser, known by a bearer token (RFC 6750). */
import type { FastifyRequest } from 'fastify'
import type { Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Database } from '../../database/index.ts'
import type { IdentityContext } from '../entrance.ts'
import { newToken } from '../tokens.ts'
import { digestOf } from './sessions.ts'

const HOUR_MS = 3_600_000

export interface AllowedProgram {
  readonly program: string
  readonly host: string
  /** In which the person allowed it. */
  readonly sessionId: string
  /** That they acted for then. */
  readonly institutionId: string | null
}

/**
 * It rests on what the browser's session rests on: ends with the certificate, and with what JTP said. Of the token only the digest
 * stays. Undefined: the person has signed out meanwhile.
 */
export async function openProgramSession(
  { config, clock, audit }: IdentityContext,
  trx: Transaction<Database>,
  request: FastifyRequest,
  { program, host, sessionId, institutionId }: AllowedProgram,
): Promise<{ readonly token: string; readonly expiresAt: Date } | undefined> {
  const at = clock()
  const allowing = await trx
    .selectFrom('session')
    .where('id', '=', sessionId)
    .where('expires_at', '>', at)
    .select(['person_id', 'method', 'certificate_sha256', 'expires_at'])
    .select(['jtp_issuer', 'jtp_subject', 'jtp_sid'])
    .forShare()
    .executeTakeFirst()
  if (allowing === undefined) return undefined
  const { expires_at: allowingEnd, ...rests } = allowing
  const end = new Date(at.getTime() + config.sessions.programHours * HOUR_MS)
  const expiresAt = rests.method === 'jtp' && allowingEnd < end ? allowingEnd : end
  const [id, token] = [newId(), newToken()]
  await trx
    .insertInto('session')
    .values({
      ...rests,
      institution_id: institutionId,
      id,
      token_sha256: digestOf({ token, by: 'bearer' }),
      // Nothing sends the token by itself, so nothing has to be repeated.
      csrf_token: newToken(),
      created_at: at,
      last_seen_at: at,
      expires_at: expiresAt,
      address: request.ip,
      agent: null,
      jtp_refresh_token: null,
      jtp_recheck_at: null,
      program,
      host,
      allowed_in: sessionId,
    })
    .execute()
  const { person_id: personId, method } = rests
  await audit.record(trx, {
    at,
    actor: { personId, institution: institutionId === null ? null : { id: institutionId } },
    action: 'session.begin',
    details: { method, address: request.ip, session: id, program, host, allowedIn: sessionId },
  })
  return { token, expiresAt }
}
