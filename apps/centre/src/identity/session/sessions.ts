/** Sessions in the database: made at sign-in, found at each request, ended by the person or by time. */
import type { SignInMethod } from '@epacs/exchange'
import { type Kysely, sql, type Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Database } from '../../database/index.ts'
import type { Caller } from '../caller.ts'
import type { IdentityContext } from '../entrance.ts'
import { sealRefreshToken } from '../jtp/oidc/refresh-token.ts'
import { newToken, sha256 } from '../tokens.ts'

const MINUTE_MS = 60_000
/** `last_seen_at` is written at most this often. */
const SEEN_EVERY_MS = MINUTE_MS

export interface PortalSession {
  readonly caller: Caller
  readonly id: string
  /** What state-changing requests have to repeat. */
  readonly csrfToken: string
  /** When it ends unless it is used before. */
  readonly expiresAt: Date
  /** When JTP is to be asked again about its person; null: it cannot be. */
  readonly recheckAt: Date | null
  /** Null: it is a browser's. */
  readonly program: string | null
}

export interface NewSession {
  readonly personId: string
  readonly institutionId: string | null
  readonly method: SignInMethod
  /** What it rests on, by its fingerprint; the session ends with it. */
  readonly certificateSha256?: string
  /** The session at JTP that opened it. */
  readonly jtp?: {
    readonly issuer: string
    readonly subject: string
    readonly sid: string | null
    /** With it JTP can be asked again. */
    readonly refreshToken?: string | undefined
  }
  /** Where it was opened, for its owner to know it by. */
  readonly address?: string
  readonly agent?: string | undefined
}

const LONGEST_AGENT = 200

type SessionContext = Pick<IdentityContext, 'config' | 'db' | 'clock'>

/** Returns the token, which stands nowhere else; always a new one, so that none can be fixed beforehand. */
export async function openSession(
  trx: Transaction<Database>,
  { config, clock }: SessionContext,
  { personId, institutionId, method, certificateSha256, jtp, address, agent }: NewSession,
): Promise<string> {
  const token = newToken()
  const at = clock()
  await trx
    .insertInto('session')
    .values({
      token_sha256: sha256(token),
      csrf_token: newToken(),
      person_id: personId,
      institution_id: institutionId,
      method,
      created_at: at,
      last_seen_at: at,
      expires_at: new Date(at.getTime() + minutesOf(config, method) * MINUTE_MS),
      id: newId(),
      address: address ?? null,
      agent: agent?.slice(0, LONGEST_AGENT) ?? null,
      jtp_issuer: jtp?.issuer ?? null,
      jtp_subject: jtp?.subject ?? null,
      jtp_sid: jtp?.sid ?? null,
      certificate_sha256: certificateSha256 ?? null,
      ...refreshedBy(config, jtp?.refreshToken, token, at),
    })
    .execute()
  return token
}

function refreshedBy(
  { jtp }: SessionContext['config'],
  refreshToken: string | undefined,
  token: string,
  at: Date,
): { jtp_refresh_token: Buffer; jtp_recheck_at: Date } | undefined {
  if (refreshToken === undefined || jtp === null || jtp.protocol === 'saml') return undefined
  return {
    jtp_refresh_token: sealRefreshToken(refreshToken, token),
    jtp_recheck_at: new Date(at.getTime() + jtp.recheckMinutes * MINUTE_MS),
  }
}

/** What JTP has granted it may have taken back: it has to say so again within the hour. */
function minutesOf({ sessions, jtp }: SessionContext['config'], method: SignInMethod): number {
  const minutes = sessions.absoluteHours * 60
  return method === 'jtp' ? Math.min(minutes, jtp?.sessionMinutes ?? minutes) : minutes
}

/** `passes`: what a page asks by itself, with nobody before it, does not keep its session open. */
export type SessionUse = 'counts' | 'passes'

