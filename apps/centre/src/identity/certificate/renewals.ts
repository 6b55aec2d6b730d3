/**
 * Renewed certificates with a new key: who they seem to be of, by the same authority and an identifier that stays, and
 * the confirmation by somebody who knows the person. Until then they open nothing.
 */
import type { CertificateFacts } from '@epacs/pki'
import { type Kysely, sql, type Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { Database } from '../../database/index.ts'
import { Problem } from '../../http/index.ts'
import type { Caller } from '../caller.ts'
import type { IdentityContext } from '../entrance.ts'
import { identifiersOf } from './bindings.ts'

export const RENEWAL_STATUSES = ['waiting', 'confirmed', 'refused'] as const
export type RenewalStatus = (typeof RENEWAL_STATUSES)[number]

/** True: a request waits, from now on or already. One that was refused is not made again. */
export async function requestRenewal(
  { db, audit, clock }: IdentityContext,
  facts: CertificateFacts,
  authorityId: string,
): Promise<boolean> {
  const identifiers = identifiersOf(facts)
  if (identifiers.length === 0) return false
  return await db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('certificate_renewal')
      .where('issuer', '=', facts.issuer)
      .where('subject_key_sha256', '=', facts.subjectKeySha256)
      .select('status')
      .executeTakeFirst()
    if (before !== undefined) return before.status === 'waiting'
    const personId = await holderOf(trx, facts, identifiers, authorityId)
    if (personId === undefined) return false
    const id = newId()
    const inserted = await trx
      .insertInto('certificate_renewal')
      .values({
        id,
        person_id: personId,
        authority_id: authorityId,
        issuer: facts.issuer,
        subject_key_sha256: facts.subjectKeySha256,
        subject: facts.subject,
        fingerprint_sha256: facts.fingerprintSha256,
        stable_identifiers: identifiers,
        not_before: facts.notBefore,
        not_after: facts.notAfter,
        status: 'waiting',
        requested_at: clock(),
        decided_at: null,
        decided_by: null,
      })
      // Somebody who clicks twice.
      .onConflict((conflict) => conflict.columns(['issuer', 'subject_key_sha256']).doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows === 1n) {
      await audit.record(trx, {
        at: clock(),
        actor: null,
        action: 'certificate.renewal-request',
        details: { renewal: id, person: personId, certificate: facts.fingerprintSha256 },
      })
    }
    return true
  })
}

/** The one person whose earlier certificate has an identifier in common; undefined: none, or several. */
async function holderOf(
  db: Kysely<Database>,
  { issuer }: CertificateFacts,
  identifiers: readonly string[],
  authorityId: string,
): Promise<string | undefined> {
  const rows = await db
    .selectFrom('person_certificate')
    .where(sql<boolean>`stable_identifiers && ${[...identifiers]}::text[]`)
    // Bound beforehand and never used: then the issuer's name has to do.
    .where((eb) =>
      eb.or([
        eb('authority_id', '=', authorityId),
        eb.and([eb('authority_id', 'is', null), eb('issuer', '=', issuer)]),
      ]),
    )
    .select('person_id')
    .distinct()
    .limit(2)
    .execute()
  const [first, ...others] = rows
  return others.length === 0 ? first?.person_id : undefined
}

/** A certificate that the person is known by already. */
export interface EarlierCertificate {
  readonly issuer: string
  readonly identifiers: readonly string[]
  /** Null: never used to sign in. */
  readonly notAfter: string | null
}

export interface Renewal {
  readonly id: string
  readonly person: { readonly id: string; readonly name: string }
  readonly institutions: readonly { readonly id: string; readonly name: string }[]
  readonly authority: { readonly id: string; readonly name: string }
  readonly subject: string
  readonly issuer: string
  readonly fingerprintSha256: string
  /** What both certificates have in common is among them. */
  readonly identifiers: readonly string[]
  readonly earlier: readonly EarlierCertificate[]
  readonly notBefore: string
  readonly notAfter: string
  readonly status: RenewalStatus
  readonly requestedAt: string
  readonly decidedAt: string | null
  readonly decidedBy: { readonly id: string; readonly name: string } | null
}

export interface RenewalFilter {
  readonly status?: RenewalStatus | undefined
  readonly id?: string
  readonly offset: number
  readonly limit: number
}

