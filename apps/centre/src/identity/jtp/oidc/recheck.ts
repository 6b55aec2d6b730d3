/**
 * JTP is asked again about the people of open sessions, so that nobody has to sign in every hour and a role that was
 * taken away ends the access all the same. It is asked when a session is used, or shows a page that listens to events,
 * for the key to its refresh token comes with the request; a session that nobody uses comes to its end by itself.
 */
import { sql } from 'kysely'
import * as oidc from 'openid-client'
import type { OidcConfig } from '../../../config/index.ts'
import type { IdentityContext } from '../../entrance.ts'
import type { PortalSession } from '../../session/sessions.ts'
import { type Admission, admit } from '../admit.ts'
import { type JtpPerson, personOf } from '../claims.ts'
import { noteFailure } from './failure.ts'
import { jtpProvider } from './provider.ts'
import { openRefreshToken, sealRefreshToken } from './refresh-token.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000
/** After an attempt that came to nothing. Until it ends, the session waits for JTP to answer. */
const AGAIN_AFTER_MS = MINUTE_MS

interface Claimed {
  readonly id: string
  readonly issuer: string
  readonly subject: string
  readonly refreshToken: string
}

type Answer =
  | { readonly kind: 'person'; readonly person: JtpPerson; readonly refreshToken: string }
  /** The grant has ended at JTP: with the session there, the account, or by an administrator. */
  | { readonly kind: 'ended' }

/** Does not make the request wait. */
export function recheckWhenDue(
  context: IdentityContext,
  session: Pick<PortalSession, 'id' | 'recheckAt'>,
  token: string,
): void {
  const { jtp } = context.config
  if (jtp === null || jtp.protocol === 'saml' || session.recheckAt === null) return
  if (session.recheckAt > context.clock()) return
  recheckSession(context, jtp, session, token).catch((error: unknown) => noteFailure(context.log, error))
}

async function recheckSession(
  context: IdentityContext,
  config: OidcConfig,
  { id }: Pick<PortalSession, 'id'>,
  token: string,
): Promise<void> {
  const claimed = await claim(context, id, token)
  if (claimed === undefined) return
  const answer = await ask(config, claimed)
  if (answer.kind === 'ended') await endSession(context, id, 'jtp-ended')
  else await follow(context, config, id, answer, token)
}

/** Undefined: another request, or process, does it. A refresh token may serve once. */
async function claim(
  { db, clock }: IdentityContext,
  id: string,
  token: string,
): Promise<Claimed | undefined> {
  const at = clock()
  const row = await db
    .updateTable('session')
    .set({ jtp_recheck_at: new Date(at.getTime() + AGAIN_AFTER_MS) })
    .where('id', '=', id)
    .where('jtp_recheck_at', '<=', at)
    .returning(['jtp_refresh_token', 'jtp_issuer', 'jtp_subject'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { jtp_refresh_token, jtp_issuer, jtp_subject } = row
  if (jtp_refresh_token === null || jtp_issuer === null || jtp_subject === null) return undefined
  const refreshToken = openRefreshToken(jtp_refresh_token, token)
  return { id, issuer: jtp_issuer, subject: jtp_subject, refreshToken }
}

/** Throws when JTP cannot be asked, or does not say what is needed. */
async function ask(config: OidcConfig, { issuer, subject, refreshToken }: Claimed): Promise<Answer> {
  const configuration = await jtpProvider(config).configuration()
  let tokens: Awaited<ReturnType<typeof oidc.refreshTokenGrant>>
  try {
    tokens = await oidc.refreshTokenGrant(configuration, refreshToken)
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError && error.error === 'invalid_grant') return { kind: 'ended' }
    throw error
  }
  const idToken = tokens.claims()
  const userInfo =
    configuration.serverMetadata().userinfo_endpoint === undefined
      ? {}
      : await oidc.fetchUserInfo(configuration, tokens.access_token, idToken?.sub ?? oidc.skipSubjectCheck)
  // Of the two, UserInfo is certainly of now.
  const claims = { ...idToken, ...userInfo }
  // An ID token that comes along says it all; without one, silence about roles takes nothing away.
  if (idToken === undefined && !Object.hasOwn(claims, config.claims.roles)) {
    throw new Error('JTP did not say which roles the person has')
  }
  const person = personOf(claims, config.claims, idToken?.iss ?? issuer)
  if (person === undefined || person.subject !== subject || person.issuer !== issuer) {
    throw new Error('JTP spoke of another person')
  }
  return { kind: 'person', person, refreshToken: tokens.refresh_token ?? refreshToken }
}

async function follow(
  context: IdentityContext,
  config: OidcConfig,
  id: string,
  { person, refreshToken }: Extract<Answer, { kind: 'person' }>,
  token: string,
): Promise<void> {
  const { db, clock } = context
  const { sessions } = context.config
  const admission = await db.transaction().execute(async (trx): Promise<Admission> => {
    const admitted = await admit(trx, person, config)
    if (!admitted.ok) return admitted
    const at = clock()
    const row = await trx
      .selectFrom('session')
      .leftJoin('membership', (join) =>
        join
          .onRef('membership.person_id', '=', 'session.person_id')
          .onRef('membership.institution_id', '=', 'session.institution_id'),
      )
      .where('session.id', '=', id)
      .select(['session.created_at', 'membership.institution_id'])
      .executeTakeFirst()
    if (row === undefined) return admitted
    const endMs = Math.min(
      row.created_at.getTime() + sessions.absoluteHours * HOUR_MS,
      at.getTime() + config.sessionMinutes * MINUTE_MS,
    )
    await trx
      .updateTable('session')
      .set({
        jtp_refresh_token: sealRefreshToken(refreshToken, token),
        jtp_recheck_at: new Date(at.getTime() + config.recheckMinutes * MINUTE_MS),
        expires_at: new Date(endMs),
        // Who has changed the employer goes on at the new one.
        institution_id: row.institution_id ?? admitted.institutionId,
      })
      .where('id', '=', id)
      .execute()
    // Programs that were let in by it go on as long, and no longer than programs may.
    await trx
      .updateTable('session')
      .set((eb) => ({
        expires_at: sql<Date>`least(${new Date(endMs)}::timestamptz,
          ${eb.ref('created_at')} + make_interval(hours => ${sessions.programHours}))`,
      }))
      .where('allowed_in', '=', id)
      .execute()
    return admitted
  })
  if (!admission.ok) await endSession(context, id, admission.problem)
}

async function endSession({ db, clock, audit }: IdentityContext, id: string, problem: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    // Whoever lets a program in by it holds it until that stands there, and is waited for.
    await trx.selectFrom('session').where('id', '=', id).select('id').forUpdate().execute()
    // Programs that were let in by it rest on the same word.
    const ended = await trx
      .deleteFrom('session')
      .where((eb) => eb.or([eb('id', '=', id), eb('allowed_in', '=', id)]))
      .returning('person_id')
      .execute()
    for (const { person_id: personId } of ended) {
      const details = { method: 'jtp', by: 'jtp', problem }
      await audit.record(trx, {
        at: clock(),
        actor: { personId, institution: null },
        action: 'session.end',
        details,
      })
    }
  })
}