/** Of the table of sessions: a program may be silent as long as it likes, a browser whose person has gone may not. */
export function isNotIdle({ sessions }: Pick<SessionContext['config'], 'sessions'>, at: Date) {
  const idleSince = new Date(at.getTime() - sessions.idleMinutes * MINUTE_MS)
  return sql<boolean>`(session.program is not null or session.last_seen_at > ${idleSince})`
}

/** `cookie`: a browser's; `bearer`: a program's. A token that came the other way stands for nothing. */
export interface PresentedToken {
  readonly token: string
  readonly by: 'cookie' | 'bearer'
}

/**
 * As which it stands in the database. A program's is another digest than a browser's: processes of an earlier version know of no
 * programs, and would take its token for a browser's, with all rights.
 */
export function digestOf({ token, by }: PresentedToken): Buffer {
  return sha256(by === 'bearer' ? `program ${token}` : token)
}

/**
 * Undefined: there is none, or its time is over. A membership that has ended since counts no more. A program may be silent for hours;
 * it has its person's mailbox, and not what they run or answer for besides.
 */
export async function findSession(
  { config, db, clock }: SessionContext,
  presented: PresentedToken,
  use: SessionUse = 'counts',
): Promise<PortalSession | undefined> {
  const at = clock()
  const idleMs = config.sessions.idleMinutes * MINUTE_MS
  const tokenSha256 = digestOf(presented)
  const row = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .leftJoin('membership', (join) =>
      join
        .onRef('membership.person_id', '=', 'session.person_id')
        .onRef('membership.institution_id', '=', 'session.institution_id'),
    )
    .leftJoin('institution', 'institution.id', 'membership.institution_id')
    .where('session.token_sha256', '=', tokenSha256)
    .where('session.expires_at', '>', at)
    .where('session.program', presented.by === 'cookie' ? 'is' : 'is not', null)
    .where(isNotIdle(config, at))
    .select([
      'session.id',
      'session.program',
      'session.csrf_token',
      'session.method',
      'session.last_seen_at',
      'session.expires_at',
      'session.jtp_recheck_at',
    ])
    .select(['person.id as person_id', 'person.name as person_name', 'person.roles'])
    .select(['institution.id as institution_id', 'institution.name as institution_name', 'membership.role'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const isDue = at.getTime() - row.last_seen_at.getTime() >= SEEN_EVERY_MS
  if (use === 'counts' && isDue) await noteSeen(db, tokenSha256, at)
  const { institution_id, institution_name, role, program } = row
  const isProgram = program !== null
  return {
    caller: {
      personId: row.person_id,
      personName: row.person_name,
      roles: isProgram ? [] : row.roles,
      institution:
        institution_id === null || institution_name === null || role === null
          ? null
          : { id: institution_id, name: institution_name, role: isProgram ? 'specialist' : role },
      method: row.method,
    },
    id: row.id,
    csrfToken: row.csrf_token,
    expiresAt: isProgram
      ? row.expires_at
      : new Date(Math.min(row.expires_at.getTime(), at.getTime() + idleMs)),
    recheckAt: row.jtp_recheck_at,
    program,
  }
}

/**
 * Until the transaction ends the session cannot, nor what it rests on be judged anew. To be locked before what hangs on it. False: it
 * has ended.
 */
export async function lockSession(trx: Transaction<Database>, id: string): Promise<boolean> {
  const row = await trx.selectFrom('session').where('id', '=', id).select('id').forShare().executeTakeFirst()
  return row !== undefined
}

/** Of the requests that come at once, one writes. */
async function noteSeen(db: Kysely<Database>, tokenSha256: Buffer, at: Date): Promise<void> {
  await db
    .updateTable('session')
    .set({ last_seen_at: at })
    .where('token_sha256', '=', tokenSha256)
    .where('last_seen_at', '<=', new Date(at.getTime() - SEEN_EVERY_MS))
    .execute()
}

export async function closeSession(db: Kysely<Database>, presented: PresentedToken): Promise<void> {
  await db.deleteFrom('session').where('token_sha256', '=', digestOf(presented)).execute()
}