/** Those that the caller may decide: an operator all, a representative those of people of the institution. */
export async function listRenewals(
  db: Kysely<Database>,
  caller: Caller,
  { status, id, offset, limit }: RenewalFilter,
): Promise<{ items: Renewal[]; total: number }> {
  const visible = visibleTo(db, caller)
    .$if(status !== undefined, (query) => query.where('certificate_renewal.status', '=', status ?? 'waiting'))
    .$if(id !== undefined, (query) => query.where('certificate_renewal.id', '=', id ?? ''))
  const { total } = await visible
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await visible
    .innerJoin('person', 'person.id', 'certificate_renewal.person_id')
    .innerJoin('authority', 'authority.id', 'certificate_renewal.authority_id')
    .leftJoin('person as decider', 'decider.id', 'certificate_renewal.decided_by')
    .selectAll('certificate_renewal')
    .select([
      'person.name as person_name',
      'authority.name as authority_name',
      'decider.name as decider_name',
    ])
    .orderBy('certificate_renewal.requested_at')
    .orderBy('certificate_renewal.id')
    .offset(offset)
    .limit(limit)
    .execute()
  const institutions = await institutionsOf(
    db,
    rows.map(({ person_id }) => person_id),
  )
  const earlier = await certificatesOf(
    db,
    rows.map(({ person_id }) => person_id),
  )
  const items = rows.map((row) => ({
    id: row.id,
    person: { id: row.person_id, name: row.person_name },
    institutions: institutions
      .filter(({ person_id }) => person_id === row.person_id)
      .map(({ id, name }) => ({ id, name })),
    authority: { id: row.authority_id, name: row.authority_name },
    subject: row.subject,
    issuer: row.issuer,
    fingerprintSha256: row.fingerprint_sha256,
    identifiers: row.stable_identifiers,
    earlier: earlier
      .filter(
        ({ person_id, issuer, subject_key_sha256 }) =>
          person_id === row.person_id &&
          !(issuer === row.issuer && subject_key_sha256.equals(row.subject_key_sha256)),
      )
      .map(({ issuer, stable_identifiers, not_after }) => ({
        issuer,
        identifiers: stable_identifiers,
        notAfter: not_after?.toISOString() ?? null,
      })),
    notBefore: row.not_before.toISOString(),
    notAfter: row.not_after.toISOString(),
    status: row.status,
    requestedAt: row.requested_at.toISOString(),
    decidedAt: row.decided_at?.toISOString() ?? null,
    decidedBy:
      row.decided_by === null || row.decider_name === null
        ? null
        : { id: row.decided_by, name: row.decider_name },
  }))
  return { items, total: Number(total) }
}

function visibleTo(db: Kysely<Database>, { roles, institution }: Caller) {
  const all = db.selectFrom('certificate_renewal')
  if (roles.includes('operator')) return all
  return all.where('certificate_renewal.person_id', 'in', (eb) =>
    eb
      .selectFrom('membership')
      .where('membership.institution_id', '=', institution?.id ?? null)
      .select('membership.person_id'),
  )
}

async function certificatesOf(db: Kysely<Database>, personIds: readonly string[]) {
  if (personIds.length === 0) return []
  return await db
    .selectFrom('person_certificate')
    .where('person_id', 'in', [...personIds])
    .select(['person_id', 'issuer', 'subject_key_sha256', 'stable_identifiers', 'not_after'])
    .orderBy('not_after', 'desc')
    .execute()
}

async function institutionsOf(db: Kysely<Database>, personIds: readonly string[]) {
  if (personIds.length === 0) return []
  return await db
    .selectFrom('membership')
    .innerJoin('institution', 'institution.id', 'membership.institution_id')
    .where('membership.person_id', 'in', [...personIds])
    .select(['membership.person_id', 'institution.id', 'institution.name'])
    .orderBy('institution.name')
    .execute()
}

/** In the caller's transaction. Throws 404 for what the caller may not see, 409 for what was decided before. */
export async function decideRenewal(
  trx: Transaction<Database>,
  caller: Caller,
  id: string,
  decision: 'confirm' | 'refuse',
  at: Date,
): Promise<void> {
  const row = await visibleTo(trx, caller)
    .where('certificate_renewal.id', '=', id)
    .selectAll('certificate_renewal')
    .forUpdate('certificate_renewal')
    .executeTakeFirst()
  if (row === undefined) throw new Problem(404, 'not-found', 'There is no such request.')
  if (row.status !== 'waiting') throw new Problem(409, 'already-decided', 'The request was decided before.')
  await trx
    .updateTable('certificate_renewal')
    .set({
      status: decision === 'confirm' ? 'confirmed' : 'refused',
      decided_at: at,
      decided_by: caller.personId,
    })
    .where('id', '=', id)
    .execute()
  if (decision === 'refuse') return
  await trx
    .insertInto('person_certificate')
    .values({
      issuer: row.issuer,
      subject_key_sha256: row.subject_key_sha256,
      person_id: row.person_id,
      authority_id: row.authority_id,
      stable_identifiers: row.stable_identifiers,
      not_after: row.not_after,
    })
    // Bound by somebody else in the meantime: that one knew what they did.
    .onConflict((conflict) => conflict.columns(['issuer', 'subject_key_sha256']).doNothing())
    .execute()
}
