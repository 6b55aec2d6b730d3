/** Authorities and their certificates in the database. */
import { readAuthority } from '@epacs/pki'
import type { Kysely, Transaction } from 'kysely'
import { v7 as newId } from 'uuid'
import type { AuthorityCertificateRole, Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'

export interface AuthorityWish {
  readonly name: string
  readonly website: string | null
  /** Its anchors, and issuing authorities below them. */
  readonly pem: string
}

type CertificateRow = Omit<Database['authority_certificate'], 'authority_id'>

/** A new one. Throws AuthorityError, CertificateError, or a 409 problem when an anchor is another one's. */
export async function addAuthority(
  trx: Transaction<Database>,
  wish: AuthorityWish,
  at: Date,
): Promise<string> {
  const id = newId()
  const { name, website, pem } = wish
  const rows = certificateRows(pem, at)
  await requireNobodysAnchors(trx, rows, id)
  await trx.insertInto('authority').values({ id, name, website, withdrawn_at: null }).execute()
  await insertCertificates(trx, id, rows)
  return id
}

/**
 * Puts other certificates in the place of an authority's; people stay bound to it. One that was withdrawn is accepted
 * again. False: there is none. Throws as `addAuthority` does.
 */
export async function replaceAuthority(
  trx: Transaction<Database>,
  id: string,
  { name, website, pem }: AuthorityWish,
  at: Date,
): Promise<boolean> {
  const rows = certificateRows(pem, at)
  const updated = await trx
    .updateTable('authority')
    .set({ name, website, withdrawn_at: null })
    .where('id', '=', id)
    .executeTakeFirst()
  if (updated.numUpdatedRows === 0n) return false
  await requireNobodysAnchors(trx, rows, id)
  await trx
    .updateTable('authority_certificate')
    .set({ role: 'replaced' })
    .where('authority_id', '=', id)
    .execute()
  await insertCertificates(trx, id, rows)
  return true
}

/** False: there is none, or it was withdrawn before. */
export async function withdrawAuthority(trx: Transaction<Database>, id: string, at: Date): Promise<boolean> {
  const updated = await trx
    .updateTable('authority')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst()
  return updated.numUpdatedRows > 0n
}

/** At each start: a known authority gets its name put right and nothing else, so that what an operator did stays. */
export async function keepAuthority(trx: Transaction<Database>, wish: AuthorityWish): Promise<void> {
  // One that has ended opens nothing, and is no reason not to start.
  const at = new Date(0)
  const rows = certificateRows(wish.pem, at)
  const known = await trx
    .selectFrom('authority_certificate')
    .where(
      'fingerprint_sha256',
      'in',
      rows.map((row) => row.fingerprint_sha256),
    )
    .where('role', 'in', ['anchor', 'replaced'])
    .select('authority_id')
    .orderBy((eb) => eb('role', '=', 'anchor'), 'desc')
    .executeTakeFirst()
  if (known === undefined) {
    await addAuthority(trx, wish, at)
    return
  }
  const { name, website } = wish
  await trx.updateTable('authority').set({ name, website }).where('id', '=', known.authority_id).execute()
  const issuing = rows.filter(({ role }) => role === 'issuing')
  if (issuing.length === 0) return
  await trx
    .insertInto('authority_certificate')
    .values(issuing.map((row) => ({ ...row, authority_id: known.authority_id })))
    .onConflict((conflict) => conflict.columns(['authority_id', 'fingerprint_sha256']).doNothing())
    .execute()
}

function certificateRows(pem: string, at: Date): CertificateRow[] {
  const { anchors, issuing } = readAuthority(pem, at)
  const row =
    (role: AuthorityCertificateRole) =>
    ({ x509, facts }: (typeof anchors)[number]): CertificateRow => ({
      fingerprint_sha256: facts.fingerprintSha256,
      role,
      pem: x509.toString(),
      subject: facts.subject,
      not_before: facts.notBefore,
      not_after: facts.notAfter,
    })
  return [...anchors.map(row('anchor')), ...issuing.map(row('issuing'))]
}

async function insertCertificates(
  trx: Transaction<Database>,
  id: string,
  rows: readonly CertificateRow[],
): Promise<void> {
  await trx
    .insertInto('authority_certificate')
    .values(rows.map((row) => ({ ...row, authority_id: id })))
    .onConflict((conflict) =>
      conflict
        .columns(['authority_id', 'fingerprint_sha256'])
        .doUpdateSet((eb) => ({ role: eb.ref('excluded.role') })),
    )
    .execute()
}

async function requireNobodysAnchors(
  db: Kysely<Database>,
  rows: readonly CertificateRow[],
  id: string,
): Promise<void> {
  const anchors = rows.filter(({ role }) => role === 'anchor').map((row) => row.fingerprint_sha256)
  const other = await db
    .selectFrom('authority_certificate')
    .innerJoin('authority', 'authority.id', 'authority_certificate.authority_id')
    .where('authority_certificate.fingerprint_sha256', 'in', anchors)
    .where('authority_certificate.role', '=', 'anchor')
    .where('authority.id', '!=', id)
    .select(['authority.id', 'authority.name'])
    .executeTakeFirst()
  if (other === undefined) return
  const words = `A certificate of it belongs to the authority ${other.name} already.`
  throw new Problem(409, 'authority-known', words, { authority: other.id })
}
