/**
 * Brings the bootstrap file into the database: what it names is made or put right, what it does not name stays.
 * Running it again changes nothing.
 */
import { CENTRE_ROLES, fold } from '@epacs/exchange'
import { AuthorityError } from '@epacs/pki'
import { sql, type Transaction } from 'kysely'
import { keepAuthority } from '../authorities/index.ts'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { phoneNumber } from '../directory/index.ts'
import { bindCertificate } from '../identity/index.ts'
import { BootstrapError, type ReadBootstrap, type ReadCertificate } from './read-bootstrap.ts'
import type { Bootstrap } from './schema.ts'
import { upsertGateways } from './upsert-gateways.ts'

export async function upsertBootstrap(
  trx: Transaction<Database>,
  { bootstrap, certificate }: ReadBootstrap,
  quotas: Config['quotas'],
): Promise<void> {
  // By id, as everybody locks several: a centre's other processes are at work meanwhile.
  const institutions = bootstrap.institutions.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  for (const institution of institutions) await upsertInstitution(trx, institution, quotas)
  for (const { id, gateways } of bootstrap.institutions) await upsertGateways(trx, id, gateways, certificate)
  for (const person of bootstrap.people) await upsertPerson(trx, person, certificate)
  for (const authority of bootstrap.authorities) {
    const { pem } = certificate(authority.certificate)
    await keepAuthority(trx, { ...authority, pem }).catch((error: unknown) => {
      if (!(error instanceof AuthorityError)) throw error
      throw new BootstrapError(`${authority.certificate} cannot be used: ${error.message}`, { cause: error })
    })
  }
}

/** An operator's word stays, here too. */
function unlessOperators<T>(column: 'latitude' | 'longitude' | 'position_origin', value: T) {
  return sql<T>`case when position_origin = 'operator' then ${sql.ref(column)} else ${value} end`
}

async function upsertInstitution(
  trx: Transaction<Database>,
  institution: Bootstrap['institutions'][number],
  quotas: Config['quotas'],
): Promise<void> {
  const { id, name, kind, eligibility, ico, icz, country, city, street, connection } = institution
  const record = {
    name,
    name_folded: fold(name),
    kind,
    eligibility,
    ico,
    icz,
    icp: institution.icp,
    register: institution.register,
    register_number: institution.registerNumber,
    vat_id: institution.vatId,
    euid: institution.euid,
    country,
    city,
    city_folded: fold(city),
    street,
    postal_code: institution.postalCode,
  }
  const { aeTitle, position } = institution
  await trx
    .insertInto('institution')
    .values({
      id,
      ...record,
      ...{ ae_title: aeTitle, connection, language: institution.language ?? null },
      // Without one in the file, that of the register stays.
      ...position,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  // Not in one with the insertion: what a conflict sets, a unique column among it, locks the row even against those who
  // only refer to it (PostgreSQL 13.3.2), and another process of the centre may be delivering to several of them.
  await trx
    .updateTable('institution')
    .set({
      connection,
      // An operator's word stays.
      ae_title: sql`case when ae_title_is_operators then ae_title else ${aeTitle} end`,
    })
    .$if(position !== undefined, (update) =>
      update.set({
        latitude: unlessOperators('latitude', position?.latitude ?? null),
        longitude: unlessOperators('longitude', position?.longitude ?? null),
        position_origin: unlessOperators<'register' | 'operator' | null>('position_origin', null),
      }),
    )
    .where('id', '=', id)
    .execute()
  await trx
    .updateTable('institution')
    .set(record)
    // What its representative chose stays.
    .$if(institution.language != null, (update) =>
      update.set({ language: sql`coalesce(language, ${institution.language})` }),
    )
    .where('id', '=', id)
    .where('record_is_operators', '=', false)
    .execute()
  await trx.deleteFrom('contact').where('institution_id', '=', id).execute()
  if (institution.contacts.length > 0) {
    await trx
      .insertInto('contact')
      .values(
        institution.contacts.map((contact, position) => ({
          institution_id: id,
          position,
          ...contact,
          phone: contact.phone === null ? null : (phoneNumber(contact.phone, country) ?? contact.phone),
        })),
      )
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
  const { id, name, email, operator, auditor, memberships, jtp, certificates } = person
  const roles = CENTRE_ROLES.filter((role) => (role === 'operator' ? operator : auditor))
  const values = { name, email, roles }
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
    await bindCertificate(trx, certificate(path).facts, id)
  }
  for (const { issuer, subject } of jtp) {
    await trx
      .insertInto('person_jtp')
      .values({ issuer, subject, person_id: id })
      .onConflict((conflict) => conflict.columns(['issuer', 'subject']).doUpdateSet({ person_id: id }))
      .execute()
  }
}
