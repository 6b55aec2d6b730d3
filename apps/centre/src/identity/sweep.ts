/** Removes what time has ended: sessions, codes, sign-ins that nobody finished. */
import type { IdentityContext } from './entrance.ts'
import { isNotIdle } from './session/sessions.ts'

/** A sign-in that is just being made comes back to what it has put there. */
const FORGET_AFTER_MS = 3_600_000

export async function sweepSignIns({
  db,
  config,
  clock,
  log,
}: Pick<IdentityContext, 'db' | 'config' | 'clock' | 'log'>): Promise<void> {
  const at = clock()
  const sessions = await db
    .deleteFrom('session')
    .where((eb) => eb.or([eb('expires_at', '<=', at), eb.not(isNotIdle(config, at))]))
    .executeTakeFirst()
  const codes = await db.deleteFrom('sign_in_code').where('expires_at', '<=', at).executeTakeFirst()
  const certificates = await db
    .deleteFrom('presented_certificate')
    .where('checked_at', '<', new Date(at.getTime() - FORGET_AFTER_MS))
    .where((eb) =>
      eb.and([
        eb.not(
          eb.exists(
            eb
              .selectFrom('session')
              .whereRef('session.certificate_sha256', '=', 'presented_certificate.fingerprint_sha256')
              .select('session.person_id'),
          ),
        ),
        eb.not(
          eb.exists(
            eb
              .selectFrom('sign_in_code')
              .whereRef('sign_in_code.certificate_sha256', '=', 'presented_certificate.fingerprint_sha256')
              .select('sign_in_code.person_id'),
          ),
        ),
        eb.not(
          eb.exists(
            eb
              .selectFrom('proven_identity')
              .whereRef('proven_identity.certificate_sha256', '=', 'presented_certificate.fingerprint_sha256')
              .select('proven_identity.browser_sha256'),
          ),
        ),
      ]),
    )
    .executeTakeFirst()
  const underWay = await db.deleteFrom('jtp_sign_in').where('expires_at', '<=', at).executeTakeFirst()
  const atSaml = await db.deleteFrom('saml_sign_in').where('expires_at', '<=', at).executeTakeFirst()
  const proven = await db.deleteFrom('proven_identity').where('expires_at', '<=', at).executeTakeFirst()
  await db.deleteFrom('device_sign_in').where('expires_at', '<=', at).execute()
  await db.deleteFrom('jtp_logout').where('expires_at', '<=', at).execute()
  const count = {
    sessions: sessions.numDeletedRows,
    codes: codes.numDeletedRows,
    certificates: certificates.numDeletedRows,
    underWay: underWay.numDeletedRows + atSaml.numDeletedRows,
    proven: proven.numDeletedRows,
  }
  const numbers = Object.fromEntries(Object.entries(count).map(([what, rows]) => [what, Number(rows)]))
  log.debug(numbers, 'ended sign-ins removed')
}
