/** JTP has ended a session of its own: the centre's that rest on it end, too. */
import type { ExpressionBuilder } from 'kysely'
import type { Database } from '../../database/index.ts'
import type { IdentityContext } from '../entrance.ts'

export interface LogoutNotice {
  /** What JTP calls this notice: it counts once. */
  readonly id: string
  readonly issuer: string
  readonly subject: string | undefined
  /** Of the session at JTP; undefined: all sessions of the person. */
  readonly sid: string | undefined
}

/** The time after which JTP's notices are too old in any case. */
export const NOTICES_KEPT_MS = 3_600_000

export async function endSessions(
  { db, clock, audit }: Pick<IdentityContext, 'db' | 'clock' | 'audit'>,
  { id, issuer, subject, sid }: LogoutNotice,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const at = clock()
    const isNew = await trx
      .insertInto('jtp_logout')
      .values({ token_id: `${issuer} ${id}`, expires_at: new Date(at.getTime() + NOTICES_KEPT_MS) })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (isNew.numInsertedOrUpdatedRows === 0n) return
    // A notice with both means that session of that person; one without `sid` all of them.
    const isMeant = ({ and, eb }: ExpressionBuilder<Database, 'session'>) =>
      and([
        eb('method', '=', 'jtp'),
        eb('jtp_issuer', '=', issuer),
        ...(subject === undefined ? [] : [eb('jtp_subject', '=', subject)]),
        ...(sid === undefined ? [] : [eb('jtp_sid', '=', sid)]),
      ])
    // Whoever lets a program in by one of them holds it until that stands there, and is waited for.
    await trx.selectFrom('session').where(isMeant).select('id').orderBy('id').forUpdate().execute()
    const ended = await trx.deleteFrom('session').where(isMeant).returning('person_id').execute()
    for (const { person_id } of ended) {
      const actor = { personId: person_id, institution: null }
      await audit.record(trx, { at, actor, action: 'session.end', details: { method: 'jtp', by: 'jtp' } })
    }
  })
}
