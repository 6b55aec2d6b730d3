/** Removes what time has ended: sessions, codes, sign-ins that nobody finished. */
import type { IdentityContext } from './entrance.ts'

export async function sweepSignIns({
  db,
  config,
  clock,
  log,
}: Omit<IdentityContext, 'audit'>): Promise<void> {
  const at = clock()
  const idleSince = new Date(at.getTime() - config.sessions.idleMinutes * 60_000)
  const sessions = await db
    .deleteFrom('session')
    .where((eb) => eb.or([eb('expires_at', '<=', at), eb('last_seen_at', '<=', idleSince)]))
    .executeTakeFirst()
  const codes = await db.deleteFrom('sign_in_code').where('expires_at', '<=', at).executeTakeFirst()
  const underWay = await db.deleteFrom('jtp_sign_in').where('expires_at', '<=', at).executeTakeFirst()
  const proven = await db.deleteFrom('proven_identity').where('expires_at', '<=', at).executeTakeFirst()
  await db.deleteFrom('jtp_logout').where('expires_at', '<=', at).execute()
  const count = {
    sessions: sessions.numDeletedRows,
    codes: codes.numDeletedRows,
    underWay: underWay.numDeletedRows,
    proven: proven.numDeletedRows,
  }
  const numbers = Object.fromEntries(Object.entries(count).map(([what, rows]) => [what, Number(rows)]))
  log.debug(numbers, 'ended sign-ins removed')
}
