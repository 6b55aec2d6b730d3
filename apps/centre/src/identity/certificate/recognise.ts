/** From a personal certificate to the person: checked against the accepted authorities, found by issuer and key. */
import { CertificateError, type CertificateFacts, checkPersonalCertificate } from '@epacs/pki'
import type { AcceptedAuthorities } from '../authorities.ts'
import type { IdentityContext } from '../entrance.ts'
import type { PersonalCertificateProblem } from '../problems.ts'
import { type Presented, toBeChecked } from './presented.ts'

export type Recognition =
  | { readonly ok: true; readonly personId: string }
  | { readonly ok: false; readonly problem: PersonalCertificateProblem }

export async function recognise(
  { db, clock }: Pick<IdentityContext, 'db' | 'clock'>,
  authorities: AcceptedAuthorities,
  presented: Presented,
): Promise<Recognition> {
  const accepted = await authorities.current()
  const toCheck = toBeChecked(presented, accepted)
  const check = checked(() => checkPersonalCertificate(toCheck, accepted.certificates, clock()))
  if (!check.ok) return check
  const personId = await findPerson(db, check.facts)
  return personId === undefined ? { ok: false, problem: 'unknown-certificate' } : { ok: true, personId }
}

/** What OpenSSL lets through may still be too odd to be read; nobody accepted has issued that. */
function checked(check: () => ReturnType<typeof checkPersonalCertificate>) {
  try {
    return check()
  } catch (error) {
    if (error instanceof CertificateError) return { ok: false, problem: 'untrusted-certificate' } as const
    throw error
  }
}

async function findPerson(
  db: IdentityContext['db'],
  { issuer, subjectKeySha256 }: CertificateFacts,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('person_certificate')
    .where('issuer', '=', issuer)
    .where('subject_key_sha256', '=', subjectKeySha256)
    .select('person_id')
    .executeTakeFirst()
  return row?.person_id
}
