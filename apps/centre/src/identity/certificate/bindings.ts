/** Whose certificate it is: bound by issuer and subject key, never by name. */
import type { CertificateFacts } from '@epacs/pki'
import type { Kysely } from 'kysely'
import type { Database } from '../../database/index.ts'

/** As they stand in the database. */
export function identifiersOf({ stableIdentifiers }: CertificateFacts): string[] {
  return stableIdentifiers.map(({ kind, value }) => `${kind}:${value}`)
}

/** Binds it, or takes it from somebody else. `authorityId`: null as long as nobody has signed in with it. */
export async function bindCertificate(
  db: Kysely<Database>,
  facts: CertificateFacts,
  personId: string,
  authorityId: string | null = null,
): Promise<void> {
  const values = {
    person_id: personId,
    stable_identifiers: identifiersOf(facts),
    not_after: facts.notAfter,
    ...(authorityId === null ? {} : { authority_id: authorityId }),
  }
  await db
    .insertInto('person_certificate')
    .values({ issuer: facts.issuer, subject_key_sha256: facts.subjectKeySha256, ...values })
    .onConflict((conflict) => conflict.columns(['issuer', 'subject_key_sha256']).doUpdateSet(values))
    .execute()
}

/**
 * The person, if there is one. What is known of the binding is brought up to date: a renewed certificate with the same
 * key is the same binding, and who bound it beforehand did not know the authority.
 */
export async function personBoundTo(
  db: Kysely<Database>,
  facts: CertificateFacts,
  authorityId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('person_certificate')
    .where('issuer', '=', facts.issuer)
    .where('subject_key_sha256', '=', facts.subjectKeySha256)
    .select(['person_id', 'authority_id', 'not_after'])
    .executeTakeFirst()
  if (row === undefined) return undefined
  const isKnown = row.authority_id === authorityId && row.not_after?.getTime() === facts.notAfter.getTime()
  if (!isKnown) await bindCertificate(db, facts, row.person_id, authorityId)
  return row.person_id
}
