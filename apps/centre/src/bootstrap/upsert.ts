/**
 * Brings the bootstrap file into the database: what it names is made or put right, what it does not name stays.
 * Running it again changes nothing.
 */
import { fold } from '@epacs/exchange'
import type { Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import type { ReadBootstrap, ReadCertificate } from './read-bootstrap.ts'
import type { Bootstrap } from './schema.ts'
import { upsertGateways } from './upsert-gateways.ts'

export async function upsertBootstrap(
  trx: Transaction<Database>,
  { bootstrap, certificate }: ReadBootstrap,
  quotas: Config['quotas'],
): Promise<void> {
  for (const institution of bootstrap.institutions) await upsertInstitution(trx, institution, quotas)
  for (const { id, gateways } of bootstrap.institutions) await upsertGateways(trx, id, gateways, certificate)
  for (const person of bootstrap.people) await upsertPerson(trx, person, certificate)
  for (const authority of bootstrap.authorities) {
    await upsertAuthority(trx, authority, certificate(authority.certificate))
  }
}

async function upsertInstitution(
  trx: Transaction<Database>,
  institution: Bootstrap['institutions'][number],
  quotas: Config['quotas'],
): Promise<void> {
  const { id, name, kind, eligibility, ico, icz, country, city, street, connection } = institution
  const values = {
    name,
    name_folded: fold(name),
    kind,
    eligibility,
    ico,
    icz,
    country,
    city,
    city_folded: fold(city),
    street,
    postal_code: institution.postalCode,
    ae_title: institution.aeTitle,
    connection,
  }
  await trx
    .insertInto('institution')
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
  await trx.deleteFrom('contact').where('institution_id', '=', id).execute()
  if (institution.contacts.length > 0) {
    await trx
      .insertInto('contact')
      .values(institution.contacts.map((contact, position) => ({ institution_id: id, position, ...contact })))
      .execute()
  }
  const quotaBytes = institution.quotaBytes
  await trx
    .insertInto('mailbox')
    .values({ institution_id: id, quota_bytes: quotaBytes ?? quotas[kind] })
    .onConflict((conflict) => {
      const onInstitution = conflict.column('institution_id')
      // A quota that an operator has set stays, unless the file sets one itself.
      return quotaBytes === undefined
        ? onInstitution.doNothing()
        : onInstitution.doUpdateSet({ quota_bytes: quotaBytes })
    })
    .execute()
}

async function upsertPerson(
  trx: Transaction<Database>,
  person: Bootstrap['people'][number],
  certificate: (path: string) => ReadCertificate,
): Promise<void> {
  const { id, name, email, operator, memberships, jtp, certificates } = person
  const values = { name, email, roles: operator ? ['operator' as const] : [] }
  await trx
    .insertInto('person')
    .values({ id, ...values })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(values))
    .execute()
  for (const { institution, role } of memberships) {
    await trx
      .insertInto('membership')
      .values({ person_id: id, institution_id: institution, role })
      .onConflict((conflict) =>
        conflict.columns(['person_id', 'institution_id']).doUpdateSet({ role, granted_by: 'centre' }),
      )
      .execute()
  }
  for (const path of certificates) {
    const { issuer, subjectKeySha256 } = certificate(path).facts
    await trx
      .insertInto('person_certificate')
      .values({ issuer, subject_key_sha256: subjectKeySha256, person_id: id })
      .onConflict((conflict) =>
        conflict.columns(['issuer', 'subject_key_sha256']).doUpdateSet({ person_id: id }),
      )
      .execute()
  }
  for (const { issuer, subject } of jtp) {
    await trx
      .insertInto('person_jtp')
      .values({ issuer, subject, person_id: id })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet({ person_id: id }))
      .execute()
  }
}

async function upsertAuthority(
  trx: Transaction<Database>,
  { name, website }: Bootstrap['authorities'][number],
  { pem, facts }: ReadCertificate,
): Promise<void> {
  await trx
    .insertInto('authority')
    .values({
      id: newId(),
      name,
      website,
      pem,
      subject: facts.subject,
      fingerprint_sha256: facts.fingerprintSha256,
      not_before: facts.notBefore,
      not_after: facts.notAfter,
    })
    // One that an operator has withdrawn stays withdrawn.
    .onConflict((conflict) => conflict.column('fingerprint_sha256').doUpdateSet({ name, website }))
    .execute()
}
