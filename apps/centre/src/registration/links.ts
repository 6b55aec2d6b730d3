/** Private links to a request. The part after `#` never reaches a server's log. */
import type { Kysely } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { newToken, sha256 } from '../identity/index.ts'

export async function newLink(
  { config }: Pick<Centre, 'config'>,
  trx: Kysely<Database>,
  registrationId: string,
): Promise<string> {
  const token = newToken()
  await trx
    .insertInto('registration_link')
    .values({ token_sha256: sha256(token), registration_id: registrationId })
    .execute()
  return `${config.portal.publicUrl}/registration/${registrationId}#${token}`
}

export async function isLinkTo(
  db: Kysely<Database>,
  token: string | undefined,
  registrationId: string,
): Promise<boolean> {
  if (token === undefined) return false
  const row = await db
    .selectFrom('registration_link')
    .where('token_sha256', '=', sha256(token))
    .where('registration_id', '=', registrationId)
    .select('registration_id')
    .executeTakeFirst()
  return row !== undefined
}

export function operatorLink({ config }: Pick<Centre, 'config'>, registrationId: string): string {
  return `${config.portal.publicUrl}/operator/registrations/${registrationId}`
}
